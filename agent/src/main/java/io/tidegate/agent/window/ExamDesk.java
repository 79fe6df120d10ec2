package io.tidegate.agent.window;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;

/**
 * Where questions about the past wait for the thread that may read the source. A question that was
 * cancelled is forgotten. Thread-safe.
 */
final class ExamDesk {
    private final Queue<Slip> slips = new ConcurrentLinkedQueue<>();

    private record Slip(Question question, CompletableFuture<Answered> answer) {}

    Future<Answered> ask(Question question) {
        var slip = new Slip(question, new CompletableFuture<>());
        slips.add(slip);
        return slip.answer;
    }

    /** The question that has waited longest; empty if none waits. */
    Optional<Question> next() {
        slips.removeIf(slip -> slip.answer.isDone());
        return Optional.ofNullable(slips.peek()).map(Slip::question);
    }

    /** Answers the question that has waited longest. */
    void answer(Answered answered) {
        Optional.ofNullable(slips.poll()).ifPresent(slip -> slip.answer.complete(answered));
    }

    /** None can be answered. */
    void refuse(String why) {
        for (Slip slip = slips.poll(); slip != null; slip = slips.poll()) {
            slip.answer.complete(new Answered.Unreadable(why));
        }
    }
}

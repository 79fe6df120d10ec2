package io.tidegate.agent.uplink;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.uplink.wire.Request;
import io.tidegate.agent.uplink.wire.Response;
import io.tidegate.protocol.HttpAnswer;
import io.tidegate.protocol.Page;
import io.tidegate.protocol.Replies;
import io.tidegate.protocol.Reply;
import io.tidegate.protocol.StoredOrigin;
import io.tidegate.protocol.StoredWindow;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Asks for others what the ingest holds, a page at a time and one page at a time, between the
 * batches. A question waits for a while until the ingest can be asked, and until ledger and ingest
 * were compared; then it is answered by why not. Questions come from any thread; all else belongs
 * to the delivery thread.
 */
final class Listings {
    /** A hiccup of the line is over by then. */
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final Mail mail;
    private final Judge judge;
    private final Endpoint endpoint;
    private final IngestRequests requests;
    private final Predicate<String> compared;
    private final Clock clock;
    private final Runnable bell;
    private final Queue<Question<?>> questions = new ConcurrentLinkedQueue<>();
    private boolean under;

    /**
     * @param compared whether the ledger of that stream agrees with the ingest as far as is known
     */
    Listings(
            Mail mail,
            Judge judge,
            Endpoint endpoint,
            IngestRequests requests,
            Predicate<String> compared,
            Clock clock,
            Runnable bell) {
        this.mail = mail;
        this.judge = judge;
        this.endpoint = endpoint;
        this.requests = requests;
        this.compared = compared;
        this.clock = clock;
        this.bell = bell;
    }

    /** The stored windows that overlap [from, to). Any thread. */
    Future<Listed<StoredWindow>> windows(
            String stream, Instant from, Instant to, Optional<String> next) {
        return ask(stream, r -> r.windows(stream, from, to, next), Replies::windows);
    }

    /** The stored files. Any thread. */
    Future<Listed<StoredOrigin>> origins(String stream, Optional<String> next) {
        return ask(stream, r -> r.origins(stream, next), Replies::origins);
    }

    private <T> Future<Listed<T>> ask(
            String stream,
            Function<IngestRequests, Request> request,
            Function<HttpAnswer, Reply<Page<T>>> reader) {
        var question = new Question<T>(stream, request.apply(requests), reader, clock.nanoTime());
        questions.add(question);
        bell.run();
        return question.answer;
    }

    /**
     * Takes the next step, if there is one.
     *
     * @param mayAsk whether a request may begin
     * @param obstacle why none may; empty if nobody knows
     * @return whether it did anything
     */
    boolean turn(boolean mayAsk, Optional<String> obstacle) {
        questions.removeIf(question -> question.answer.isDone());
        if (under) {
            return false;
        }
        for (Question<?> question : questions) {
            if (turn(question, mayAsk, obstacle)) {
                return true;
            }
        }
        return false;
    }

    /** A question that can't be asked yet does not keep those behind it waiting. */
    private boolean turn(Question<?> question, boolean mayAsk, Optional<String> obstacle) {
        boolean known = compared.test(question.stream);
        if (mayAsk && known && question.isDue()) {
            question.send();
            return true;
        }
        if (question.isLate()) {
            questions.remove(question);
            question.giveUp(
                    known ? obstacle : Optional.of("it was not compared with the ledger yet"));
            return true;
        }
        return false;
    }

    /** One page that somebody waits for. */
    private final class Question<T> {
        private final String stream;
        private final Request request;
        private final Function<HttpAnswer, Reply<Page<T>>> reader;
        private final CompletableFuture<Listed<T>> answer = new CompletableFuture<>();
        private final long since;
        private long notBefore;
        private String why = "it is not reached";

        Question(
                String stream,
                Request request,
                Function<HttpAnswer, Reply<Page<T>>> reader,
                long since) {
            this.stream = stream;
            this.request = request;
            this.reader = reader;
            this.since = since;
            this.notBefore = since;
        }

        boolean isDue() {
            return clock.nanoTime() - notBefore >= 0;
        }

        boolean isLate() {
            return clock.nanoTime() - since >= PATIENCE.toNanos();
        }

        void giveUp(Optional<String> obstacle) {
            answer.complete(new Listed.Unknown<>(obstacle.orElse(why)));
        }

        void send() {
            under = true;
            int generation = endpoint.generation();
            mail.send(request, response -> heard(response, generation));
        }

        private void heard(Response response, int generation) {
            under = false;
            switch (judge.readOfStream(response, reader)) {
                case Told.Word<Page<T>>(var page) -> {
                    endpoint.answered();
                    questions.remove(this);
                    answer.complete(new Listed.Some<>(page.items(), page.next()));
                }
                case Told.Trouble<Page<T>>(var trouble) -> failed(trouble, generation);
            }
        }

        /** It is asked again after a while, as long as that has a point. */
        private void failed(Answer trouble, int generation) {
            notBefore = clock.nanoTime() + BETWEEN.toNanos();
            switch (trouble) {
                case Answer.Later later when later.reach() == Answer.Reach.STREAM ->
                        why = later.sentence();
                case Answer.Refused(var detail) -> {
                    why = "it refuses the question: " + detail;
                    questions.remove(this);
                    giveUp(Optional.empty());
                }
                default -> endpoint.met(trouble, generation);
            }
        }
    }
}

package io.tidegate.agent.uplink;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.store.Store;
import io.tidegate.protocol.Replies;
import io.tidegate.protocol.StateReport;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Tells the ingest how each stream stands, when it has changed and at least once a minute. One
 * report at a time, beside the batches; a report that fails makes nothing else wait. Owned by the
 * delivery thread.
 */
final class StateReports {
    private static final Duration LOOK_PERIOD = Duration.ofSeconds(1);
    private static final Duration SHORTEST_PERIOD = Duration.ofSeconds(5);
    private static final Duration LONGEST_PERIOD = Duration.ofSeconds(55);

    private final Store store;
    private final Mail mail;
    private final Judge judge;
    private final Endpoint endpoint;
    private final IngestRequests requests;
    private final List<String> streams;
    private final Function<String, Optional<StateReport>> content;
    private final Clock clock;
    private final Runnable doubt;
    private final Map<String, Sent> sent = new HashMap<>();
    private final Set<String> looked = new TreeSet<>();
    private long lookedAt;
    private boolean under;

    /** What was said last, and when. */
    private record Sent(StateReport report, long at) {}

    /**
     * @param doubt told when the ingest does not know our epoch
     */
    StateReports(
            Store store,
            Mail mail,
            Judge judge,
            Endpoint endpoint,
            IngestRequests requests,
            Set<String> streams,
            Function<String, Optional<StateReport>> content,
            Clock clock,
            Runnable doubt) {
        this.store = store;
        this.mail = mail;
        this.judge = judge;
        this.endpoint = endpoint;
        this.requests = requests;
        this.streams = List.copyOf(new TreeSet<>(streams));
        this.content = content;
        this.clock = clock;
        this.doubt = doubt;
        this.lookedAt = clock.nanoTime() - LOOK_PERIOD.toNanos();
    }

    /** How many are on their way. */
    int open() {
        return under ? 1 : 0;
    }

    /**
     * Sends a report, if one is due. Each stream is looked at once a second at the most.
     *
     * @return whether it sent one
     */
    boolean turn(boolean mayAsk) {
        if (!mayAsk || under) {
            return false;
        }
        if (clock.nanoTime() - lookedAt >= LOOK_PERIOD.toNanos()) {
            lookedAt = clock.nanoTime();
            looked.clear();
        }
        for (String stream : streams) {
            if (looked.add(stream) && send(stream)) {
                return true;
            }
        }
        return false;
    }

    private boolean send(String stream) {
        Optional<Sent> before = Optional.ofNullable(sent.get(stream));
        if (before.isPresent() && age(before.get()).compareTo(SHORTEST_PERIOD) < 0) {
            return false;
        }
        Optional<StateReport> now = content.apply(stream).map(r -> vouched(stream, r));
        boolean due =
                now.isPresent()
                        && (before.isEmpty()
                                || !before.get().report().equals(now.get())
                                || age(before.get()).compareTo(LONGEST_PERIOD) >= 0);
        if (due) {
            send(stream, now.get());
        }
        return due;
    }

    private Duration age(Sent report) {
        return Duration.ofNanos(clock.nanoTime() - report.at());
    }

    /** In the present epoch; and as long as it is not known what the ingest has, without claim. */
    private StateReport vouched(String stream, StateReport r) {
        return store.read(
                tx ->
                        new StateReport(
                                OptionalLong.of(tx.agent().epoch()),
                                r.completeUntil().filter(_ -> Comparisons.done(tx, stream)),
                                r.lastRead(),
                                r.held(),
                                r.paused(),
                                r.outside()));
    }

    private void send(String stream, StateReport report) {
        under = true;
        int generation = endpoint.generation();
        sent.put(stream, new Sent(report, clock.nanoTime()));
        mail.send(
                requests.state(stream, report),
                response -> {
                    under = false;
                    switch (judge.readOfStream(response, Replies::stored)) {
                        case Told.Word<Boolean> _ -> endpoint.heard();
                        case Told.Trouble<Boolean>(var answer) -> trouble(answer, generation);
                    }
                });
    }

    /** Only what says more than that this report failed. */
    private void trouble(Answer answer, int generation) {
        if (answer instanceof Answer.Fenced) {
            doubt.run();
        } else if (answer instanceof Answer.Unauthorized || answer instanceof Answer.Forbidden) {
            endpoint.met(answer, generation);
        }
    }
}

package io.tidegate.agent.verify;

import io.tidegate.agent.control.Reply;
import io.tidegate.agent.control.Request;
import io.tidegate.agent.control.Talk;
import io.tidegate.agent.control.Verification;
import io.tidegate.agent.event.Events;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.status.Words;
import io.tidegate.agent.store.Store;
import io.tidegate.config.SourceConfig;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Carries out {@code verify} on the thread of whoever asked: one at a time per source, {@value
 * #MOST} in all, so that other commands are always heard. Ends when nobody listens any more, or
 * when the connector stops. Thread-safe.
 */
public final class Verifier implements Verification {
    private static final Logger LOG = LoggerFactory.getLogger(Verifier.class);
    private static final int MOST = 4;
    private static final Duration HEARTBEAT = Duration.ofMillis(500);
    private static final Duration BLINK = Duration.ofMillis(20);
    private static final Duration MOMENT = Duration.ofSeconds(2);

    private final Store store;
    private final Map<String, SourceConfig> sources;
    private final Function<String, SourceSide> sides;
    private final IngestSide ingest;
    private final Clock clock;
    private final Map<String, Run> runs = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /**
     * @param sides who reads the source of that name
     */
    public Verifier(
            Store store,
            Map<String, SourceConfig> sources,
            Function<String, SourceSide> sides,
            IngestSide ingest,
            Clock clock) {
        this.store = store;
        this.sources = sources;
        this.sides = sides;
        this.ingest = ingest;
        this.clock = clock;
    }

    /** How far the verification of that source has come; empty if none runs. */
    public Optional<String> progress(String source) {
        return Optional.ofNullable(runs.get(source)).map(run -> run.at);
    }

    @Override
    public Reply verify(Request.Verify request, Talk talk)
            throws IOException, InterruptedException {
        SourceConfig source = sources.get(request.source());
        if (source == null) {
            return new Reply(
                    Reply.USAGE,
                    "there is no source '%s'; the sources are: %s"
                            .formatted(request.source(), String.join(", ", sources.keySet())));
        }
        boolean files = source.origin() instanceof SourceConfig.Csv;
        if (files && request.totals()) {
            return new Reply(
                    Reply.USAGE,
                    "--totals needs a database: %s takes files, and each file is the report itself. Say it without --totals."
                            .formatted(source.name()));
        }
        var run = new Run(talk);
        Optional<Reply> refused = begin(source.name(), run);
        if (refused.isPresent()) {
            return refused.get();
        }
        try {
            return verify(new Subject(source, request.days()), request, run);
        } finally {
            runs.remove(source.name());
        }
    }

    private synchronized Optional<Reply> begin(String name, Run run) {
        if (stopping) {
            return Optional.of(new Reply(Reply.UNAVAILABLE, "the connector stops"));
        }
        Run other = runs.get(name);
        if (other != null) {
            return Optional.of(
                    new Reply(
                            Reply.UNAVAILABLE,
                            "%s is being verified already (%s); wait for that, or end it"
                                    .formatted(name, other.at)));
        }
        if (runs.size() >= MOST) {
            return Optional.of(
                    new Reply(
                            Reply.UNAVAILABLE,
                            "%d sources are being verified already; wait for one of them"
                                    .formatted(runs.size())));
        }
        runs.put(name, run);
        return Optional.empty();
    }

    private Reply verify(Subject subject, Request.Verify request, Run run)
            throws IOException, InterruptedException {
        var results =
                new Results(
                        subject,
                        VerifyReport.of(run.talk, subject, request.totals(), request.csv()));
        try {
            switch (subject.source().origin()) {
                case SourceConfig.Sql _ -> windows(subject, request, run, results).run();
                case SourceConfig.Csv _ ->
                        new FileRun(subject, store, ingest, run, results, clock.instant()).run();
            }
        } catch (UnknownException e) {
            return new Reply(
                    Reply.UNAVAILABLE,
                    "%s. Nothing is said of the days from here on: %s"
                            .formatted(e.getMessage(), run.at));
        }
        return reply(subject, results.end(), results.tally());
    }

    private WindowRun windows(
            Subject subject, Request.Verify request, Waiting waiting, Results results) {
        return new WindowRun(
                subject,
                request.totals(),
                store,
                sides.apply(subject.name()),
                ingest,
                waiting,
                results);
    }

    private static Reply reply(Subject subject, List<String> lines, Tally tally) {
        long broken = tally.of(Word.BROKEN);
        lines.add(
                broken == 0
                        ? "Nothing is BROKEN."
                        : "%s BROKEN: the ingest does not have what it has acknowledged. Verify again in a few minutes; see TG-0861 in ERRORS.md."
                                .formatted(
                                        Words.count(broken, subject.unit())
                                                + Words.verb(broken, " is", " are")));
        var event =
                broken == 0
                        ? Events.info(LOG, VerifyEvent.VERIFIED)
                        : Events.error(LOG, VerifyEvent.BROKEN);
        event.addKeyValue("stream", subject.name())
                .log("{}: the gravest is {}", subject, tally.gravest().text());
        return new Reply(broken == 0 ? 0 : Reply.FAILED, String.join("\n", lines));
    }

    /** Ends what is under way, and waits for that. */
    public void stop(Duration atMost) throws InterruptedException {
        synchronized (this) {
            stopping = true;
            runs.values().forEach(run -> run.thread.interrupt());
        }
        long end = clock.nanoTime() + atMost.toNanos();
        while (!runs.isEmpty() && clock.nanoTime() - end < 0) {
            clock.sleep(BLINK);
        }
    }

    /** One verification, and whoever listens to it. Used by its caller's thread. */
    private final class Run implements Waiting {
        private final Talk talk;
        private final Thread thread = Thread.currentThread();
        private volatile String at = "";

        Run(Talk talk) {
            this.talk = talk;
        }

        @Override
        public <T> T of(Future<T> answer) throws IOException, InterruptedException {
            try {
                while (true) {
                    if (stopping) {
                        throw new InterruptedException("the connector stops");
                    }
                    try {
                        return answer.get(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
                    } catch (TimeoutException _) {
                        talk.progress(at); // Whoever has gone is noticed by this.
                    }
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            } finally {
                answer.cancel(false);
            }
        }

        @Override
        public void aMoment() throws IOException, InterruptedException {
            talk.progress(at);
            clock.sleep(MOMENT);
        }

        @Override
        public void progress(String text) throws IOException {
            at = text;
            talk.progress(text);
        }
    }
}

package io.tidegate.agent.window;

import io.tidegate.agent.batch.BatchEncoder;
import io.tidegate.agent.event.Events;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.loop.Loop;
import io.tidegate.agent.row.Pseudonyms;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.source.SourceException.Kind;
import io.tidegate.agent.status.Words;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.StreamRecord;
import io.tidegate.agent.window.IntakeStatus.Phase;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Lane;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Keeps one SQL source correct: live first, then what is stale, then the nightly comparison, then
 * the history; one bounded piece of work a turn. What must survive a kill is in the store; the rest
 * is found again. Turned by one thread; {@link #status} and {@link #retryNow} may be called by any.
 */
public final class SqlIntake implements Loop {
    private static final Logger LOG = LoggerFactory.getLogger(SqlIntake.class);

    private static final int COMMANDS_SAID = 3;

    private final SourceConfig config;
    private final Store store;
    private final Function<Lane, Optional<String>> fullFor;
    private final Clock clock;
    private final WindowReader reader;
    private final SourceTime time;
    private final Checks checks;
    private final Astray astray;
    private final Backoff liveTrouble;
    private final Backoff historyTrouble;
    private final Function<Instant, Work> workOf;
    private final ExamDesk desk = new ExamDesk();
    private Work work;
    private boolean examinedLast;
    private boolean read;
    private volatile boolean retry;
    private volatile IntakeStatus status =
            new IntakeStatus(
                    Phase.STARTING,
                    "",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    /**
     * @param config a SQL source
     * @param fullFor why there is no room in the spool for that lane; empty if there is
     * @param random for the jitter of waits
     */
    public SqlIntake(
            SourceConfig config,
            Source source,
            Store store,
            BatchEncoder encoder,
            Pseudonyms pseudonyms,
            Function<Lane, Optional<String>> fullFor,
            Clock clock,
            RandomGenerator random) {
        DataType data = DataType.of(config.data()).orElseThrow();
        this.config = config;
        this.store = store;
        this.fullFor = fullFor;
        this.clock = clock;
        this.time = new SourceTime(source, clock);
        this.checks = new Checks(config, pseudonyms);
        this.liveTrouble = new Backoff(config.name(), clock, random);
        this.historyTrouble = new Backoff(config.name(), clock, random);
        this.astray = new Astray(config, source, checks, new StrayPlaces(config, store, clock));
        this.reader = new WindowReader(config, data, source, checks, astray, clock);
        this.workOf = base -> new Work(config, data, base, store, encoder, reader, checks, clock);
    }

    @Override
    public boolean turn() throws InterruptedException {
        if (retry) {
            retry = false;
            liveTrouble.retryNow();
            historyTrouble.retryNow();
        }
        Optional<StreamRecord> stream = store.read(tx -> tx.stream(config.name()));
        Optional<StreamRecord.Pause> pause = stream.flatMap(StreamRecord::paused);
        if (pause.isPresent()) {
            astray.forget();
            if (work != null) {
                work.lookAtAll();
            }
            return refuse(Phase.PAUSED, pause.get().reason());
        }
        Optional<String> full = fullFor.apply(Lane.LIVE);
        if (full.isPresent()) {
            return refuse(Phase.FULL, full.get());
        }
        if (liveTrouble.isWaiting()) {
            return refuse(Phase.TROUBLED, liveTrouble.trouble().orElseThrow().reason());
        }
        checks.remember(stream.flatMap(StreamRecord::shape));
        return live(stream);
    }

    /** The live read; its troubles are the source's, so that nothing else is tried meanwhile. */
    private boolean live(Optional<StreamRecord> stream) throws InterruptedException {
        try {
            if (work == null) {
                begin(stream);
            }
            Work.Live came = work.live(time);
            if (came == Work.Live.VOID) {
                work = null;
                return true;
            }
            if (came == Work.Live.WORKED) {
                liveTrouble.succeeded();
                firstRead();
            }
            boolean more = came == Work.Live.WORKED || past();
            rest(liveTrouble.trouble().isPresent() ? Phase.TROUBLED : phase(), "");
            return more;
        } catch (SourceException e) {
            sourceFailed(e, liveTrouble);
        } catch (WindowTooLargeException e) {
            return split(e, liveTrouble);
        } catch (ShapeException e) {
            shapeFailed(e, liveTrouble);
        }
        return rest(Phase.TROUBLED, liveTrouble.trouble().map(t -> t.reason()).orElse(""));
    }

    /** The look-back has its new meaning now, so that log and status count the same. */
    private void firstRead() {
        if (!read) {
            read = true;
            sayOlder();
        }
    }

    private Phase phase() {
        return read ? Phase.READING : Phase.STARTING;
    }

    /** Whoever asks about the past and whoever reads it take turns. */
    private boolean past() throws InterruptedException {
        examinedLast = !examinedLast && examine();
        return examinedLast || history() || examine();
    }

    /** Answers a question about the past; whether it did. */
    private boolean examine() throws InterruptedException {
        Optional<Question> question = desk.next();
        if (question.isEmpty()) {
            return false;
        }
        try {
            Optional<Examined> found = work.examine(time, question.get());
            found.map(Answered.Read::new).ifPresent(desk::answer);
            return found.isPresent();
        } catch (SourceException e) {
            if (astray.verdict().isPresent()) {
                sourceFailed(e, historyTrouble);
            }
            desk.answer(new Answered.Unreadable(e.getMessage()));
        } catch (ShapeException e) {
            shapeFailed(e, historyTrouble);
            desk.answer(new Answered.Unreadable(e.getMessage()));
        }
        return true;
    }

    /** The past; its troubles leave the live read alone. */
    private boolean history() throws InterruptedException {
        if (historyTrouble.isWaiting() || !isRoom()) {
            return false;
        }
        try {
            boolean worked = work.history(time, this::isRoom);
            if (worked) {
                historyTrouble.succeeded();
            }
            return worked;
        } catch (SourceException e) {
            sourceFailed(e, historyTrouble);
        } catch (WindowTooLargeException e) {
            return split(e, historyTrouble);
        } catch (ShapeException e) {
            shapeFailed(e, historyTrouble);
        }
        return false;
    }

    private boolean isRoom() {
        return fullFor.apply(Lane.BACKFILL).isEmpty();
    }

    /** First start, or the first turn after a restart. */
    private void begin(Optional<StreamRecord> stream) throws SourceException, InterruptedException {
        Instant now = time.ask();
        StreamRecord known =
                stream.filter(s -> s.cutBase().isPresent()).orElseGet(() -> first(now));
        Instant base = known.cutBase().orElseThrow();
        Instant from = Cut.backfillFrom(config, base);
        Optional<Instant> cutFrom = from.isBefore(base) ? Optional.of(from) : Optional.empty();
        store.change(
                tx ->
                        tx.putStream(
                                StreamLine.backfillFrom(
                                        tx.stream(config.name())
                                                .map(
                                                        s ->
                                                                s.cutBase().isPresent()
                                                                        ? s
                                                                        : known.paused(s.paused()))
                                                .orElse(known),
                                        cutFrom)));
        work = workOf.apply(base);
    }

    /** What the look-back does not reach keeps its old meaning: a person has to know. */
    private void sayOlder() {
        OlderWindows older = store.read(tx -> OlderWindows.of(tx, config));
        if (older.again().isEmpty()) {
            return;
        }
        String commands =
                older.again().stream()
                        .limit(COMMANDS_SAID)
                        .map(range -> "'" + range.command(config.name()) + "'")
                        .collect(Collectors.joining(", "));
        Events.warn(LOG, WindowEvent.READ_UNDER_OTHERS)
                .addKeyValue("stream", config.name())
                .log(
                        "{} made under settings that have changed since, and older than the look-back; what the nightly comparison does not reach stays so until it is read anew: {}{}. After a change of time-zone, rows beside the newest of these days are in the cloud twice, or missing, until then",
                        Words.count(older.windows(), "window")
                                + Words.verb(older.windows(), " was", " were"),
                        commands,
                        older.again().size() > COMMANDS_SAID ? ", and more in the status" : "");
    }

    private StreamRecord first(Instant now) {
        Instant base = Cut.base(config.zone(), now.minus(Cut.sql(config).lookBack()));
        Events.info(LOG, WindowEvent.STREAM_BEGUN)
                .addKeyValue("stream", config.name())
                .log("will be read for the first time; windows begin at {}", base);
        return StreamLine.first(config.name(), base, Optional.empty(), lastNight(now));
    }

    /** The local date whose comparison with the source is behind us. */
    private LocalDate lastNight(Instant now) {
        LocalDateTime local = LocalDateTime.ofInstant(now, config.zone());
        boolean behind = !local.toLocalTime().isBefore(Cut.sql(config).reconcileAt());
        return behind ? local.toLocalDate() : local.toLocalDate().minusDays(1);
    }

    /** A window that was never sent is cut into pieces; any other is a lasting trouble. */
    private boolean split(WindowTooLargeException e, Backoff trouble) {
        return switch (work.split(e.window())) {
            case Work.Split.Done(int pieces) -> {
                Events.info(LOG, WindowEvent.WINDOW_SPLIT)
                        .addKeyValue("stream", config.name())
                        .addKeyValue("window", e.window().from())
                        .log("{}; it is read in {} pieces", e.getMessage(), pieces);
                yield true;
            }
            case Work.Split.Later _ -> false;
            case Work.Split.Impossible _ -> {
                trouble.failed(
                        Kind.LASTING,
                        e.getMessage()
                                + "; raise source."
                                + config.name()
                                + ".sql.query-timeout, or give the table an index on its time column");
                yield false;
            }
        };
    }

    private void shapeFailed(ShapeException e, Backoff trouble) {
        Optional<String> difference = checks.difference();
        if (difference.isEmpty()) {
            trouble.failed(Kind.LASTING, e.getMessage());
            return;
        }
        pause(Checks.PAUSED_BY, WindowEvent.SHAPE_CHANGED, difference.get());
    }

    /** A query that loses rows is no trouble that passes: until it is mended nothing is read. */
    private void sourceFailed(SourceException e, Backoff trouble) {
        Optional<String> verdict = astray.verdict();
        if (verdict.isEmpty()) {
            trouble.failed(e.kind(), e.getMessage());
            return;
        }
        pause(Astray.PAUSED_BY, WindowEvent.ROWS_ASTRAY, verdict.get());
        astray.forget();
    }

    private void pause(String by, WindowEvent event, String reason) {
        var pause = new StreamRecord.Pause(by, reason);
        store.change(
                tx ->
                        tx.stream(config.name())
                                .filter(s -> s.paused().isEmpty())
                                .map(s -> s.paused(Optional.of(pause)))
                                .ifPresent(tx::putStream));
        Events.warn(LOG, event).addKeyValue("stream", config.name()).log("paused: {}", reason);
    }

    /** Nothing is read, so nobody who waits for an answer gets one. */
    private boolean refuse(Phase phase, String reason) {
        desk.refuse(reason);
        return rest(phase, reason);
    }

    private boolean rest(Phase phase, String reason) {
        status =
                new IntakeStatus(
                        phase,
                        reason,
                        liveTrouble.trouble(),
                        historyTrouble.trouble(),
                        work == null ? Optional.empty() : work.clockTrouble(),
                        reader.twins(),
                        work == null ? Optional.empty() : work.progress(),
                        work == null ? Optional.empty() : work.open());
        return false;
    }

    public IntakeStatus status() {
        return status;
    }

    /**
     * Asks what the source holds of a piece of the past, which it may read in pieces: whoever wants
     * the rest asks on from {@link Examined#end}. Live goes first, and the load of the source
     * holds. Ring the loop's bell afterwards. Any thread.
     *
     * @return cancelled, it is not read if that has not begun
     */
    public Future<Answered> examine(Question question) {
        return desk.ask(question);
    }

    /** Forgets why the source is left alone for a while: a person has mended something. */
    public void retryNow() {
        retry = true;
    }
}

package io.tidegate.agent.window;

import io.tidegate.agent.batch.BatchEncoder;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.store.Counter;
import io.tidegate.agent.store.NewBatch;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.Unit;
import io.tidegate.agent.store.UnitLostException;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.Lane;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * Reads adjacent windows once more, or for the first time, and puts those that are new into the
 * spool: all parts of a window and its line of the ledger take effect together. What is encoded
 * decides, whatever an earlier read saw. A window that fills many parts is read alone; its parts go
 * to the spool as they fill, and until the last its line says STALE, so that a kill between them
 * has it read again. Used by one thread, and by that of the encoder for what {@link #begin} has
 * left to it.
 */
final class Encoding {
    private final String stream;
    private final Store store;
    private final BatchEncoder encoder;
    private final WindowReader reader;
    private final Ledger ledger;
    private final Revisions revisions;

    /** The window of which parts are stored and the last is not; null if there is none. */
    private Unit open;

    Encoding(
            SourceConfig config,
            Store store,
            BatchEncoder encoder,
            WindowReader reader,
            Ledger ledger) {
        this.stream = config.name();
        this.store = store;
        this.encoder = encoder;
        this.reader = reader;
        this.ledger = ledger;
        this.revisions = new Revisions(store, stream);
    }

    /**
     * What is to be read and how.
     *
     * @param windows adjacent, oldest first
     * @param upTo rows at or after it are left for another time
     * @param now the source's time
     * @param indivisible whether a single window cannot be cut into pieces
     */
    record Task(
            List<WindowRecord> windows,
            Lane lane,
            Instant upTo,
            Instant now,
            boolean indivisible) {}

    /**
     * What came of it.
     *
     * @param left windows that could not be stored now: on their way, changed meanwhile, doubtful
     * @param took nanoseconds of reading
     */
    record Outcome(List<WindowRecord> left, long rows, long took) {}

    /** Weighs what a read found: all windows, before the first verdict. */
    interface Weighing {
        Judge judge(List<WindowRecord> lines, List<Found> found);
    }

    /**
     * A read of the source that has ended; what follows from it goes on.
     *
     * @param took nanoseconds of reading
     */
    record Begun(long rows, long took, Future<Outcome> outcome) {
        /** Waits until all is stored. */
        Outcome done() throws InterruptedException {
            return BatchEncoder.done(outcome);
        }
    }

    /**
     * Reads windows. Several are judged and stored by the thread that encodes them, so that the
     * source can be read on meanwhile; one at a time, in the order of the reads. Whoever reads on
     * must not depend on what the ledger will say of them.
     *
     * @throws TooLargeException if the windows are to be read in smaller numbers, or cut
     */
    Begun begin(Task task, Weighing weighing)
            throws SourceException, ShapeException, InterruptedException {
        if (task.windows().size() == 1) {
            Outcome outcome = alone(task, weighing);
            return new Begun(
                    outcome.rows(), outcome.took(), CompletableFuture.completedFuture(outcome));
        }
        var parts = new PartsOfRead(task.windows().size(), encoder, revisions, null);
        WindowReader.Read read = read(task, parts);
        var outcome = encoder.afterwards(() -> outcome(task, read, parts, weighing));
        return new Begun(read.rows(), read.took(), outcome);
    }

    private Outcome alone(Task task, Weighing weighing)
            throws SourceException, ShapeException, InterruptedException {
        var parts = new PartsOfRead(1, encoder, revisions, (r, p) -> handOn(task, r, p));
        try {
            return outcome(task, read(task, parts), parts, weighing);
        } catch (PartsOfRead.MovedException | UnitLostException _) {
            return left(task);
        } finally {
            abandonOpen();
        }
    }

    private WindowReader.Read read(Task task, PartsOfRead parts)
            throws SourceException, ShapeException, InterruptedException {
        return reader.encode(task.windows(), task.upTo(), task.now(), parts, task.indivisible());
    }

    private Outcome outcome(Task task, WindowReader.Read read, PartsOfRead parts, Weighing weighing)
            throws InterruptedException {
        try {
            read.finish();
            return store(task, read, parts, weighing.judge(task.windows(), read.found()));
        } catch (UnitLostException _) {
            return left(task);
        }
    }

    /** Delivery has changed the window meanwhile: the ledger says what is to be done. */
    private static Outcome left(Task task) {
        return new Outcome(task.windows(), 0, 0);
    }

    private Outcome store(Task task, WindowReader.Read read, PartsOfRead parts, Judge judge)
            throws InterruptedException {
        List<Judged> all = judged(read.windows(), parts, judge);
        var log = new PassLog(stream);
        List<WindowRecord> left =
                store.write(
                        tx -> {
                            tx.count(stream, Counter.ROWS_READ, read.rows());
                            return settle(tx, task, all, log);
                        });
        if (task.windows().size() == 1) {
            open = null;
        }
        log.say();
        return new Outcome(left, read.rows(), read.took());
    }

    /**
     * @param parts null if the window is not to be sent and none were made
     */
    private record Judged(WindowRecord line, Found found, Verdict verdict, WindowParts parts) {}

    private static List<Judged> judged(List<WindowRows> windows, PartsOfRead parts, Judge judge)
            throws InterruptedException {
        List<Judged> all = new ArrayList<>();
        for (WindowRows window : windows) {
            Found found = window.found();
            Verdict verdict = judge.verdict(window.line(), found);
            boolean needed = verdict instanceof Verdict.Send;
            all.add(new Judged(window.line(), found, verdict, parts.of(window, needed)));
        }
        return all;
    }

    private List<WindowRecord> settle(Tx tx, Task task, List<Judged> all, PassLog log) {
        List<WindowRecord> left = new ArrayList<>();
        for (Judged one : all) {
            if (!settle(tx, task, one, log)) {
                tx.abandon(Ledger.unit(one.line));
                left.add(one.line);
            }
        }
        return left;
    }

    /** Whether nothing more is to be done with the window in this pass. */
    private boolean settle(Tx tx, Task task, Judged one, PassLog log) {
        boolean handedOn = one.parts != null && one.parts.handedOn();
        WindowRecord expected = handedOn ? begun(one.line) : one.line;
        Optional<WindowRecord> now = tx.window(stream, one.line.from());
        if (!Line.isUnmoved(tx, expected)) {
            return false;
        }
        WindowRecord line = now.orElse(one.line);
        Verdict verdict = handedOn ? ofHandedOn(one) : one.verdict;
        return switch (verdict) {
            case Verdict.Send _ -> send(tx, task, one, line);
            case Verdict.Same _, Verdict.Held _, Verdict.Gone _ -> {
                tx.abandon(Ledger.unit(line));
                ledger.note(tx, line, one.found, verdict, task.now());
                log.noted(one.line, verdict, one.found.rejections());
                yield true;
            }
            case Verdict.Doubtful _ -> false;
        };
    }

    /**
     * Some of its parts have taken the place of what waited, so what is the same is sent, too; but
     * not what a person does not want.
     */
    private static Verdict ofHandedOn(Judged one) {
        boolean unwanted = one.line.kept().filter(one.found.hash()::equals).isPresent();
        return switch (one.verdict) {
            case Verdict.Same _ when unwanted ->
                    new Verdict.Held("what was kept is no longer stored");
            case Verdict.Same _ -> new Verdict.Send();
            case Verdict.Send _, Verdict.Held _, Verdict.Gone _, Verdict.Doubtful _ -> one.verdict;
        };
    }

    private boolean send(Tx tx, Task task, Judged one, WindowRecord line) {
        WindowParts parts = one.parts;
        if (!parts.handedOn() && !mayStore(tx, line, parts.revision())) {
            return false;
        }
        Unit unit = Ledger.unit(line);
        parts.rest().forEach(p -> tx.append(new NewBatch(task.lane(), unit, parts.revision(), p)));
        ledger.sent(tx, line, one.found, parts.revision(), task.now());
        return true;
    }

    /**
     * Makes room for a newer revision, unless an older one is on its way or the ingest is ahead.
     */
    private boolean mayStore(Tx tx, WindowRecord line, long revision) {
        if (revision <= Math.max(line.acked(), line.revision())) {
            revisions.forget();
            return false;
        }
        if (tx.onItsWay(Ledger.unit(line))) {
            return false;
        }
        tx.dropUnattempted(Ledger.unit(line));
        return true;
    }

    private void handOn(Task task, long revision, WindowParts parts)
            throws PartsOfRead.MovedException {
        WindowRecord line = task.windows().getFirst();
        boolean taken = store.write(tx -> handOn(tx, task, line, revision, parts));
        if (!taken) {
            throw new PartsOfRead.MovedException();
        }
        open = Ledger.unit(line);
    }

    private boolean handOn(Tx tx, Task task, WindowRecord line, long revision, WindowParts parts) {
        Optional<WindowRecord> now = tx.window(stream, line.from());
        if (!parts.handedOn()) {
            if (!Line.isUnmoved(tx, line) || !mayStore(tx, now.orElse(line), revision)) {
                return false;
            }
            tx.putWindow(begun(now.orElse(line)));
        }
        Unit unit = Ledger.unit(line);
        parts.rest().forEach(p -> tx.append(new NewBatch(task.lane(), unit, revision, p)));
        return true;
    }

    private static WindowRecord begun(WindowRecord line) {
        return Line.of(line).stale().record();
    }

    /**
     * A read was cut short between two parts: whoever decides what comes of it must not find them.
     * After a kill, the next start does the same.
     */
    private void abandonOpen() {
        if (open != null) {
            store.change(tx -> tx.abandon(open));
            open = null;
        }
    }
}

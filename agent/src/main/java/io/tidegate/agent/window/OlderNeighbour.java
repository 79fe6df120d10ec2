package io.tidegate.agent.window;

import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.store.Counter;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.config.SourceConfig;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Asks the source for the window before one that has lost rows, if it lies outside of what is being
 * read anyway. Where it is gone, the ledger then says so, and the other is seen to be half empty;
 * anything else that is found there is left to those who read it by their plan. Used by one thread.
 */
final class OlderNeighbour {
    private final SourceConfig config;
    private final Store store;
    private final LivePlan plan;
    private final Surveyor surveyor;
    private final Ledger ledger;

    OlderNeighbour(
            SourceConfig config, Store store, LivePlan plan, Surveyor surveyor, Ledger ledger) {
        this.config = config;
        this.store = store;
        this.plan = plan;
        this.surveyor = surveyor;
        this.ledger = ledger;
    }

    /**
     * @param unread windows that nobody has read lately
     * @param upTo rows at or after it are left for another time
     */
    void look(WindowRecord line, Predicate<WindowRecord> unread, Instant now, Instant upTo)
            throws SourceException, ShapeException, InterruptedException {
        Instant kept = Cut.keptFrom(config, now);
        Optional<WindowRecord> before =
                Older.of(store, config.name())
                        .before(line, w -> PassTally.knownRows(w) > 0)
                        .withRows()
                        .filter(w -> w.state() == State.READ || w.state() == State.HELD)
                        .filter(w -> !w.to().isAfter(plan.lookBackFrom(now)))
                        .filter(w -> !w.from().isBefore(kept))
                        .filter(unread);
        if (before.isEmpty()) {
            return;
        }
        try {
            note(surveyor.survey(List.of(before.get()), upTo, now), now);
        } catch (WindowTooLargeException _) {
            return; // What is too much to be read is not gone.
        } catch (SourceException e) {
            if (e.kind() != SourceException.Kind.LASTING) {
                throw e;
            }
            // What cannot be read does not keep what can be from being read.
        }
    }

    private void note(Surveyor.Survey survey, Instant now) {
        WindowRecord line = survey.lines().getFirst();
        Found found = survey.found().getFirst();
        boolean gone = found.rows() == 0 && line.kept().filter(found.hash()::equals).isEmpty();
        var log = new PassLog(config.name());
        store.change(
                tx -> {
                    tx.count(config.name(), Counter.ROWS_READ, survey.rows());
                    Optional<WindowRecord> current = tx.window(line.stream(), line.from());
                    if (gone && Line.isUnmoved(tx, line)) {
                        ledger.note(tx, current.orElseThrow(), found, new Verdict.Gone(), now);
                        log.noted(line, new Verdict.Gone());
                    }
                });
        log.say();
    }
}

package io.tidegate.agent.window;

import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.agent.store.WindowRecord.State;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What the ledger says of the time before a window, whatever a read has covered. Stateless. */
interface Older {
    /** Looks back from a window to the nearest one that has rows. */
    Seen before(WindowRecord line, Predicate<WindowRecord> hasRows);

    /**
     * @param withRows the nearest window with rows; empty if there is none, or if one in between
     *     was never read
     * @param begin whether all was read up to the beginning of the history, and nothing has rows
     */
    record Seen(Optional<WindowRecord> withRows, boolean begin) {}

    static Older of(Store store, String stream) {
        return (line, hasRows) -> store.read(tx -> new Walk(tx, stream, hasRows).from(line.from()));
    }

    /** One look, a page at a time. */
    record Walk(Tx tx, String stream, Predicate<WindowRecord> hasRows) {
        private static final Duration PAGE = Duration.ofDays(8);

        Seen from(Instant from) {
            Instant at = from;
            for (Duration page = PAGE; ; page = page.multipliedBy(2)) {
                List<WindowRecord> lines = tx.windows(stream, at.minus(page), at);
                if (lines.isEmpty()) {
                    return end(at);
                }
                for (WindowRecord w : lines.reversed()) {
                    if (hasRows.test(w)) {
                        return new Seen(Optional.of(w).filter(to(at)), false);
                    }
                    if (!to(at).test(w) || w.state() == State.UNREAD) {
                        return end(at);
                    }
                    at = w.from();
                }
            }
        }

        private static Predicate<WindowRecord> to(Instant at) {
            return w -> w.to().equals(at);
        }

        private Seen end(Instant at) {
            Instant begin =
                    tx.stream(stream).flatMap(s -> s.cutFrom().or(s::cutBase)).orElse(Instant.MAX);
            return new Seen(Optional.empty(), !at.isAfter(begin));
        }
    }
}

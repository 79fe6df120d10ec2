package io.tidegate.agent.window;

import io.tidegate.agent.store.StreamRecord;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.config.SourceConfig;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The windows of a source that were made under settings that have changed since, folded into local
 * days: what the log says of them and what the status shows. Goes through the ledger a page at a
 * time.
 */
public final class OlderWindows {
    private static final int PAGE = 500;

    private final SourceConfig source;
    private final List<Range> again = new ArrayList<>();
    private Optional<Range> underWay = Optional.empty();
    private Optional<Range> lost = Optional.empty();

    /** Whether the cloud was ever told of any of them. */
    private boolean any;

    /** Local days, both included, and how many windows of them. */
    public record Range(LocalDate from, LocalDate to, long windows) {
        static Range of(WindowRecord window, ZoneId zone) {
            return new Range(
                    LocalDate.ofInstant(window.from(), zone),
                    LocalDate.ofInstant(window.to().minusNanos(1), zone),
                    1);
        }

        Range plus(Range next) {
            return new Range(from, later(to, next.to), windows + next.windows);
        }

        private static LocalDate later(LocalDate one, LocalDate other) {
            return one.isAfter(other) ? one : other;
        }

        private boolean reaches(Range next) {
            return !next.from.isAfter(to.plusDays(1));
        }

        /** The line that has them read anew. */
        public String command(String stream) {
            return "tidegate reimport %s --from %s --to %s".formatted(stream, from, to);
        }
    }

    private OlderWindows(SourceConfig source) {
        this.source = source;
    }

    /**
     * Empty ones count as well: under the new settings they may hold something. What was never sent
     * and is within the history is read again anyhow ({@link ChangedSettings}).
     */
    public static OlderWindows of(Tx tx, SourceConfig source) {
        var older = new OlderWindows(source);
        Instant kept = keptFrom(tx, source);
        List<WindowRecord> page = page(tx, source, Instant.EPOCH);
        while (!page.isEmpty()) {
            page.stream()
                    .filter(window -> window.content().isPresent())
                    .forEach(window -> older.add(window, kept));
            page = page.size() < PAGE ? List.of() : page(tx, source, page.getLast().to());
        }
        return older.any ? older : new OlderWindows(source);
    }

    private static List<WindowRecord> page(Tx tx, SourceConfig source, Instant from) {
        return tx.rereads().outdated(source.name(), source.recipe(), from, PAGE);
    }

    /** What a reimport would read, by the time up to which the source was read. */
    private static Instant keptFrom(Tx tx, SourceConfig source) {
        return tx.stream(source.name())
                .flatMap(StreamRecord::bound)
                .map(bound -> Cut.keptFrom(source, bound))
                .orElse(Instant.MIN);
    }

    private void add(WindowRecord window, Instant kept) {
        any |=
                window.revision() > 0
                        || window.content().filter(content -> content.rows() > 0).isPresent();
        Range one = Range.of(window, source.zone());
        if (window.state() == State.GONE || window.from().isBefore(kept)) {
            lost = Optional.of(lost.map(r -> r.plus(one)).orElse(one));
        } else if (window.state() == State.STALE) {
            underWay = Optional.of(underWay.map(r -> r.plus(one)).orElse(one));
        } else if (!again.isEmpty() && again.getLast().reaches(one)) {
            again.set(again.size() - 1, again.getLast().plus(one));
        } else {
            again.add(one);
        }
    }

    /** Those that a person may have read anew. */
    public List<Range> again() {
        return List.copyOf(again);
    }

    /** Those that are being read anew. */
    public Optional<Range> underWay() {
        return underWay;
    }

    /** Those that cannot be: the source does not have them any more. */
    public Optional<Range> lost() {
        return lost;
    }

    /** All of them. */
    public long windows() {
        long first = again.stream().mapToLong(Range::windows).sum();
        return first
                + underWay.map(Range::windows).orElse(0L)
                + lost.map(Range::windows).orElse(0L);
    }
}

package io.tidegate.agent;

import io.tidegate.agent.status.Snapshot.Matter;
import io.tidegate.agent.status.Words;
import io.tidegate.agent.store.StreamRecord;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.agent.window.Decisions;
import io.tidegate.config.SourceConfig;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The windows of a source that were made under settings that have changed since, folded into local
 * days with the line that has them read anew. Goes through the ledger a page at a time. Valid
 * within one transaction.
 */
final class OldSettings {
    private static final int PAGE = 500;

    private final SourceConfig source;
    private final List<Range> again = new ArrayList<>();
    private Optional<Range> underWay = Optional.empty();
    private Optional<Range> lost = Optional.empty();

    /** Whether any of them holds a row. */
    private boolean any;

    /** Local days, both included, and how many windows of them. */
    private record Range(LocalDate from, LocalDate to, long windows) {
        Range plus(Range next) {
            return new Range(from, later(to, next.to), windows + next.windows);
        }

        private static LocalDate later(LocalDate one, LocalDate other) {
            return one.isAfter(other) ? one : other;
        }

        boolean reaches(Range next) {
            return !next.from.isAfter(to.plusDays(1));
        }
    }

    private OldSettings(SourceConfig source) {
        this.source = source;
    }

    /** Empty ones count as well: under the new settings they may hold something. */
    static OldSettings of(Tx tx, SourceConfig source) {
        var old = new OldSettings(source);
        Instant kept = keptFrom(tx, source);
        List<WindowRecord> page = page(tx, source, Instant.EPOCH);
        while (!page.isEmpty()) {
            page.forEach(window -> old.add(window, kept));
            page = page.size() < PAGE ? List.of() : page(tx, source, page.getLast().to());
        }
        return old.any ? old : new OldSettings(source);
    }

    private static List<WindowRecord> page(Tx tx, SourceConfig source, Instant from) {
        return tx.outdated(source.name(), source.recipe(), from, PAGE);
    }

    /** What a reimport would read, by the time up to which the source was read. */
    private static Instant keptFrom(Tx tx, SourceConfig source) {
        return tx.stream(source.name())
                .flatMap(StreamRecord::bound)
                .map(bound -> Decisions.keptFrom(source, bound))
                .orElse(Instant.MIN);
    }

    private void add(WindowRecord window, Instant kept) {
        any |= window.content().filter(content -> content.rows() > 0).isPresent();
        var one =
                new Range(
                        LocalDate.ofInstant(window.from(), source.zone()),
                        LocalDate.ofInstant(window.to().minusNanos(1), source.zone()),
                        1);
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

    long windows() {
        long first = again.stream().mapToLong(Range::windows).sum();
        return first
                + underWay.map(Range::windows).orElse(0L)
                + lost.map(Range::windows).orElse(0L);
    }

    /** The first of those to be read anew, and the others. */
    List<Matter> matters(int most) {
        List<Matter> all = new ArrayList<>();
        again.stream().limit(most).map(this::toBeRead).forEach(all::add);
        underWay.map(r -> matter(r, "being read anew", List.of(), "")).ifPresent(all::add);
        lost.map(
                        r ->
                                matter(
                                        r,
                                        "gone at the source, or older than it keeps its rows: they"
                                                + " keep what they meant",
                                        List.of(),
                                        ""))
                .ifPresent(all::add);
        return all;
    }

    private Matter toBeRead(Range range) {
        return matter(
                range,
                "made under settings that have changed since",
                List.of(
                        "tidegate reimport %s --from %s --to %s"
                                .formatted(source.name(), range.from, range.to)),
                "Unless the change makes no difference for them.");
    }

    private static Matter matter(Range range, String reason, List<String> commands, String hint) {
        return new Matter(
                Matter.Kind.OUTDATED,
                Words.days(range.from, range.to),
                range.windows,
                reason,
                commands,
                hint);
    }
}

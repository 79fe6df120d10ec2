package io.tidegate.agent.window;

import io.tidegate.agent.store.StreamRecord;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.config.SourceConfig;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What a person decides about the windows of a SQL source. Everything happens in the given Tx. */
public final class Decisions {
    private static final Duration PAGE = Duration.ofDays(64);

    private Decisions() {}

    /** Local days of the source's zone, both included. */
    public record Days(LocalDate from, LocalDate to) {
        Instant start(SourceConfig source) {
            return Cut.startOf(source.zone(), from);
        }

        Instant end(SourceConfig source) {
            return Cut.startOf(source.zone(), to.plusDays(1));
        }
    }

    /**
     * @param windows how many are read and sent again
     * @param shape whether changed columns were accepted
     */
    public record Accepted(int windows, boolean shape) {}

    /**
     * {@code accept}: held windows are read again and sent if they hold about as much as was found
     * when the question was asked, and changed columns are taken as they are. Windows gone at the
     * source only if days are named: else one word would empty what a purge has left in the cloud
     * alone.
     */
    public static Accepted accept(Tx tx, SourceConfig source, Optional<Days> days) {
        List<WindowRecord> lines =
                waiting(
                        tx,
                        source,
                        days,
                        days.isPresent() ? Set.of(State.HELD, State.GONE) : Set.of(State.HELD));
        for (WindowRecord line : lines) {
            tx.putWindow(Line.of(line).accept().record());
        }
        return new Accepted(lines.size(), acceptShape(tx, source.name()));
    }

    private static boolean acceptShape(Tx tx, String name) {
        Optional<StreamRecord> paused =
                tx.stream(name)
                        .filter(
                                s ->
                                        s.paused()
                                                .filter(p -> p.by().equals(Checks.PAUSED_BY))
                                                .isPresent());
        paused.map(StreamLine::anyShape).ifPresent(tx::putStream);
        return paused.isPresent();
    }

    /**
     * {@code keep}: what is stored stands, and what was found instead is not asked about again
     * before it changes.
     *
     * @return how many windows
     */
    public static int keep(Tx tx, SourceConfig source, Optional<Days> days) {
        List<WindowRecord> lines = waiting(tx, source, days, Set.of(State.HELD, State.GONE));
        for (WindowRecord line : lines) {
            // Of a revision that was lost before it arrived no claim is made.
            boolean waits = tx.rereads().waits(Ledger.unit(line), line.revision());
            long revision = waits ? line.revision() : Math.min(line.revision(), line.acked());
            tx.putWindow(
                    Line.of(line).kept(line.found()).state(State.READ).revision(revision).record());
        }
        return lines.size();
    }

    /**
     * {@code reimport}: the windows of those days are read and sent again even if nothing changed,
     * under the rules for held windows. What lies in the future, or is older than the source keeps
     * its rows, is left alone.
     *
     * @return how many windows; empty if the stream was never read
     */
    public static Optional<Integer> reimport(Tx tx, SourceConfig source, Days days) {
        return tx.stream(source.name())
                .filter(s -> s.bound().isPresent())
                .map(s -> reimport(tx, source, days, s));
    }

    private static int reimport(Tx tx, SourceConfig source, Days days, StreamRecord stream) {
        Instant bound = stream.bound().orElseThrow();
        Cut cut = Cut.of(source, stream.cutBase().orElseThrow());
        Instant kept = Cut.keptFrom(source, bound);
        Instant from = days.start(source).isBefore(kept) ? kept : days.start(source);
        Instant to = days.end(source).isBefore(bound) ? days.end(source) : bound;
        int[] count = {0};
        pages(
                from,
                to,
                page -> {
                    for (WindowRecord line : cut.windows(tx, page.from, page.to)) {
                        if (line.state() != State.STALE && !line.from().isBefore(kept)) {
                            tx.putWindow(Line.of(line).stale().kept(Optional.empty()).record());
                            count[0]++;
                        }
                    }
                });
        return count[0];
    }

    /**
     * {@code rejects retry}: a window with rejected rows, or one that the ingest refused, is read
     * and sent again.
     *
     * @return whether it is; false if the source does not keep its rows any more
     */
    public static boolean retry(Tx tx, SourceConfig source, Instant from) {
        Optional<Instant> bound = tx.stream(source.name()).flatMap(StreamRecord::bound);
        Optional<WindowRecord> line =
                tx.window(source.name(), from)
                        .filter(w -> bound.isPresent())
                        .filter(w -> !w.from().isBefore(Cut.keptFrom(source, bound.get())));
        line.ifPresent(w -> tx.putWindow(Line.of(w).stale().kept(Optional.empty()).record()));
        return line.isPresent();
    }

    /** Windows that begin before it are not read again: the source does not keep its rows. */
    public static Instant keptFrom(SourceConfig source, Instant now) {
        return Cut.keptFrom(source, now);
    }

    private static List<WindowRecord> waiting(
            Tx tx, SourceConfig source, Optional<Days> days, Set<State> states) {
        List<WindowRecord> lines = new ArrayList<>();
        tx.windows(source.name(), states, Integer.MAX_VALUE).stream()
                .filter(w -> days.isEmpty() || touches(w, days.get(), source))
                .forEach(lines::add);
        return lines;
    }

    private static boolean touches(WindowRecord w, Days days, SourceConfig source) {
        return w.from().isBefore(days.end(source)) && w.to().isAfter(days.start(source));
    }

    private record Page(Instant from, Instant to) {}

    private static void pages(Instant from, Instant to, Consumer<Page> work) {
        for (Instant at = from; at.isBefore(to); ) {
            Instant end = at.plus(PAGE);
            work.accept(new Page(at, end.isBefore(to) ? end : to));
            at = end;
        }
    }
}

package io.tidegate.agent.window;

import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * How the time of a stream is cut into windows: local days before the base, pieces of {@code
 * window} from it on. What stands in the ledger stands as it is; the cut only says how to fill what
 * is not there yet, so a changed setting never makes windows overlap. Immutable.
 */
final class Cut {
    private static final Duration DAY = Duration.ofDays(1);

    /** Into what a window may be cut, the largest first. */
    private static final List<Duration> PIECES =
            java.util.stream.Stream.of(360, 60, 15, 5, 1).map(Duration::ofMinutes).toList();

    private final String stream;
    private final Instant base;
    private final ZoneId zone;
    private final Duration smallest;
    private final Edges days;
    private final Edges pieces;

    /**
     * @param smallest what a window may be cut down to: an interval
     */
    Cut(String stream, ZoneId zone, Duration window, Duration smallest, Instant base) {
        this.stream = stream;
        this.zone = zone;
        this.smallest = smallest;
        this.base = base;
        this.days = new Edges(zone, DAY);
        this.pieces = new Edges(zone, window);
    }

    static Cut of(SourceConfig source, Instant base) {
        boolean intervals = source.data().equals(DataType.INTERVALS.wireName());
        Duration smallest = intervals ? source.intervalLength() : Duration.ofMinutes(1);
        return new Cut(source.name(), source.zone(), sql(source).window(), smallest, base);
    }

    static SourceConfig.Sql sql(SourceConfig source) {
        return (SourceConfig.Sql) source.origin();
    }

    /** Where the pieces begin for a stream whose live read begins at that instant. */
    static Instant base(ZoneId zone, Instant liveFrom) {
        return new Edges(zone, DAY).floor(liveFrom);
    }

    /** Where the backfill begins; at the base if there is none. */
    static Instant backfillFrom(SourceConfig source, Instant base) {
        SourceConfig.Sql sql = sql(source);
        ZoneId zone = source.zone();
        LocalDate first = LocalDate.ofInstant(base, zone);
        LocalDate from =
                sql.backfillFrom().or(() -> sql.backfill().map(first::minus)).orElse(first);
        Instant begin = new Edges(zone, DAY).floor(startOf(zone, from));
        return begin.isBefore(base) ? begin : base;
    }

    /** Whether windows that end at or before that instant are days, as far as the cut goes. */
    boolean isOfDays(Instant time) {
        return !time.isAfter(base);
    }

    /** The edge at or before that instant. */
    Instant floor(Instant time) {
        return time.isBefore(base) ? days.floor(time) : later(pieces.floor(time), base);
    }

    /** The edge after that instant. */
    Instant after(Instant time) {
        return time.isBefore(base) ? earlier(days.after(time), base) : pieces.after(time);
    }

    Instant ceiling(Instant time) {
        Instant floor = floor(time);
        return floor.equals(time) ? floor : after(time);
    }

    /**
     * The windows that overlap [from, to), oldest first and without a hole between them: lines of
     * the ledger, and blank ones where it has none.
     */
    List<WindowRecord> windows(Tx tx, Instant from, Instant to) {
        List<WindowRecord> all = new ArrayList<>();
        Instant at = floor(from);
        Instant end = ceiling(to);
        for (WindowRecord line : tx.windows(stream, at, end)) {
            fill(all, at, line.from());
            all.add(line);
            at = line.to();
        }
        fill(all, at, end);
        all.removeIf(w -> !w.to().isAfter(from) || !w.from().isBefore(to));
        return all;
    }

    /**
     * The pieces of a window that is too large to be read at once; empty if it cannot be cut. Only
     * one that was never sent may be.
     */
    List<WindowRecord> pieces(WindowRecord window) {
        if (window.revision() > 0 || window.content().isPresent()) {
            return List.of();
        }
        for (Duration piece : PIECES) {
            List<WindowRecord> cut = pieces(window, new Edges(zone, piece));
            if (cut.size() > 1 && piece.compareTo(smallest) >= 0) {
                return cut;
            }
        }
        return List.of();
    }

    private List<WindowRecord> pieces(WindowRecord window, Edges edges) {
        List<WindowRecord> cut = new ArrayList<>();
        for (Instant at = window.from(); at.isBefore(window.to()); at = cut.getLast().to()) {
            WindowRecord piece = Line.blank(stream, at, earlier(edges.after(at), window.to()));
            cut.add(Line.of(piece).state(window.state()).record());
        }
        return cut;
    }

    private void fill(List<WindowRecord> all, Instant from, Instant to) {
        for (Instant at = from; at.isBefore(to); ) {
            Instant next = earlier(after(at), to);
            all.add(Line.blank(stream, at, next));
            at = next;
        }
    }

    /** Windows that begin before it may have lost rows at the source since they were first read. */
    static Instant keptFrom(SourceConfig source, Instant now) {
        return sql(source)
                .keeps()
                .map(period -> LocalDate.ofInstant(now, source.zone()).minus(period))
                .map(day -> startOf(source.zone(), day))
                .orElse(Instant.MIN);
    }

    /** Where a local day begins. */
    static Instant startOf(ZoneId zone, LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}

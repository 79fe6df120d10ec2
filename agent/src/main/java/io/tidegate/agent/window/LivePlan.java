package io.tidegate.agent.window;

import io.tidegate.agent.store.StreamRecord;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.StatusShape;
import io.tidegate.protocol.WireTime;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Which windows a live read covers. Reckoned from the store; remembers nothing itself. */
final class LivePlan {
    /** Under which the time of the last read of the whole look-back is kept. */
    private static final String WHOLE = "window.whole";

    private final String stream;
    private final Cut cut;
    private final Duration lookBack;
    private final Duration maxOpen;
    private final boolean ofChanges;

    LivePlan(SourceConfig config, Cut cut) {
        this.stream = config.name();
        this.cut = cut;
        this.lookBack = Cut.sql(config).lookBack();
        this.maxOpen = config.statusMaxOpen();
        this.ofChanges = config.shaping().status() == StatusShape.CHANGES;
    }

    /** Windows that end at or before it lie beyond the look-back. */
    Instant lookBackFrom(Instant now) {
        return now.minus(lookBack);
    }

    /** The windows from here on are read live. */
    Instant liveFrom(Instant now) {
        return cut.floor(lookBackFrom(now));
    }

    /**
     * Windows oldest first; there may be holes between those kept live by an open span.
     *
     * @param settled up to where rows are final by the source's clock; before the bound if that has
     *     stepped back
     * @param upTo up to which rows are read
     */
    List<WindowRecord> windows(
            Tx tx, LiveSchedule.Span span, Instant now, Instant settled, Instant upTo) {
        Instant from =
                switch (span) {
                    case LAST, OPEN -> lastTwo(tx, settled);
                    case WHOLE -> wholeFrom(tx, now);
                };
        List<WindowRecord> all = new ArrayList<>();
        if (span != LiveSchedule.Span.LAST) {
            boolean whole = span == LiveSchedule.Span.WHOLE;
            Set<Instant> also = whole ? reaching(tx, now) : Set.of();
            all.addAll(open(tx, now.minus(maxOpen), from, also));
        }
        if (from.isBefore(upTo)) {
            all.addAll(cut.windows(tx, from, upTo));
        }
        return all;
    }

    /** Those windows and the held ones of the look-back, oldest first. */
    List<WindowRecord> withHeld(Tx tx, List<WindowRecord> planned, Instant now, Instant upTo) {
        var all = new TreeMap<Instant, WindowRecord>();
        Instant from = liveFrom(now);
        if (from.isBefore(upTo)) {
            tx.windows(stream, from, upTo).stream()
                    .filter(w -> w.state() == WindowRecord.State.HELD)
                    .forEach(w -> all.put(w.from(), w));
        }
        planned.forEach(w -> all.put(w.from(), w));
        return List.copyOf(all.values());
    }

    /**
     * Up to where rows are read. Of a time that had been read before the source's clock went back,
     * all is read with the look-back, else only to the end of the present window, so that none of
     * its rows seem to be gone.
     */
    Instant upTo(Tx tx, LiveSchedule.Span span, Instant bound) {
        Instant all = Extent.upTo(tx, stream, bound, lookBack);
        Instant end = cut.ceiling(bound);
        return switch (span) {
            case WHOLE -> all;
            case LAST, OPEN -> all.isBefore(end) ? all : end;
        };
    }

    /** The last two windows, and all since the last read that is in the look-back. */
    Instant lastTwo(Tx tx, Instant settled) {
        Instant last = cut.floor(settled.minusNanos(1));
        Instant two = cut.floor(last.minusNanos(1));
        Instant live = liveFrom(settled);
        return tx.stream(stream)
                .flatMap(StreamRecord::bound)
                .map(cut::floor)
                .map(read -> read.isBefore(live) ? live : read)
                .filter(two::isAfter)
                .orElse(two);
    }

    /** Each window is read once more after it has left the look-back. */
    private Instant wholeFrom(Tx tx, Instant now) {
        Instant last = lastWhole(tx).filter(t -> !missed(t, now)).filter(now::isAfter).orElse(now);
        return cut.floor(lookBackFrom(last));
    }

    private boolean missed(Instant last, Instant now) {
        return last.isBefore(lookBackFrom(now));
    }

    /**
     * The windows of which a span reaches into the look-back: a late change there would end it
     * earlier, and one that is taken back, later.
     */
    private Set<Instant> reaching(Tx tx, Instant now) {
        return ofChanges ? tx.spans().reaching(stream, lookBackFrom(now)) : Set.of();
    }

    private List<WindowRecord> open(Tx tx, Instant from, Instant to, Set<Instant> also) {
        return from.isBefore(to)
                ? tx.windows(stream, from, to).stream()
                        .filter(w -> w.open() || also.contains(w.from()))
                        .filter(w -> !w.to().isAfter(to))
                        .toList()
                : List.of();
    }

    /**
     * Notes that the whole look-back was read. Windows that were in it when it was last read, and
     * are no longer, are to be read once more with the history.
     *
     * @return whether any were missed
     */
    boolean wholeRead(Tx tx, Instant now) {
        Optional<Instant> last = lastWhole(tx);
        tx.putBlob(stream, WHOLE, bytes(now));
        if (ofChanges) {
            tx.spans().forgetEnds(stream, lookBackFrom(now));
        }
        if (last.isEmpty() || !missed(last.get(), now)) {
            return false;
        }
        for (WindowRecord w : tx.windows(stream, lookBackFrom(last.get()), liveFrom(now))) {
            if (w.state() == WindowRecord.State.READ) {
                tx.putWindow(Line.of(w).state(WindowRecord.State.UNREAD).record());
            }
        }
        return true;
    }

    private Optional<Instant> lastWhole(Tx tx) {
        return tx.blob(stream, WHOLE).map(b -> WireTime.instant(ByteBuffer.wrap(b).getLong()));
    }

    private static byte[] bytes(Instant time) {
        return ByteBuffer.allocate(Long.BYTES).putLong(WireTime.micros(time)).array();
    }
}

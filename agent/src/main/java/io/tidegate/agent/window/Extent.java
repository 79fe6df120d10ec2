package io.tidegate.agent.window;

import io.tidegate.agent.store.StreamRecord;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.protocol.WireTime;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far a stream was read, and how far that may be believed: a database's clock may be wrong for
 * a while. Remembers two things beside the stream: where the clock went back, and up to where the
 * stream had come when database and machine last agreed about the time. Valid within one
 * transaction.
 */
final class Extent {
    /** Clocks are set back by a little all the time; the bound then waits for the clock. */
    static final Duration STEP = Duration.ofMinutes(1);

    /** Clocks that are further apart cannot both be right. */
    static final Duration APART = Duration.ofMinutes(10);

    private static final String BACK = "window.clock.back";
    private static final String AGREED = "window.clock.agreed";

    private Extent() {}

    /**
     * The last step back of the source's clock.
     *
     * @param at when it was noticed, by this machine's clock
     * @param had up to where rows had been read
     * @param came what the source's clock read then
     */
    record Back(Instant at, Instant had, Instant came) {}

    /**
     * Up to where rows are read though only those before the bound are final: windows that were
     * sent of a time that has not come yet are kept as the source has them, for as long as a
     * look-back ahead.
     */
    static Instant upTo(Tx tx, String stream, Instant bound, Duration lookBack) {
        return back(tx, stream)
                .map(Back::had)
                .filter(bound::isBefore)
                .flatMap(had -> lastLine(tx, stream, bound, earlier(had, bound.plus(lookBack))))
                .orElse(bound);
    }

    private static Optional<Instant> lastLine(Tx tx, String stream, Instant from, Instant to) {
        List<WindowRecord> lines = tx.windows(stream, from, to);
        return lines.isEmpty() ? Optional.empty() : Optional.of(earlier(lines.getLast().to(), to));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** Up to where the stream was read by a clock that may be believed; empty if nowhere. */
    static Optional<Instant> believed(Tx tx, StreamRecord stream) {
        return isBelieved(stream) ? stream.bound() : agreed(tx, stream.name());
    }

    /** Whether the stream's last read did not go by a clock far ahead of this machine's. */
    static boolean isBelieved(StreamRecord stream) {
        return stream.bound().isEmpty()
                || stream.lastRead()
                        .filter(at -> !stream.bound().get().isAfter(at.plus(APART)))
                        .isPresent();
    }

    /** Up to where it had been read when the two clocks last agreed, if they no longer do. */
    static Optional<Instant> agreed(Tx tx, String stream) {
        return tx.blob(stream, AGREED).map(b -> time(ByteBuffer.wrap(b)));
    }

    /** Writes the stream down after a read. */
    static void read(Tx tx, StreamRecord before, StreamRecord after) {
        if (isBelieved(before) && !isBelieved(after)) {
            before.bound().ifPresent(b -> tx.putBlob(after.name(), AGREED, bytes(b)));
        }
        tx.putStream(after);
    }

    static Optional<Back> back(Tx tx, String stream) {
        return tx.blob(stream, BACK)
                .map(ByteBuffer::wrap)
                .map(b -> new Back(time(b), time(b), time(b)));
    }

    /**
     * Writes the stream down with the bound that is true now.
     *
     * @param now what the source's clock reads
     * @param at what this machine's clock reads
     */
    static void wentBack(Tx tx, StreamRecord stream, Instant bound, Instant now, Instant at) {
        Instant had = stream.bound().orElseThrow();
        Instant furthest = back(tx, stream.name()).map(Back::had).filter(had::isBefore).orElse(had);
        tx.putBlob(stream.name(), BACK, bytes(at, furthest, now));
        tx.putStream(StreamLine.back(stream, bound));
    }

    private static Instant time(ByteBuffer bytes) {
        return WireTime.instant(bytes.getLong());
    }

    private static byte[] bytes(Instant... times) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * times.length);
        for (Instant time : times) {
            bytes.putLong(WireTime.micros(time));
        }
        return bytes.array();
    }
}

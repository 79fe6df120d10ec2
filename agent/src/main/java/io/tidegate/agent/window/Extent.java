package io.tidegate.agent.window;

import io.tidegate.agent.store.StreamRecord;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.protocol.WireTime;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
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
     * look-back ahead. Where there are none rows wait as ever until they have settled.
     */
    static Instant upTo(Tx tx, String stream, Instant bound, Duration lookBack) {
        return back(tx, stream)
                .filter(b -> bound.isBefore(b.had()))
                .flatMap(b -> lastSent(tx, stream, bound, lookBack, b))
                .orElse(bound);
    }

    private static Optional<Instant> lastSent(
            Tx tx, String stream, Instant bound, Duration lookBack, Back back) {
        Instant to = earlier(back.had(), bound.plus(lookBack));
        return tx.windows(stream, bound, to).reversed().stream()
                .filter(w -> w.revision() > 0 && isOfLater(w, bound, back))
                .findFirst()
                .map(w -> earlier(w.to(), to));
    }

    /** Of the window at the bound it is known only at both ends of the step. */
    private static boolean isOfLater(WindowRecord w, Instant bound, Back back) {
        return !w.from().isBefore(bound)
                || !w.from().isAfter(back.came())
                || !w.to().isBefore(back.had());
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

package io.tidegate.agent.window;

import io.tidegate.agent.batch.BatchEncoder.UnitEncoder;
import io.tidegate.agent.batch.EncodedPart;
import io.tidegate.agent.batch.PartSink;

import java.util.ArrayList;
import java.util.List;

/**
 * The finished parts of one window, in order. A window read alone hands them on as they fill; of
 * several windows read together each keeps its own, since parts of two windows do not mix in a
 * lane. Used by one thread at a time: that of the {@link WindowRows}.
 */
final class WindowParts implements PartSink {
    /** Parts that a window read alone keeps before it hands them on. */
    private static final int KEPT = 4;

    private final long revision;
    private final PartsOfRead.Overflow overflow;
    private final List<EncodedPart> parts = new ArrayList<>();
    private UnitEncoder encoder;
    private long bytes;
    private boolean handedOn;

    /**
     * @param overflow null if all parts are kept
     */
    WindowParts(long revision, PartsOfRead.Overflow overflow) {
        this.revision = revision;
        this.overflow = overflow;
    }

    void encoder(UnitEncoder made) {
        encoder = made;
    }

    @Override
    public void part(EncodedPart part) {
        if (overflow != null && (handedOn || parts.size() == KEPT)) {
            handOn();
        }
        parts.add(part);
        bytes += part.body().length;
    }

    private void handOn() {
        overflow.handOn(revision, this);
        parts.clear();
        bytes = 0;
        handedOn = true;
    }

    long revision() {
        return revision;
    }

    /** What was not handed on. */
    List<EncodedPart> rest() {
        return parts;
    }

    boolean handedOn() {
        return handedOn;
    }

    /** Bytes in memory. */
    long buffered() {
        return bytes + encoder.buffered();
    }
}

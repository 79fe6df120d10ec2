package io.tidegate.agent.window;

import io.tidegate.agent.batch.BatchEncoder;
import io.tidegate.protocol.Column;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parts of all windows of one read, and how much of them is in memory. Handed on as {@link
 * WindowRows}.
 */
final class PartsOfRead implements Reading.Encoders {
    /**
     * Bytes that several windows may hold in memory together, while those read before may hold as
     * many until they are stored.
     */
    private static final long MEMORY = 12L << 20;

    /** The window that is being read may not be stored now. */
    static final class MovedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        MovedException() {
            super("the window has changed meanwhile", null, false, false);
        }
    }

    /** Takes finished parts before their window is complete. */
    interface Overflow {
        /**
         * @throws MovedException if the window may not be stored now
         */
        void handOn(long revision, WindowParts parts);
    }

    private final int windows;
    private final BatchEncoder encoder;
    private final Revisions revisions;
    private final Overflow overflow;
    private final Map<WindowRows, WindowParts> all = new IdentityHashMap<>();
    private List<Column> columns;

    /**
     * @param overflow null if every window keeps all its parts until the end
     */
    PartsOfRead(int windows, BatchEncoder encoder, Revisions revisions, Overflow overflow) {
        this.windows = windows;
        this.encoder = encoder;
        this.revisions = revisions;
        this.overflow = overflow;
    }

    @Override
    public void columns(List<Column> order) {
        columns = order;
    }

    @Override
    public void open(WindowRows window) {
        var parts = new WindowParts(revisions.next(), overflow);
        var line = window.line();
        var made = encoder.window(line.from(), line.to(), parts.revision(), columns, parts);
        parts.encoder(made);
        window.encodeWith(made);
        all.put(window, parts);
    }

    @Override
    public void look() {
        if (windows == 1) {
            return;
        }
        long bytes = 0;
        for (WindowParts parts : all.values()) {
            bytes += parts.buffered();
        }
        if (bytes > MEMORY) {
            throw new TooLargeException("%,d bytes of encoded rows".formatted(bytes));
        }
    }

    /**
     * The finished parts of a window; null if it has no rows and none are needed.
     *
     * @param needed whether a window without rows needs the part that says so
     */
    WindowParts of(WindowRows window, boolean needed) throws InterruptedException {
        if (!all.containsKey(window) && needed) {
            open(window);
            window.encoder().finish();
        }
        return all.get(window);
    }
}

package io.tidegate.agent.window;

import io.tidegate.agent.event.Events;
import io.tidegate.agent.row.Rejection;
import io.tidegate.agent.status.Words;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.agent.store.WindowRecord.State;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one pass has to say: a line for all windows newly held, one for those newly gone, one for
 * those healed. Used by one thread.
 */
final class PassLog {
    private static final Logger LOG = LoggerFactory.getLogger(PassLog.class);

    private final String stream;
    private final Range held = new Range();
    private final Range gone = new Range();
    private final Range healed = new Range();

    /** Column and reason of rejected rows of held windows, without any value, and how many. */
    private final Map<String, Integer> faults = new LinkedHashMap<>();

    private String why;

    PassLog(String stream) {
        this.stream = stream;
    }

    /** Notes a window as it was before and what follows. */
    void noted(WindowRecord line, Verdict verdict) {
        noted(line, verdict, List.of());
    }

    /**
     * @param rejections of the window, of which the most frequent is told if it is held
     */
    void noted(WindowRecord line, Verdict verdict, List<Rejection> rejections) {
        switch (verdict) {
            case Verdict.Held(var reason) when line.state() != State.HELD -> {
                held.add(line);
                rejections.forEach(
                        r -> faults.merge(r.column() + ": " + r.reason(), 1, Integer::sum));
                why = why == null ? reason : why;
            }
            case Verdict.Gone _ when line.state() != State.GONE -> gone.add(line);
            case Verdict.Same _, Verdict.Send _ when isWaiting(line) -> healed.add(line);
            case Verdict.Held _, Verdict.Gone _, Verdict.Same _, Verdict.Send _ -> {}
            case Verdict.Doubtful _ -> {}
        }
    }

    private static boolean isWaiting(WindowRecord line) {
        return line.state() == State.HELD || line.state() == State.GONE;
    }

    /** After the commit. */
    void say() {
        if (held.count > 0) {
            Events.warn(LOG, WindowEvent.WINDOWS_HELD)
                    .addKeyValue("stream", stream)
                    .addKeyValue("window", held)
                    .log(
                            "{} held, what is stored stands: {}{}. Look at the source;"
                                    + " 'tidegate keep {}' confirms what is stored, 'tidegate"
                                    + " accept {}' sends what the source holds now",
                            held.windows(),
                            why,
                            worst(),
                            stream,
                            stream);
        }
        if (gone.count > 0) {
            Events.warn(LOG, WindowEvent.WINDOWS_GONE)
                    .addKeyValue("stream", stream)
                    .addKeyValue("window", gone)
                    .log("{} empty at the source; what is stored stands", gone.windows());
        }
        if (healed.count > 0) {
            Events.info(LOG, WindowEvent.WINDOWS_HEALED)
                    .addKeyValue("stream", stream)
                    .addKeyValue("window", healed)
                    .log("{} no longer held or gone", healed.windows());
        }
    }

    private String worst() {
        return faults.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(fault -> "; rejected rows, most often: " + fault.getKey())
                .orElse("");
    }

    private static final class Range {
        private int count;
        private Instant from;
        private Instant to;

        void add(WindowRecord line) {
            count++;
            from = from == null || line.from().isBefore(from) ? line.from() : from;
            to = to == null || line.to().isAfter(to) ? line.to() : to;
        }

        /** Such as {@code 1 window is} or {@code 2 windows are}. */
        String windows() {
            return Words.count(count, "window") + Words.verb(count, " is", " are");
        }

        @Override
        public String toString() {
            return from + "/" + to;
        }
    }
}

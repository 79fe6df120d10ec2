package io.tidegate.agent.window;

import io.tidegate.agent.event.Events;
import io.tidegate.agent.status.Words;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;

/**
 * Notices when what a lost data folder had sent meant something else: its frozen shape, recipe and
 * key for pseudonyms are gone, but the ingest's hashes tell. If of the windows that hold as many
 * rows as there not one is the same, then no late row or correction did that. Says it once; what
 * differs is sent as ever. Used by one thread.
 */
final class Baseline {
    private static final Logger LOG = LoggerFactory.getLogger(Baseline.class);

    /** Fewer may all have been corrected. */
    private static final int LEAST = 4;

    /** States that went on have ended since, and then their window differs too. */
    private static final int LEAST_OF_STATES = 16;

    private final String stream;
    private final int least;
    private boolean known;

    Baseline(SourceConfig config) {
        this.stream = config.name();
        this.least =
                config.data().equals(DataType.AGENT_STATUS.wireName()) ? LEAST_OF_STATES : LEAST;
    }

    /** Takes what a read of the look-back found. */
    void look(List<WindowRecord> lines, List<Found> found) {
        int same = 0;
        int other = 0;
        for (int i = 0; i < lines.size() && !known; i++) {
            WindowRecord line = lines.get(i);
            if (line.acked() > 0 && isAsMany(line, found.get(i))) {
                boolean equal = found.get(i).hash().equals(line.content().orElseThrow());
                same += equal ? 1 : 0;
                other += !equal && isTakenOver(line) ? 1 : 0;
            }
        }
        known |= same > 0 || other >= least;
        if (same == 0 && other >= least) {
            say(other);
        }
    }

    /** What the ingest has is known, and under which settings it was read is not. */
    private static boolean isTakenOver(WindowRecord line) {
        return line.recipe().isEmpty();
    }

    private static boolean isAsMany(WindowRecord line, Found found) {
        return found.rows() > 0
                && line.content().filter(content -> content.rows() == found.rows()).isPresent();
    }

    private void say(int windows) {
        Events.warn(LOG, WindowEvent.CLOUD_MEANS_OTHER)
                .addKeyValue("stream", stream)
                .log(
                        "{} that the cloud has hold as many rows as the source and not one of them is the same: columns, settings or the key for pseudonyms are not those they were sent with; they are being replaced. If that is not wanted, say 'tidegate pause {}', restore them and reimport",
                        Words.count(windows, "window"),
                        stream);
    }
}

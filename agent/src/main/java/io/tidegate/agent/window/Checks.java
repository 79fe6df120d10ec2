package io.tidegate.agent.window;

import io.tidegate.agent.event.Events;
import io.tidegate.agent.row.Pseudonyms;
import io.tidegate.agent.row.RawShape;
import io.tidegate.agent.row.RowCheck;
import io.tidegate.agent.row.RowStage;
import io.tidegate.agent.row.RowStages;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.Optional;

/**
 * Gives the check for the columns that a read has, and refuses columns that are not those
 * remembered. Used by one thread.
 */
final class Checks {
    /** Who pauses a stream whose columns changed ({@code StreamRecord.Pause.by}). */
    static final String PAUSED_BY = "shape";

    private static final Logger LOG = LoggerFactory.getLogger(Checks.class);

    private final SourceConfig source;
    private final DataType rows;
    private final Pseudonyms pseudonyms;
    private Optional<FrozenShape> frozen = Optional.empty();
    private RawShape shape;
    private RowCheck check;
    private String difference;

    Checks(SourceConfig source, Pseudonyms pseudonyms) {
        this.source = source;
        this.rows = DataType.of(source.rows()).orElseThrow();
        this.pseudonyms = pseudonyms;
    }

    /** Takes what is remembered of the stream's columns; forgets a difference found before. */
    void remember(Optional<String> stored) {
        frozen = stored.map(FrozenShape::parse);
        difference = null;
    }

    /**
     * The check for these columns.
     *
     * @throws ShapeException if they do not do; {@link #difference()} then says whether they differ
     *     from those remembered
     */
    RowCheck of(RawShape now) throws ShapeException {
        if (frozen.isPresent()) {
            Optional<String> found = frozen.get().difference(now, source.name());
            difference = found.orElse(null);
            if (found.isPresent()) {
                throw new ShapeException(found.get());
            }
        }
        if (!now.equals(shape)) {
            check = new RowCheck(source, rows, now, pseudonyms);
            shape = now;
            sayUnused();
        }
        return check;
    }

    /**
     * What is made of the rows of one read, once {@link #of} has given their check.
     *
     * @param latest what lies after it is in the future
     * @throws ShapeException if a column is missing that is needed for it
     */
    RowStage stage(RawShape now, Instant latest) throws ShapeException {
        return RowStages.of(source, now, check.columns(), pseudonyms, latest);
    }

    /** How the columns of the last read differ from those remembered; empty if they do not. */
    Optional<String> difference() {
        return Optional.ofNullable(difference);
    }

    /** What to remember after a read that succeeded; empty before the first. */
    Optional<String> learned() {
        return Optional.ofNullable(shape).map(s -> FrozenShape.of(s, check.unused()).text());
    }

    private void sayUnused() {
        if (!check.unused().isEmpty()) {
            Events.info(LOG, WindowEvent.COLUMNS_UNUSED)
                    .addKeyValue("stream", source.name())
                    .log("columns that are not used: {}", String.join(", ", check.unused()));
        }
    }
}

package io.tidegate.agent.row;

import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.Privacy;
import io.tidegate.config.SourceConfig.StatusShape;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Says what is made of a database's rows. Stateless. */
public final class RowStages {
    private static final DataType STATUS = DataType.AGENT_STATUS;

    private RowStages() {}

    /**
     * What is made of the rows of one read.
     *
     * @param checked the columns that checked rows can have a value in
     * @param latest what lies after it is in the future
     * @throws ShapeException if they lack one that is needed for it
     */
    public static RowStage of(
            SourceConfig source,
            RawShape shape,
            List<Column> checked,
            Pseudonyms pseudonyms,
            Instant latest)
            throws ShapeException {
        Optional<RowStage> shaping = shaping(source, shape, checked, pseudonyms, latest);
        if (shaping.isPresent()) {
            return shaping.get();
        }
        return source.data().equals(DataType.INTERVALS.wireName())
                ? new Combining(new SameKeyRows(source.same(), shape.ordered()))
                : new Unshaped(LogOffs.NONE);
    }

    /** The same for a look at rows; empty if every row leaves as it was checked. */
    public static Optional<RowStage> shaping(
            SourceConfig source,
            RawShape shape,
            List<Column> checked,
            Pseudonyms pseudonyms,
            Instant latest)
            throws ShapeException {
        SourceConfig.Shaping shaping = source.shaping();
        if (shaping.aggregate().isPresent()) {
            mustHaveDuration(source, shape, checked);
            return Optional.of(
                    new ContactSums(
                            source.zone(),
                            shaping.aggregate().get(),
                            checked,
                            latest.minus(lookBack(source))));
        }
        LogOffs logOff = logOff(source, pseudonyms);
        if (shaping.status() == StatusShape.CHANGES) {
            return Optional.of(new StateChanges(logOff, source.statusMaxOpen(), shape.ordered()));
        }
        return logOff.isNone() ? Optional.empty() : Optional.of(new Unshaped(logOff));
    }

    /** A contact that began in it may go on; for one that began before, nobody waits. */
    private static Duration lookBack(SourceConfig source) {
        return source.origin() instanceof SourceConfig.Sql sql ? sql.lookBack() : Duration.ZERO;
    }

    private static void mustHaveDuration(SourceConfig source, RawShape shape, List<Column> checked)
            throws ShapeException {
        if (checked.stream().noneMatch(c -> c.name().equals("duration"))) {
            throw new ShapeException(
                    "source %1$s: no column duration, and source.%1$s.aggregate sums it to handlingtime: name it so at the source, or paste source.%1$s.map.duration = <its name there>. Columns found: %2$s"
                            .formatted(source.name(), String.join(", ", shape.names())));
        }
    }

    /** As rows have them: hashed, if activities are. */
    private static LogOffs logOff(SourceConfig source, Pseudonyms pseudonyms) {
        boolean hashed =
                source.privacy().get(STATUS.column("activity").orElseThrow().name())
                        == Privacy.HMAC;
        return LogOffs.of(
                source.shaping().logOff().stream()
                        .map(word -> hashed ? pseudonyms.of(word) : word)
                        .toList());
    }
}

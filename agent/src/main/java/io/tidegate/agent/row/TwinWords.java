package io.tidegate.agent.row;

import io.tidegate.agent.finding.Finding;
import io.tidegate.agent.row.Twins.Found;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;

import java.util.Optional;

/** Says of rows that come more than once what they do and what to do. Names nobody. Stateless. */
public final class TwinWords {
    /** What to look at. */
    public static final String REMEDY =
            "look at the query's JOINs: one of them seems to find several rows for one key, such as two names of one queue. Let it find one: by a condition on what is valid, or a sub-select with SELECT DISTINCT ON, or ROW_NUMBER() where there is no such thing";

    private TwinWords() {}

    /** What a person who looks at some rows should know; empty if nothing. */
    public static Optional<Finding> of(SourceConfig source, Found found) {
        if (!found.seen()) {
            return Optional.empty();
        }
        String what =
                "%,d of %,d rows %s, one of them at %s: %s"
                        .formatted(
                                found.repeated(),
                                found.rows(),
                                likeness(source, found),
                                found.first().orElseThrow(),
                                effect(source));
        boolean parts = type(source) == DataType.INTERVALS;
        return Optional.of(
                Finding.warn(
                        what, parts ? "fine if they are parts of one; if not, " + REMEDY : REMEDY));
    }

    /** In what they are like another. */
    public static String likeness(SourceConfig source, Found found) {
        return switch (type(source)) {
            case CONTACTS ->
                    found.named()
                            ? "have the contactidentifier, queueidentifier and timestamp of another"
                            : "are like another in all but the queue's name";
            case AGENT_STATUS -> "have the agentidentifier, starttime and activity of another";
            case INTERVALS ->
                    found.named()
                            ? "have the queue, channel and interval of another"
                            : "are like another in all but the queue's name";
        };
    }

    /** What becomes of them. */
    public static String effect(SourceConfig source) {
        return switch (type(source)) {
            case CONTACTS -> "each counts as a contact of its own";
            case AGENT_STATUS -> "each is a state of its own in the cloud";
            case INTERVALS ->
                    switch (source.same()) {
                        case ADD -> "same-key = add adds them up";
                        case LAST -> "same-key = last takes one of them";
                        case REJECT -> "same-key = reject rejects them";
                    };
        };
    }

    private static DataType type(SourceConfig source) {
        return DataType.of(source.rows()).orElseThrow();
    }
}

package io.tidegate.agent.source.sql;

import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.Mapping;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Kind;

import java.util.List;
import java.util.Optional;

/** Which columns of the source hold times, and which one places a row. */
final class TimeColumns {
    private final SourceConfig source;
    private final DataType data;

    TimeColumns(SourceConfig source) {
        this.source = source;
        this.data = DataType.of(source.data()).orElseThrow();
    }

    /** The source's name of the column that places a row; empty if it is made of several. */
    Optional<String> placing() {
        return sourceName(data.timeColumn());
    }

    /** The source's names of all columns that hold a whole time. */
    List<String> all() {
        return data.columns().stream()
                .filter(c -> c.kind() == Kind.INSTANT)
                .flatMap(c -> sourceName(c).stream())
                .toList();
    }

    /** What must be set to say how that column's times are kept. */
    String bindKey() {
        return "source.%s.sql.bind".formatted(source.name());
    }

    /** What is said of a number where a time belongs. */
    BadQueryException numberFor(String what) {
        return new BadQueryException(
                "%s is a number, not a time: say in %s = epoch or epoch-ms what it counts, or make it a time in the query"
                        .formatted(what, bindKey()));
    }

    /** What is said of a time that may be a wall clock's or the session's UTC. */
    BadQueryException computedFor(String what) {
        return new BadQueryException(
                "%s is computed, and the database does not say of what: set %s = utc if it comes from a TIMESTAMP, a UNIX time or NOW(), or = local if it comes from a DATETIME"
                        .formatted(what, bindKey()));
    }

    private Optional<String> sourceName(Column column) {
        return switch (source.map().get(column.name())) {
            case null -> Optional.of(column.name());
            case Mapping.From(String name) -> Optional.of(name);
            case Mapping.Constant _,
                    Mapping.Joined _,
                    Mapping.Computed _,
                    Mapping.TimesAnswered _ ->
                    Optional.empty();
        };
    }
}

package io.tidegate.agent.source.sql;

import io.tidegate.agent.finding.Finding;
import io.tidegate.agent.row.RawShape;
import io.tidegate.agent.row.RowCheck;
import io.tidegate.agent.row.RowStages;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.OwnLimit;
import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.Mapping;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Kind;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Says how the database describes a query and how it will be read, without running it. Used by one
 * thread.
 */
final class QueryDoctor {
    private final SourceConfig source;
    private final DataType data;
    private final TimeColumns times;
    private final Dialect dialect;
    private final Consumer<Finding> out;

    QueryDoctor(SourceConfig source, TimeColumns times, Dialect dialect, Consumer<Finding> out) {
        this.source = source;
        this.data = DataType.of(source.rows()).orElseThrow();
        this.times = times;
        this.dialect = dialect;
        this.out = out;
    }

    void look(Inspection.Case query) throws SQLException, ShapeException {
        Described described;
        try (PreparedStatement statement =
                query.connection().prepareStatement(query.plan().sql())) {
            described = Described.of(statement.getMetaData(), dialect);
        }
        columns(described, query.plan().ordered());
        range(query);
        OwnLimit.of(source).ifPresent(out);
        times.all().forEach(time -> time(time, described));
        data.columns().forEach(column -> type(column, described));
    }

    private void columns(Described described, boolean ordered) throws ShapeException {
        var shape = new RawShape(described.names(), described.words(), ordered);
        var check = new RowCheck(source, data, shape, value -> value);
        List<Column> shipped =
                RowStages.of(source, shape, check.columns(), value -> value, Instant.EPOCH)
                        .columns(check.columns());
        List<String> unused = check.unused();
        out.accept(
                Finding.ok(
                        "the query is understood and gives "
                                + String.join(", ", shipped.stream().map(Column::name).toList())));
        if (!unused.isEmpty()) {
            out.accept(
                    Finding.warn(
                            "columns of the query that are not used: " + String.join(", ", unused),
                            "leave them out, or name with source.%s.map.<column> what they are"
                                    .formatted(source.name())));
        }
    }

    /** What the bounds look like says more than what the way to bind them is called. */
    private void range(Inspection.Case query) {
        Plan plan = query.plan();
        Object from = plan.parameters().getFirst().value(query.from(), query.to());
        String where =
                plan.outsideSql().isPresent()
                        ? "the range is added around the query, on "
                                + times.placing().name().orElse("its time column")
                        : "the range goes to :from and :to";
        out.accept(
                Finding.ok(
                        "%s, as %s: %s stands for %s"
                                .formatted(where, kind(from), from, query.from())));
    }

    private static String kind(Object bound) {
        return switch (bound) {
            case java.time.OffsetDateTime _ -> "a time with zone";
            case java.time.LocalDateTime _ -> "a time without zone";
            case java.time.LocalDate _ -> "a day";
            case Number _ -> "a number";
            default -> "a text";
        };
    }

    private void time(TimeColumn time, Described described) {
        int index = time.name().map(described::find).orElse(-1);
        if (index < 0) {
            return;
        }
        ColumnType type = described.types().get(index);
        String name = described.names().get(index);
        boolean zoneless = type == ColumnType.LOCAL || type == ColumnType.DATE;
        if (type == ColumnType.DATE && !time.isJoined()) {
            out.accept(midnight(time, name));
        } else if (isUnsorted(time, type)) {
            out.accept(unsorted(time, name));
        } else if (time.said(type).isPresent()) {
            out.accept(Finding.ok("%s is read as %s says".formatted(name, time.key())));
        } else if (zoneless) {
            out.accept(
                    Finding.ok(
                            "%s has no zone: it is read as the wall clock of %s"
                                    .formatted(name, time.zone())));
        } else if (type.isText() || type.isNumber()) {
            out.accept(
                    Finding.warn(
                            "%s is a %s where a time belongs"
                                    .formatted(name, described.words().get(index)),
                            "say in %s how it is written, or make it a time in the query"
                                    .formatted(time.key())));
        }
    }

    /** All of a day's rows at its first moment are no times of calls. */
    private Finding midnight(TimeColumn time, String name) {
        return Finding.warn(
                "%s is a date without a time of day, so that all rows of a day lie at midnight"
                        .formatted(name),
                "give a time in the query, or join the two: source.%1$s.map.%2$s = %3$s + the column of the time of day; source.%1$s.sql.time-of-day says what that counts if it is a number"
                        .formatted(source.name(), time.column(), name));
    }

    /** Only where the query holds :from and :to, else the settings are refused. */
    private boolean isUnsorted(TimeColumn time, ColumnType type) {
        return time == times.placing() && time.said(type).filter(Bind::isUnsorted).isPresent();
    }

    private Finding unsorted(TimeColumn time, String name) {
        return Finding.warn(
                "%s is written as %s says, which does not sort as time does: where the query compares such texts with :from and :to, rows are missed"
                        .formatted(name, time.key()),
                "let the query compare times: make one of the column and of :from and :to, as to_timestamp(col, 'DD.MM.YYYY HH24:MI:SS') (PostgreSQL) or STR_TO_DATE(col, '%d.%m.%Y %H:%i:%s') (MariaDB, MySQL) do; if it does, this is right");
    }

    private void type(Column column, Described described) {
        int index = name(column).map(described::find).orElse(-1);
        if (index >= 0 && !isKnownText(column, described.types().get(index))) {
            odd(column, described.types().get(index))
                    .ifPresent(
                            belongs ->
                                    out.accept(
                                            Finding.warn(
                                                    "%s is a %s where %s belongs"
                                                            .formatted(
                                                                    described.names().get(index),
                                                                    described.words().get(index),
                                                                    belongs),
                                                    "cast it in the query: values that do not fit are rejected, row by row")));
        }
    }

    /** Lengths are read as text too, as in 00:05:44; one that is not is told as a reject. */
    private static boolean isKnownText(Column column, ColumnType type) {
        return column.kind() == Kind.SECONDS && type.isText();
    }

    /** The column of the query that alone becomes that one. */
    private Optional<String> name(Column column) {
        Mapping mapping = source.map().getOrDefault(column.name(), new Mapping.From(column.name()));
        return mapping instanceof Mapping.From(String name) ? Optional.of(name) : Optional.empty();
    }

    /** What belongs there instead, if the type is an odd one. */
    private static Optional<String> odd(Column column, ColumnType type) {
        boolean number = type.isNumber();
        return switch (column.kind()) {
            case COUNT -> number ? Optional.empty() : Optional.of("a count");
            case SECONDS ->
                    number || type == ColumnType.DURATION
                            ? Optional.empty()
                            : Optional.of("a number of seconds");
            case FLAG ->
                    number || type == ColumnType.BOOLEAN
                            ? Optional.empty()
                            : Optional.of("a yes or no");
            case TEXT ->
                    type == ColumnType.REAL || type == ColumnType.DOUBLE
                            ? Optional.of("a text or a whole number")
                            : Optional.empty();
            case INSTANT, CHANNEL -> Optional.empty();
        };
    }
}

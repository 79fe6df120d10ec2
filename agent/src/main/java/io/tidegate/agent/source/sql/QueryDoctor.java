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
        if (time.said(type).isPresent()) {
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

    /** A preset knows that its ACD keeps lengths as text. */
    private boolean isKnownText(Column column, ColumnType type) {
        return column.kind() == Kind.SECONDS
                && type.isText()
                && source.origin() instanceof SourceConfig.Sql sql
                && sql.isOfPreset();
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

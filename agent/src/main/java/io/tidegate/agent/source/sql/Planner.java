package io.tidegate.agent.source.sql;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.sql.Plan.Parameter;
import io.tidegate.agent.source.sql.QueryText.Edge;
import io.tidegate.config.SourceConfig;

import java.sql.Connection;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds out, once per connection to an unknown shape, how a source's query is to be run. Runs
 * nothing: the database is only asked to describe the query.
 */
final class Planner {
    private static final String WRAPPED = " FROM (\n%s\n) tidegate WHERE ";

    private static final Set<String> LIMITS = Set.of("LIMIT", "FETCH", "ROWNUM");

    /** Of Informix and Firebird. */
    private static final Set<String> BEFORE_COLUMNS = Set.of("FIRST", "SKIP");

    private static final Pattern ALL_OF_THEM =
            Pattern.compile("\\bTOP\\s*\\(?\\s*100\\s*\\)?\\s*PERCENT\\b", CASE_INSENSITIVE);
    private static final Pattern FROM_THE_FIRST =
            Pattern.compile("\\bOFFSET\\s+0\\s+ROWS?\\b", CASE_INSENSITIVE);

    private final SourceConfig source;
    private final Dialect dialect;
    private final TimeColumns times;
    private final TimeColumn placing;
    private final QueryText text;

    /**
     * @throws BadQueryException if the query cannot be understood
     */
    Planner(SourceConfig source, SourceConfig.Sql sql, TimeColumns times, Dialect dialect)
            throws BadQueryException {
        this.source = source;
        this.dialect = dialect;
        this.times = times;
        this.placing = times.placing();
        this.text = new QueryText(sql.query(), dialect.syntax());
        mustGiveAll(text);
        Optional<String> obstacle =
                text.edges().isEmpty() ? dialect.cannotWrap(text) : Optional.empty();
        if (obstacle.isPresent()) {
            throw new BadQueryException(obstacle.get());
        }
    }

    /**
     * @throws BadQueryException if it cannot be told how times are kept
     * @throws ShapeException if the query gives no time column
     */
    Plan plan(Connection connection) throws SQLException, BadQueryException, ShapeException {
        try (PreparedStatement statement = connection.prepareStatement(text.jdbc())) {
            if (text.edges().isEmpty()) {
                return wrapped(told(described(connection)));
            }
            Plan plan =
                    placing.said().isPresent()
                            ? asSaid(connection, statement, placing.said().get())
                            : withPlaceholders(statement, described(connection));
            return dialect.givesWhole() ? cut(plan, described(connection)) : plan;
        }
    }

    /** What the author compares the range with, as far as the text shows. */
    Optional<String> compared() {
        return Compared.in(text);
    }

    /** An order would not outlive it, and columns of one name could not be told apart. */
    private Plan cut(Plan plan, Described described) throws BadQueryException {
        if (!described.isEndless() || !described.isUnambiguous() || text.ordered()) {
            return plan;
        }
        return plan.within(
                "SELECT %s FROM (\n".formatted(told(described).selected(dialect)), "\n) tidegate");
    }

    private Described described(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(dialect.describable(text))) {
            return Described.of(statement.getMetaData(), dialect);
        }
    }

    /** Rows that a limit leaves out would look as if they had been deleted. */
    private static void mustGiveAll(QueryText text) throws BadQueryException {
        Set<String> words = text.words();
        String sql = text.jdbc();
        boolean top = words.contains("TOP") && !ALL_OF_THEM.matcher(sql).find();
        boolean later = words.contains("OFFSET") && !FROM_THE_FIRST.matcher(sql).find();
        boolean first =
                words.stream().skip(1).findFirst().filter(BEFORE_COLUMNS::contains).isPresent();
        if (top || later || first || words.stream().anyMatch(LIMITS::contains)) {
            throw new BadQueryException(
                    "the query gives a limited number of rows, and the others would look deleted: leave out LIMIT, FETCH or TOP (or OFFSET, FIRST, SKIP, ROWNUM)");
        }
    }

    /** What the database has computed shows as such only as long as nothing is around it. */
    private Described told(Described described) throws BadQueryException {
        for (TimeColumn time : times.all()) {
            int index = time.name().map(described::find).orElse(-1);
            boolean computed = index >= 0 && described.types().get(index) == ColumnType.COMPUTED;
            if (computed && time.said().isEmpty()) {
                throw time.computed(described.names().get(index));
            }
        }
        return described;
    }

    private Plan wrapped(Described described) throws BadQueryException, ShapeException {
        String name =
                placing.name()
                        .orElseThrow(
                                () ->
                                        new BadQueryException(
                                                "no column places a row in time, so no range can be added around the query: use :from and :to in it"));
        int index = described.find(name);
        if (index < 0) {
            throw new ShapeException(
                    "source %s: no column %s, by which rows are placed in time. Columns found: %s"
                            .formatted(source.name(), name, String.join(", ", described.names())));
        }
        Bind bind = late(bind(name, described.types().get(index)));
        Marker marker = dialect.marker(described.declared().get(index));
        String column = "tidegate." + dialect.quoted(described.names().get(index));
        String timed = dialect.timed(column, described.types().get(index));
        String query = WRAPPED.formatted(text.jdbc());
        String written = WRAPPED.formatted(text.pieces().getFirst());
        String select = "SELECT " + (described.isEndless() ? described.selected(dialect) : "*");
        return new Plan(
                "%s%s%s >= %s AND %s < %s%s"
                        .formatted(
                                select,
                                query,
                                column,
                                marker.text(),
                                column,
                                marker.text(),
                                dialect.wrapEnd()),
                List.of(
                        "%s%s%s >= ".formatted(select, written, column),
                        " AND %s < ".formatted(column),
                        ""),
                Optional.of(
                        "SELECT count(*), count(%s), count(CASE WHEN %s < %s THEN 1 END)%s%s IS NULL OR %s < %s OR %s >= %s%s"
                                .formatted(
                                        timed,
                                        timed,
                                        marker.text(),
                                        query,
                                        column,
                                        column,
                                        marker.text(),
                                        column,
                                        marker.text(),
                                        dialect.wrapEnd())),
                List.of(
                        new Parameter(Edge.FROM, bind, marker),
                        new Parameter(Edge.TO, bind, marker)),
                text.ordered() && dialect.keepsOrder(),
                true);
    }

    private Plan withPlaceholders(List<Parameter> parameters) {
        return new Plan(
                marked(parameters),
                text.pieces(),
                Optional.empty(),
                parameters,
                text.ordered(),
                false);
    }

    /** The author's text with a marker for every placeholder. */
    private String marked(List<Parameter> parameters) {
        if (parameters.stream().allMatch(p -> p.marker() == Marker.PLAIN)) {
            return text.jdbc();
        }
        var marked = new StringBuilder(text.pieces().getFirst());
        for (int i = 0; i < parameters.size(); i++) {
            marked.append(parameters.get(i).marker().text()).append(text.pieces().get(i + 1));
        }
        return marked.toString();
    }

    private Plan withPlaceholders(PreparedStatement statement, Described described)
            throws SQLException, BadQueryException {
        var parameters = new ArrayList<Parameter>();
        Optional<ParameterMetaData> known = dialect.parameters(statement);
        for (int i = 0; i < text.edges().size(); i++) {
            parameters.add(placeholder(known, described, i));
        }
        return withPlaceholders(List.copyOf(parameters));
    }

    /** As the author said; where the database knows better, that is said instead of run. */
    private Plan asSaid(Connection connection, PreparedStatement statement, Bind said)
            throws SQLException, BadQueryException {
        try {
            Optional<ParameterMetaData> known = dialect.parameters(statement);
            if (known.isPresent()) {
                return withPlaceholders(asSaid(known, said));
            }
        } catch (SQLException e) {
            if (!dialect.trouble(e).isOfTheQuery()) {
                throw e;
            }
            connection.rollback(); // It cannot tell without a value; running it will.
        }
        return withPlaceholders(asSaid(Optional.empty(), againstColumn(connection, said)));
    }

    /**
     * Where the database does not say what a placeholder is compared with, it is the column that
     * the query gives: a wall clock's time compared with UTC would lose rows in silence.
     */
    private Bind againstColumn(Connection connection, Bind said)
            throws SQLException, BadQueryException {
        if (!said.isOfWallClock()) {
            return said;
        }
        try {
            Described described = described(connection);
            int index = placing.name().map(described::find).orElse(-1);
            return index >= 0 && described.types().get(index) == ColumnType.SESSION_UTC
                    ? bind(described.names().get(index), ColumnType.SESSION_UTC)
                    : said;
        } catch (SQLException e) {
            if (!dialect.trouble(e).isOfTheQuery()) {
                throw e;
            }
            connection.rollback(); // Running it will tell what is wrong.
            return said;
        }
    }

    private List<Parameter> asSaid(Optional<ParameterMetaData> known, Bind said)
            throws SQLException, BadQueryException {
        var parameters = new ArrayList<Parameter>();
        for (int i = 0; i < text.edges().size(); i++) {
            var plain = new Parameter(text.edges().get(i), late(said), Marker.PLAIN);
            parameters.add(told(known, i).orElse(plain));
        }
        return List.copyOf(parameters);
    }

    /** By what the database says of a placeholder; empty if it says nothing. */
    private Optional<Parameter> told(Optional<ParameterMetaData> known, int index)
            throws SQLException, BadQueryException {
        if (known.isEmpty()) {
            return Optional.empty();
        }
        Optional<ColumnType> type = dialect.parameterType(known.get(), index + 1);
        if (type.isEmpty()) {
            return Optional.empty();
        }
        Bind bind = late(bind(what(text.edges().get(index)), type.get()));
        String declared = known.get().getParameterTypeName(index + 1);
        return Optional.of(new Parameter(text.edges().get(index), bind, dialect.marker(declared)));
    }

    private static String what(QueryText.Edge edge) {
        return switch (edge) {
            case FROM -> "what the query compares :from with";
            case TO -> "what the query compares :to with";
        };
    }

    private Bind late(Bind bind) {
        Bind whole = placing.isJoined() ? new Bind.WithEndOfDay(bind) : bind;
        return times.late().isZero() ? whole : new Bind.Later(whole, times.late());
    }

    /**
     * By what the database compares it with, if it says so: the column that a query gives need not
     * be of the type of the one that it filters by.
     */
    private Parameter placeholder(Optional<ParameterMetaData> known, Described described, int index)
            throws SQLException, BadQueryException {
        Optional<Parameter> told = told(known, index);
        if (told.isPresent()) {
            return told.get();
        }
        int column = placing.name().map(described::find).orElse(-1);
        if (column < 0) {
            throw new BadQueryException(
                    "it cannot be told how times are kept: say so in " + placing.key());
        }
        Bind bind = late(bind(described.names().get(column), described.types().get(column)));
        return new Parameter(
                text.edges().get(index), bind, dialect.marker(described.declared().get(column)));
    }

    /** What the author said if it fits, else by the type. */
    private Bind bind(String what, ColumnType type) throws BadQueryException {
        Optional<Bind> said = placing.said(type);
        if (said.isEmpty() || said.get() instanceof Bind.Text && type.isTime()) {
            return byType(what, type); // A pattern says how texts are written, and of nothing else.
        }
        if (!said.get().fits(type)) {
            throw new BadQueryException(
                    "%s is a %s, which %s does not fit: leave that out, or cast one of them in the query"
                            .formatted(what, type.word("type of its own"), placing.key()));
        }
        return said.get();
    }

    private Bind byType(String what, ColumnType type) throws BadQueryException {
        return switch (type) {
            case INSTANT -> new Bind.Offset();
            case LOCAL -> placing.isJoined() ? day() : new Bind.Local(placing.clock());
            case DATE -> day();
            case SESSION_UTC -> new Bind.Utc();
            case INTEGER, DECIMAL, REAL, DOUBLE -> throw placing.number(what);
            case COMPUTED -> throw placing.computed(what);
            case TEXT, PADDED_TEXT, OTHER, BOOLEAN, TIME, DURATION ->
                    throw new BadQueryException(
                            "%s is no time but %s: say in %s how times are written, as in yyyy-MM-dd HH:mm:ss, or make it a time in the query"
                                    .formatted(what, type.word("something else"), placing.key()));
        };
    }

    /** Also for midnights of a date that is kept apart from its time of day. */
    private Bind day() {
        return new Bind.Day(placing.clock());
    }
}

package io.tidegate.agent.source.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How a source's query is run: what the database is given, and how its times are meant.
 *
 * @param sql with a question mark for every parameter
 * @param pieces the same as the database understands it: what stands before, between and behind the
 *     parameters
 * @param outsideSql counts the rows outside the range: all of them, those with a time, and those
 *     before it; by its beginning and then the same parameters; empty if the query holds the range
 *     itself
 * @param parameters in order
 * @param ordered whether the order of the rows means something
 * @param around whether something stands around the author's query, whose own columns were looked
 *     at: what the database has computed shows there alone
 */
record Plan(
        String sql,
        List<String> pieces,
        Optional<String> outsideSql,
        List<Parameter> parameters,
        boolean ordered,
        boolean around) {
    /** One end of the range at one place of the text. */
    record Parameter(QueryText.Edge edge, Bind bind, Marker marker) {
        Object value(Instant from, Instant to) {
            return marker.value(
                    edge,
                    switch (edge) {
                        case FROM -> bind.from(from);
                        case TO -> bind.to(to);
                    });
        }
    }

    /**
     * The query with its parameters for a range written into it.
     *
     * @param literal how the database writes a {@link Bind}'s value
     */
    String written(Instant from, Instant to, Function<Object, String> literal) {
        var text = new StringBuilder(pieces.getFirst());
        for (int i = 0; i < parameters.size(); i++) {
            text.append(literal.apply(parameters.get(i).value(from, to)));
            text.append(pieces.get(i + 1));
        }
        return text.toString();
    }

    /** The same with something around it that passes its rows on. */
    Plan within(String before, String behind) {
        var outer = new ArrayList<>(pieces);
        outer.set(0, before + outer.getFirst());
        outer.set(outer.size() - 1, outer.getLast() + behind);
        return new Plan(
                before + sql + behind, List.copyOf(outer), outsideSql, parameters, ordered, true);
    }

    /** Whether a row of that time fits the parameters for a range, as far as that can be told. */
    boolean mayGive(Instant time, Instant from, Instant to) {
        for (Parameter parameter : parameters) {
            int order =
                    compare(
                            parameter.bind().from(time),
                            parameter.bind().from(from),
                            parameter.bind().to(to),
                            parameter.edge());
            if (order < 0) {
                return false;
            }
        }
        return true;
    }

    /** Below 0 if a time lies before the lower or behind the upper bound. */
    private static int compare(Object time, Object from, Object to, QueryText.Edge edge) {
        return switch (edge) {
            case FROM -> compare(time, from);
            case TO -> compare(to, time);
        };
    }

    /** Binds give values of one kind, which have an order. */
    @SuppressWarnings("unchecked")
    private static int compare(Object one, Object other) {
        return one.getClass() == other.getClass() && one instanceof Comparable<?> comparable
                ? ((Comparable<Object>) comparable).compareTo(other)
                : 0;
    }

    /** Sets every parameter for a range. */
    void bind(PreparedStatement statement, Instant from, Instant to) throws SQLException {
        bind(statement, from, to, PreparedStatement::setObject);
    }

    /** The same, for a driver that wants values in its own way. */
    void bind(PreparedStatement statement, Instant from, Instant to, Setting setting)
            throws SQLException {
        int index = 1;
        for (Parameter parameter : parameters) {
            setting.set(statement, index++, parameter.value(from, to));
        }
    }

    /** Sets every parameter of {@link #outsideSql}. */
    void bindOutside(PreparedStatement statement, Instant from, Instant to, Setting setting)
            throws SQLException {
        setting.set(statement, 1, parameters.getFirst().value(from, to));
        int index = 2;
        for (Parameter parameter : parameters) {
            setting.set(statement, index++, parameter.value(from, to));
        }
    }

    /** How a parameter is set. */
    @FunctionalInterface
    interface Setting {
        void set(PreparedStatement statement, int index, Object value) throws SQLException;
    }
}

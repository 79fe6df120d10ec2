package io.tidegate.agent.source.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a source's query is run: what the database is given, and how its times are meant.
 *
 * @param sql with a question mark for every parameter
 * @param outsideSql counts the rows outside the range, by the same parameters; empty if the query
 *     holds the range itself
 * @param parameters in order
 * @param ordered whether the order of the rows means something
 * @param reading what values of time columns mean where the author said so; empty: what their type
 *     says
 */
record Plan(
        String sql,
        Optional<String> outsideSql,
        List<Parameter> parameters,
        boolean ordered,
        Optional<Bind> reading) {
    /** One end of the range at one place of the text. */
    record Parameter(QueryText.Edge edge, Bind bind) {}

    /** Sets every parameter for a range. */
    void bind(PreparedStatement statement, Instant from, Instant to) throws SQLException {
        int index = 1;
        for (Parameter parameter : parameters) {
            switch (parameter.edge()) {
                case FROM -> parameter.bind().from(statement, index, from);
                case TO -> parameter.bind().to(statement, index, to);
            }
            index++;
        }
    }
}

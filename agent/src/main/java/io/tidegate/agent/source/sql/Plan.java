package io.tidegate.agent.source.sql;

import java.util.List;
import java.util.Optional;

/**
 * How a source's query is run: what the database is given, and how its times are meant.
 *
 * @param sql with a question mark for every parameter
 * @param parameters in order
 * @param ordered whether the order of the rows means something
 * @param reading what values of time columns mean where the author said so; empty: what their type
 *     says
 */
record Plan(String sql, List<Parameter> parameters, boolean ordered, Optional<Bind> reading) {
    /** One end of the range at one place of the text. */
    record Parameter(QueryText.Edge edge, Bind bind) {}
}

package io.tidegate.agent.source.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * One table that a query reads, by its plan.
 *
 * @param way such as {@code Seq Scan}
 * @param filter what each row is compared with; empty if nothing
 */
record PostgresScans(String schema, String table, String way, String filter) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Every table that the query touches, what views stand for included. */
    static List<PostgresScans> of(Inspection.Case query) throws SQLException {
        String text = query.plan().written(query.from(), query.to(), CopyExecution::literal);
        var lines = new StringBuilder();
        for (List<String> row :
                Asked.rows(query.connection(), "EXPLAIN (FORMAT JSON, VERBOSE) " + text)) {
            lines.append(row.getFirst()).append('\n');
        }
        return read(lines.toString());
    }

    static List<PostgresScans> read(String explained) {
        var found = new ArrayList<PostgresScans>();
        try {
            collect(JSON.readTree(explained), found);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no plan", e);
        }
        return found;
    }

    private static void collect(JsonNode node, List<PostgresScans> found) {
        if (node.hasNonNull("Relation Name")) {
            found.add(
                    new PostgresScans(
                            node.path("Schema").asText(),
                            node.path("Relation Name").asText(),
                            node.path("Node Type").asText(),
                            node.path("Filter").asText("")));
        }
        node.forEach(child -> collect(child, found));
    }

    /** Whether every row of the table is looked at. */
    boolean isWhole() {
        return way.equals("Seq Scan");
    }
}

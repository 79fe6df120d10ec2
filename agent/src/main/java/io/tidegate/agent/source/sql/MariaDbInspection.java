package io.tidegate.agent.source.sql;

import io.tidegate.agent.finding.Finding;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** By SHOW GRANTS and EXPLAIN of MariaDB and MySQL. */
record MariaDbInspection() implements Inspection {
    private static final int NOT_EXPLAINED = 1345;

    /** In words: MySQL 8 and later has a setting for another form. */
    private static final String EXPLAIN = "EXPLAIN FORMAT=TRADITIONAL ";

    @Override
    public Optional<String> userQuery() {
        return Optional.of("SELECT CURRENT_USER()");
    }

    @Override
    public Optional<String> zone(Connection connection) throws SQLException {
        return Optional.of(
                Asked.one(
                        connection,
                        "SELECT IF(@@global.time_zone = 'SYSTEM', @@system_time_zone, @@global.time_zone)"));
    }

    @Override
    public Optional<String> encryption(Connection connection) throws SQLException {
        List<List<String>> rows = Asked.rows(connection, "SHOW STATUS LIKE 'Ssl_version'");
        return rows.stream().map(List::getLast).filter(version -> !version.isEmpty()).findFirst();
    }

    /** The variable's name differs, so it is looked for by both. */
    @Override
    public Optional<Boolean> isReadOnly(Connection connection) throws SQLException {
        return Asked.rows(
                        connection,
                        "SHOW SESSION VARIABLES WHERE Variable_name IN ('tx_read_only', 'transaction_read_only')")
                .stream()
                .map(row -> row.getLast().equals("ON") || row.getLast().equals("1"))
                .findFirst();
    }

    @Override
    public void rights(Case query, Consumer<Finding> out) throws SQLException {
        List<String> lines =
                Asked.rows(query.connection(), "SHOW GRANTS").stream().map(List::getFirst).toList();
        String database = Asked.one(query.connection(), "SELECT DATABASE()");
        MariaDbGrants.of(lines).judge(database).forEach(out);
    }

    /** A login that may read a view alone, as it should, is not told how that is read. */
    @Override
    public void cost(Case query, Consumer<Finding> out) throws SQLException {
        try {
            explain(query, out);
        } catch (SQLException e) {
            if (e.getErrorCode() != NOT_EXPLAINED) {
                throw e;
            }
            out.accept(
                    Finding.ok(
                            "the plan of a view is shown only to who has SHOW VIEW on it and SELECT on its tables: let the database's owner see by EXPLAIN that an hour of it is found by an index"));
        }
    }

    private static void explain(Case query, Consumer<Finding> out) throws SQLException {
        try (PreparedStatement statement =
                query.connection().prepareStatement(EXPLAIN + query.plan().sql())) {
            query.plan().bind(statement, query.from(), query.to());
            try (ResultSet result = statement.executeQuery()) {
                MariaDbCost.judge(tables(result)).forEach(out);
            }
        }
    }

    private static List<MariaDbCost> tables(ResultSet result) throws SQLException {
        var tables = new ArrayList<MariaDbCost>();
        while (result.next()) {
            tables.add(
                    new MariaDbCost(
                            String.valueOf(result.getString("table")),
                            String.valueOf(result.getString("type")),
                            result.getLong("rows")));
        }
        return tables;
    }
}

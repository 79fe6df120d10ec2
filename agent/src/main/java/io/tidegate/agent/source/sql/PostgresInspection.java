package io.tidegate.agent.source.sql;

import io.tidegate.agent.finding.Finding;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** By the system catalogs and EXPLAIN of PostgreSQL 10 and later. */
record PostgresInspection() implements Inspection {
    @Override
    public Optional<String> userQuery() {
        return Optional.of("SELECT current_user");
    }

    /** The driver sets the session's by ours at login; that of its log shows the server's own. */
    @Override
    public Optional<String> zoneQuery() {
        return Optional.of("SELECT current_setting('log_timezone')");
    }

    @Override
    public Optional<String> encryption(Connection connection) throws SQLException {
        List<List<String>> rows =
                Asked.rows(
                        connection,
                        "SELECT version, cipher FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl");
        return rows.stream().findFirst().map(row -> row.getFirst() + ", " + row.getLast());
    }

    @Override
    public Optional<Boolean> isReadOnly(Connection connection) throws SQLException {
        String value = Asked.one(connection, "SELECT current_setting('transaction_read_only')");
        return Optional.of(value.equals("on"));
    }

    @Override
    public void rights(Case query, Consumer<Finding> out) throws SQLException {
        new PostgresRights(query.connection(), query.plan().sql(), out)
                .look(PostgresScans.of(query));
    }

    @Override
    public void cost(Case query, Consumer<Finding> out) throws SQLException {
        new PostgresCost(query.connection(), out).look(PostgresScans.of(query));
    }
}

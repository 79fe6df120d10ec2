package io.tidegate.agent.source.sql;

import io.tidegate.agent.finding.Finding;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** By the system catalogs and EXPLAIN of PostgreSQL 10 and later. */
record PostgresInspection() implements Inspection {
    /** Of the role in the database before the role's, before the database's (ALTER ROLE). */
    private static final String SET_FOR_US =
            "SELECT substr(c, 10) FROM pg_db_role_setting s LEFT JOIN pg_roles r ON r.oid = s.setrole LEFT JOIN pg_database d ON d.oid = s.setdatabase, unnest(s.setconfig) c WHERE lower(c) LIKE 'timezone=%' AND (s.setrole = 0 OR r.rolname = session_user) AND (s.setdatabase = 0 OR d.datname = current_database()) ORDER BY s.setrole = 0, s.setdatabase = 0 LIMIT 1";

    private static final String MAY_SEE_FILES =
            "SELECT has_table_privilege('pg_file_settings', 'SELECT') AND has_function_privilege('pg_show_all_file_settings()', 'EXECUTE')";
    private static final String IN_FILES =
            "SELECT setting FROM pg_file_settings WHERE lower(name) = 'timezone' AND applied ORDER BY seqno DESC LIMIT 1";

    @Override
    public Optional<String> userQuery() {
        return Optional.of("SELECT current_user");
    }

    /**
     * The driver sets the session's at login, which hides what others get: what is set for the role
     * or the database can be seen by all, the server's files by few.
     */
    @Override
    public Optional<String> zone(Connection connection) throws SQLException {
        String set = Asked.one(connection, SET_FOR_US);
        if (!set.isEmpty()) {
            return Optional.of(set);
        }
        boolean shown = Asked.one(connection, MAY_SEE_FILES).equals("t");
        return shown
                ? Optional.of(Asked.one(connection, IN_FILES)).filter(zone -> !zone.isEmpty())
                : Optional.empty();
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

package io.tidegate.agent.source.sql;

import io.tidegate.agent.finding.Finding;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** By the functions of SQL Server about one's own rights. Not proven against a server. */
record SqlServerInspection() implements Inspection {
    /** A permission was denied in a database. */
    private static final int NOT_PERMITTED = 262;

    @Override
    public Optional<String> userQuery() {
        return Optional.of("SELECT SUSER_SNAME()");
    }

    @Override
    public Optional<String> zone(Connection connection) throws SQLException {
        return Optional.of(
                Asked.one(connection, "SELECT 'UTC' + DATENAME(TZoffset, SYSDATETIMEOFFSET())"));
    }

    /** Shown to those alone who may see all of the server, which a reader should not. */
    @Override
    public Optional<String> encryption(Connection connection) throws SQLException {
        String said =
                Asked.one(
                        connection,
                        "SELECT encrypt_option FROM sys.dm_exec_connections WHERE session_id = @@SPID");
        return Optional.of("TLS").filter(_ -> said.equals("TRUE"));
    }

    /** There is no such session. */
    @Override
    public Optional<Boolean> isReadOnly(Connection connection) {
        return Optional.empty();
    }

    @Override
    public void rights(Case query, Consumer<Finding> out) throws SQLException {
        List<String> login =
                Asked.rows(query.connection(), SqlServerRights.OF_THE_LOGIN).getFirst();
        List<String> tables =
                Asked.rows(query.connection(), SqlServerRights.OF_TABLES).stream()
                        .map(List::getFirst)
                        .toList();
        out.accept(SqlServerRights.judge(login, tables));
    }

    @Override
    public void cost(Case query, Consumer<Finding> out) throws SQLException {
        try {
            SqlServerCost.judge(SqlServerCost.plan(query)).forEach(out);
        } catch (SQLException e) {
            if (e.getErrorCode() != NOT_PERMITTED) {
                throw e;
            }
            query.connection().rollback();
            out.accept(unseen(Asked.one(query.connection(), "SELECT USER_NAME()")));
        }
    }

    private static Finding unseen(String user) {
        return Finding.warn(
                        "the plan could not be looked at, so nobody knows whether an index is missing: the login may not see plans",
                        "how long an hour takes tells as well; or let it see them, in that database, until this says that all is well:")
                .with(List.of("GRANT SHOWPLAN TO [%s];".formatted(user.replace("]", "]]"))));
    }
}

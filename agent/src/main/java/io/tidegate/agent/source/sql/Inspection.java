package io.tidegate.agent.source.sql;

import io.tidegate.agent.finding.Finding;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a database is asked about a connection and a query, beyond the rows: nothing that it is
 * asked here changes anything or runs the query. Stateless.
 */
sealed interface Inspection
        permits PostgresInspection, MariaDbInspection, SqlServerInspection, DroppedInInspection {
    static Inspection of(Dialect dialect) {
        return switch (dialect) {
            case Postgres _ -> new PostgresInspection();
            case MariaDb _ -> new MariaDbInspection();
            case SqlServer _ -> new SqlServerInspection();
            case DroppedIn _ -> new DroppedInInspection();
        };
    }

    /**
     * A planned query, to be looked at for a range.
     *
     * @param connection in a transaction that is rolled back afterwards
     */
    record Case(Connection connection, Plan plan, Instant from, Instant to) {}

    /** A query of one value: the user that the database takes us for; empty if the driver says. */
    Optional<String> userQuery();

    /** The database's own time zone, whatever the session's is; empty if it is not shown. */
    Optional<String> zone(Connection connection) throws SQLException;

    /**
     * How the connection is encrypted; empty: in the clear.
     *
     * @throws SQLException if that is not shown
     */
    Optional<String> encryption(Connection connection) throws SQLException;

    /** Whether the session refuses to write; empty if it cannot. */
    Optional<Boolean> isReadOnly(Connection connection) throws SQLException;

    /** What the login may do beyond reading. */
    void rights(Case query, Consumer<Finding> out) throws SQLException;

    /** How the database would find the rows of a range. */
    void cost(Case query, Consumer<Finding> out) throws SQLException;
}

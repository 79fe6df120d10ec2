package io.tidegate.ingest.api;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Set;

/**
 * What went wrong in the database. Its messages may quote statements and rows, so nothing of them
 * is passed on but the SQL state. Without state.
 */
final class SqlFailure {
    /**
     * PostgreSQL's classes of states that pass: connection, serialization, resources, state of an
     * object (locks), operator (cancelled, shut down), system.
     */
    private static final Set<String> PASSING = Set.of("08", "40", "53", "55", "57", "58");

    private SqlFailure() {}

    /** Whether it makes sense to try again without anyone's help. */
    static boolean isPassing(SQLException e) {
        String state = e.getSQLState();
        return e instanceof SQLTransientException
                || state == null
                || PASSING.contains(state.substring(0, Math.min(2, state.length())));
    }

    static String describe(SQLException e) {
        return "SQL state %s (%s)".formatted(e.getSQLState(), e.getClass().getSimpleName());
    }
}

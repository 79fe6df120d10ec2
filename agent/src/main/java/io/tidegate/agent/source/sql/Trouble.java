package io.tidegate.agent.source.sql;

import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;

/** What went wrong with a database, as far as the answer to it differs. */
enum Trouble {
    LOGIN,
    NO_LOGIN_METHOD,
    NO_DATABASE,
    UNKNOWN_NAME,
    TYPES,
    SYNTAX,
    NOT_PERMITTED,
    WRITES,
    VALUE,
    TOO_SLOW,
    TOO_WIDE,
    LOCKED,
    GONE,
    UNKNOWN_HOST,
    BUSY,
    TLS,
    NO_TLS,
    NO_CLOCK,
    DRIVER,
    OTHER;

    /** Whether the query does not fit the tables, which may have changed. */
    boolean isOfTheQuery() {
        return this == UNKNOWN_NAME || this == TYPES || this == SYNTAX;
    }

    /** By the kinds of exceptions that JDBC knows, for drivers that give no SQLSTATE. */
    static Trouble of(SQLException e) {
        return switch (e) {
            case SQLTimeoutException _ -> TOO_SLOW;
            case SQLInvalidAuthorizationSpecException _ -> LOGIN;
            case SQLTransactionRollbackException _ -> LOCKED;
            case SQLNonTransientConnectionException _ -> GONE;
            case SQLTransientConnectionException _ -> GONE;
            case SQLRecoverableException _ -> GONE;
            case SQLSyntaxErrorException _ -> SYNTAX;
            case SQLDataException _ -> VALUE;
            default -> OTHER;
        };
    }

    /**
     * By the standard's classes of SQLSTATE (ISO 9075) and those words that databases share.
     *
     * @param state may be null
     */
    static Trouble of(String state) {
        if (state == null || state.length() < 2) {
            return OTHER;
        }
        if (state.equals("42S02") || state.equals("42S22")) { // ODBC's, of which many follow.
            return UNKNOWN_NAME;
        }
        return switch (state.substring(0, 2)) {
            case "08" -> GONE;
            case "22" -> VALUE;
            case "25" -> WRITES;
            case "28" -> LOGIN;
            case "3D" -> NO_DATABASE;
            case "40" -> LOCKED;
            case "42", "0A" -> SYNTAX;
            case "53" -> BUSY;
            case "57" -> GONE;
            default -> OTHER;
        };
    }
}

package io.tidegate.agent.source.sql;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;

/** What SQL Server's numbers mean, by its list of errors (sys.messages), and its driver's own. */
final class SqlServerFaults {
    private static final String CANCELLED = "HY008";
    private static final String TIMED_OUT = "HYT00";

    private SqlServerFaults() {}

    static Trouble trouble(SQLException e) {
        return switch (e.getErrorCode()) {
            case 0 -> ofDriver(e);
            case 18456, 18452, 18470, 18486, 18487, 18488 -> Trouble.LOGIN;
            case 4060, 4063, 911 -> Trouble.NO_DATABASE;
            case 207, 208, 2812, 4104, 4121 -> Trouble.UNKNOWN_NAME;
            case 229, 230, 262, 297, 300, 371, 916 -> Trouble.NOT_PERMITTED;
            case 3906, 3908 -> Trouble.WRITES;
            case 102, 105, 156, 170, 319, 1033, 8155, 8156 -> Trouble.SYNTAX;
            case 206, 402, 529, 8116, 8117 -> Trouble.TYPES;
            case 220, 235, 241, 242, 245, 248, 295, 517, 2628, 8114, 8115, 8134, 8152 ->
                    Trouble.VALUE;
            default -> passing(e);
        };
    }

    /** What goes by. Azure's own: 40143 to 40613, 10928, 10929, 49918 to 49920. */
    private static Trouble passing(SQLException e) {
        return switch (e.getErrorCode()) {
            case 601, 1205, 1222, 3960, 3961, 3966 -> Trouble.LOCKED;
            case 701, 802, 1105, 8645, 8651, 9002, 17300, 17809 -> Trouble.BUSY;
            case 10928, 10929, 40197, 40501, 40544, 40549, 40550, 40551, 40552, 40553 ->
                    Trouble.BUSY;
            case 40143, 40540, 40613, 49918, 49919, 49920 -> Trouble.BUSY;
            case 596, 976, 978, 983, 4221, 6005, 17142, 18401, 18451 -> Trouble.GONE;
            default -> ofDriver(e);
        };
    }

    private static Trouble ofDriver(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (e instanceof SQLTimeoutException || state.equals(TIMED_OUT)) {
            return Trouble.TOO_SLOW;
        }
        if (state.equals(CANCELLED)) {
            return Trouble.TOO_SLOW;
        }
        return asksBrowser(e) ? Trouble.UNKNOWN_PORT : Trouble.of(e.getSQLState());
    }

    /** Whatever the language of the message, it names the port that did not answer. */
    private static boolean asksBrowser(SQLException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("UDP") && message.contains("1434");
    }

    /** By the number, which is what an administrator looks up. */
    static String code(SQLException e) {
        return e.getErrorCode() == 0
                ? String.valueOf(e.getSQLState())
                : "SQL Server error " + e.getErrorCode();
    }
}

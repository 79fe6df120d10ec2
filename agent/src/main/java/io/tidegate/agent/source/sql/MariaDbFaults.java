package io.tidegate.agent.source.sql;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Locale;
import java.util.Optional;

/**
 * What the errors of MariaDB and MySQL mean, by their references: the numbers are the same below
 * 1900. Stateless.
 */
final class MariaDbFaults {
    private MariaDbFaults() {}

    static Trouble trouble(SQLException e) {
        return switch (e.getErrorCode()) {
            case 1045, 1130, 1698, 1820, 1862, 3118, 3955, 4151 -> Trouble.LOGIN;
            case 1251, 2059 -> Trouble.NO_LOGIN_METHOD;
            case 1044, 1142, 1143, 1227, 1370 -> Trouble.NOT_PERMITTED;
            case 1049 -> Trouble.NO_DATABASE;
            case 1054, 1109, 1146, 1305, 1356, 1449, 1630 -> Trouble.UNKNOWN_NAME;
            case 1052, 1055, 1060, 1064, 1111, 1140, 1221, 1222, 1241, 1248, 1300 -> Trouble.SYNTAX;
            case 1267, 1270, 1271 -> Trouble.TYPES;
            case 1242 -> Trouble.VALUE;
            case 1317, 1969, 3024 -> Trouble.TOO_SLOW;
            case 1205, 1213 -> Trouble.LOCKED;
            case 1792 -> Trouble.WRITES;
            case 1040, 1129, 1203, 1226 -> Trouble.BUSY;
            case 1053, 1927, 4031 -> Trouble.GONE;
            case 1153 -> Trouble.TOO_WIDE;
            default -> e instanceof SQLTimeoutException ? Trouble.TOO_SLOW : byText(e);
        };
    }

    /** What the driver itself finds has no number. */
    private static Trouble byText(SQLException e) {
        String text = texts(e).toLowerCase(Locale.ROOT);
        if (text.contains("ssl not enabled") || text.contains("does not support ssl")) {
            return Trouble.NO_TLS;
        }
        if (text.contains("self signed certificate")) {
            return Trouble.TLS;
        }
        return text.contains("maxallowedpacket") ? Trouble.TOO_WIDE : Trouble.of(e.getSQLState());
    }

    private static String texts(Throwable e) {
        return e == null ? "" : e.getMessage() + ' ' + texts(e.getCause());
    }

    /** Of names and words that the query or a view holds, never of a value. */
    static Optional<String> said(SQLException e) {
        return switch (e.getErrorCode()) {
            case 1052,
                    1054,
                    1055,
                    1060,
                    1064,
                    1109,
                    1111,
                    1140,
                    1146,
                    1221,
                    1222,
                    1241,
                    1248,
                    1267,
                    1270,
                    1271,
                    1305,
                    1356,
                    1449,
                    1630 ->
                    Optional.ofNullable(e.getMessage())
                            .map(m -> m.replaceFirst("^\\(conn=\\d+\\) ", ""));
            default -> Optional.empty();
        };
    }
}

package io.tidegate.agent.source.sql;

import io.tidegate.agent.finding.Finding;

import java.util.ArrayList;
import java.util.List;

/** What a login of SQL Server may do beyond reading. Stateless. */
final class SqlServerRights {
    private static final List<String> OF_ALL =
            List.of("INSERT", "UPDATE", "DELETE", "CREATE TABLE");

    /** The login as a whole: what {@link #judge} wants to know. */
    static final String OF_THE_LOGIN =
            """
            SELECT IS_SRVROLEMEMBER('sysadmin'), IS_MEMBER('db_owner'), IS_MEMBER('db_datawriter'),
              IS_MEMBER('db_ddladmin'), HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'INSERT'),
              HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'UPDATE'),
              HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'DELETE'),
              HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'CREATE TABLE'), DB_NAME(), USER_NAME()
            """;

    /** The tables and views that the login sees and may write to. */
    static final String OF_TABLES =
            """
            SELECT name FROM (
              SELECT QUOTENAME(SCHEMA_NAME(o.schema_id)) + '.' + QUOTENAME(o.name) AS name
              FROM sys.objects o WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0) tables
            WHERE HAS_PERMS_BY_NAME(name, 'OBJECT', 'INSERT') = 1
              OR HAS_PERMS_BY_NAME(name, 'OBJECT', 'UPDATE') = 1
              OR HAS_PERMS_BY_NAME(name, 'OBJECT', 'DELETE') = 1
            ORDER BY name
            """;

    private static final int SHOWN = 5;

    private SqlServerRights() {}

    /**
     * @param row sysadmin, db_owner, db_datawriter, db_ddladmin, the rights on the database in the
     *     order of {@link #OF_ALL}, each 1 for yes; then the database and the user within it
     * @param tables those that may be written to
     */
    static Finding judge(List<String> row, List<String> tables) {
        if (isYes(row, 0) || isYes(row, 1)) {
            return Finding.warn(
                            isYes(row, 0)
                                    ? "the login is a sysadmin and may do anything, and SQL Server has no read-only session"
                                    : "the login is a db_owner and may do anything in this database, and SQL Server has no read-only session",
                            "use one that may only read:")
                    .with(ofItsOwn(row.get(8)));
        }
        List<String> lines = revokes(row, row.get(9));
        if (lines.isEmpty()) {
            tables.stream()
                    .limit(SHOWN)
                    .map(table -> revoke("INSERT, UPDATE, DELETE ON " + table, row.get(9)))
                    .forEach(lines::add);
        }
        return lines.isEmpty()
                ? Finding.ok("the login cannot write to any table or view that it sees")
                : Finding.warn(
                                "the login may write%s, and SQL Server has no read-only session"
                                        .formatted(where(tables)),
                                "take that away:")
                        .with(lines);
    }

    private static String where(List<String> tables) {
        String first = String.join(", ", tables.subList(0, Math.min(SHOWN, tables.size())));
        String more = tables.size() > SHOWN ? " and %d more".formatted(tables.size() - SHOWN) : "";
        return tables.isEmpty() ? "" : " to " + first + more;
    }

    private static String revoke(String what, String user) {
        return "REVOKE %s FROM %s;".formatted(what, quoted(user));
    }

    private static boolean isYes(List<String> row, int index) {
        return row.get(index).equals("1");
    }

    private static List<String> revokes(List<String> row, String user) {
        var lines = new ArrayList<String>();
        boolean writer = isYes(row, 2);
        boolean maker = isYes(row, 3);
        if (writer) {
            lines.add("ALTER ROLE db_datawriter DROP MEMBER %s;".formatted(quoted(user)));
        }
        if (maker) {
            lines.add("ALTER ROLE db_ddladmin DROP MEMBER %s;".formatted(quoted(user)));
        }
        for (int i = 0; i < OF_ALL.size(); i++) {
            boolean byRole = OF_ALL.get(i).startsWith("CREATE") ? maker : writer;
            if (isYes(row, 4 + i) && !byRole) {
                lines.add(revoke(OF_ALL.get(i), user));
            }
        }
        return lines;
    }

    private static List<String> ofItsOwn(String database) {
        return List.of(
                "CREATE LOGIN tidegate_reader WITH PASSWORD = '<choose one>';",
                "USE %s;".formatted(quoted(database)),
                "CREATE USER tidegate_reader FOR LOGIN tidegate_reader;",
                "ALTER ROLE db_datareader ADD MEMBER tidegate_reader;");
    }

    private static String quoted(String name) {
        return "[" + name.replace("]", "]]") + "]";
    }
}

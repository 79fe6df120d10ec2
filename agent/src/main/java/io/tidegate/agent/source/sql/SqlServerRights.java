package io.tidegate.agent.source.sql;

import io.tidegate.agent.finding.Finding;

import java.util.ArrayList;
import java.util.List;

/** What a login of SQL Server may do beyond reading. Stateless. */
final class SqlServerRights {
    private static final List<String> OF_ALL =
            List.of("INSERT", "UPDATE", "DELETE", "CREATE TABLE");

    private SqlServerRights() {}

    /**
     * @param row sysadmin, db_owner, db_datawriter, db_ddladmin, the rights on the database in the
     *     order of {@link #OF_ALL}, each 1 for yes; then the database and the user within it
     */
    static List<Finding> judge(List<String> row) {
        String database = row.get(8);
        String user = row.get(9);
        if (isYes(row, 0) || isYes(row, 1)) {
            return List.of(
                    Finding.warn(
                                    isYes(row, 0)
                                            ? "the login is a sysadmin and may do anything; SQL Server has no read-only session"
                                            : "the login is a db_owner and may do anything in this database; SQL Server has no read-only session",
                                    "use one that may only read:")
                            .with(ofItsOwn(database)));
        }
        List<String> lines = revokes(row, user);
        return List.of(
                lines.isEmpty()
                        ? Finding.ok(
                                "the login has no right to write to the database as a whole; those on single tables were not looked at")
                        : Finding.warn(
                                        "the login may write, and SQL Server has no read-only session",
                                        "take that away:")
                                .with(lines));
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
                lines.add("REVOKE %s FROM %s;".formatted(OF_ALL.get(i), quoted(user)));
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

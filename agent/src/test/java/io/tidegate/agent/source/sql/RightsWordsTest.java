package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.finding.Finding;
import io.tidegate.agent.finding.Finding.Level;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

/**
 * What is made of the answers of MariaDB and SQL Server about rights and plans. The answers are
 * written after their documents, no server gave them.
 */
class RightsWordsTest {
    private static List<Finding> grants(String... lines) {
        return MariaDbGrants.of(List.of(lines)).judge("acd");
    }

    private static Finding only(List<Finding> found) {
        assertEquals(1, found.size(), found.toString());
        return found.getFirst();
    }

    @Test
    void aReaderOfMariaDbMayDoNothingElse() {
        Finding finding =
                only(
                        grants(
                                "GRANT USAGE ON *.* TO `reader`@`%` IDENTIFIED BY PASSWORD '*94BD'",
                                "GRANT SELECT, SHOW VIEW ON `acd`.* TO `reader`@`%`",
                                "GRANT SELECT (`a`, `b`) ON `acd`.`agents` TO `reader`@`%`"));
        assertEquals(Level.OK, finding.level());
    }

    @Test
    void whatWritesInMariaDbIsRevokedWhereItWasGranted() {
        Finding finding =
                only(
                        grants(
                                "GRANT USAGE ON *.* TO 'w'@'10.%' IDENTIFIED BY PASSWORD '*94BD'",
                                "GRANT SELECT, INSERT, UPDATE (`a`, `b`) ON `acd`.`calls` TO 'w'@'10.%'",
                                "GRANT EXECUTE ON PROCEDURE `acd`.`tidy` TO 'w'@'10.%' WITH GRANT OPTION"));
        assertEquals(
                "the login could write, were the session not read-only: INSERT, UPDATE on `acd`.`calls`; EXECUTE, GRANT OPTION on `acd`.`tidy`",
                finding.what());
        assertEquals(
                List.of(
                        "REVOKE INSERT, UPDATE (`a`, `b`) ON `acd`.`calls` FROM 'w'@'10.%';",
                        "REVOKE EXECUTE, GRANT OPTION ON PROCEDURE `acd`.`tidy` FROM 'w'@'10.%';"),
                finding.paste());
        assertFalse(finding.toString().contains("94BD"));
    }

    @Test
    void whoMayDoAnythingInMariaDbIsToldTheLinesForAnother() {
        Finding finding =
                only(grants("GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` WITH GRANT OPTION"));
        assertEquals(
                List.of(
                        "CREATE USER 'tidegate_reader'@'%' IDENTIFIED BY '<choose one>';",
                        "GRANT SELECT ON `acd`.* TO 'tidegate_reader'@'%';"),
                finding.paste());
    }

    @Test
    void aRoleIsLookedAtOrNamed() {
        String given = "GRANT `readers` TO `me`@`%`";
        assertTrue(only(grants(given)).what().contains("role `readers`"));
        assertEquals(Level.OK, only(grants(given, "GRANT SELECT ON `acd`.* TO `readers`")).level());
        Finding writes = only(grants(given, "GRANT DELETE ON `acd`.* TO `readers`"));
        assertTrue(writes.what().contains("DELETE on `acd`.*"), writes.what());
    }

    @Test
    void aLineThatIsNotUnderstoodIsCountedAndNotShown() {
        Finding finding = only(grants("GRANT hush-hush"));
        assertEquals(Level.WARN, finding.level());
        assertFalse(finding.toString().contains("hush"));
    }

    @Test
    void aLargeTableThatMariaDbReadsAsAWholeIsNamed() {
        assertEquals(
                Level.OK,
                only(MariaDbCost.judge(
                                List.of(
                                        new MariaDbCost("calls", "range", 900_000),
                                        new MariaDbCost("<derived2>", "ALL", 900_000),
                                        new MariaDbCost("q", "ALL", 12))))
                        .level());
        assertEquals(
                "each read of an hour looks at every row of calls, about 900,000 of them",
                only(MariaDbCost.judge(List.of(new MariaDbCost("calls", "ALL", 900_000)))).what());
    }

    private static Finding sqlServer(String... first) {
        var row = new java.util.ArrayList<>(List.of(first));
        row.addAll(List.of("ACD", "me"));
        return SqlServerRights.judge(row, List.of());
    }

    @Test
    void aRightOnSingleTablesOfSqlServerIsSeen() {
        var login = List.of("0", "0", "0", "0", "0", "0", "0", "0", "ACD", "me");
        Finding finding = SqlServerRights.judge(login, List.of("[dbo].[calls]"));
        assertEquals(
                "the login may write to [dbo].[calls], and SQL Server has no read-only session",
                finding.what());
        assertEquals(
                List.of("REVOKE INSERT, UPDATE, DELETE ON [dbo].[calls] FROM [me];"),
                finding.paste());
    }

    @Test
    void aReaderOfSqlServerIsFine() {
        assertEquals(Level.OK, sqlServer("0", "0", "0", "0", "0", "0", "0", "0").level());
    }

    @Test
    void aSysadminOfSqlServerIsToldTheLinesForAnother() {
        Finding finding = sqlServer("1", "1", "1", "1", "1", "1", "1", "1");
        assertTrue(finding.what().startsWith("the login is a sysadmin"));
        assertEquals(
                List.of(
                        "CREATE LOGIN tidegate_reader WITH PASSWORD = '<choose one>';",
                        "USE [ACD];",
                        "CREATE USER tidegate_reader FOR LOGIN tidegate_reader;",
                        "ALTER ROLE db_datareader ADD MEMBER tidegate_reader;"),
                finding.paste());
    }

    @Test
    void aWriterOfSqlServerIsToldWhatToTakeAway() {
        assertEquals(
                List.of(
                        "ALTER ROLE db_datawriter DROP MEMBER [me];",
                        "REVOKE CREATE TABLE FROM [me];"),
                sqlServer("0", "0", "1", "0", "1", "1", "1", "1").paste());
        assertEquals(
                List.of("REVOKE UPDATE FROM [me];"),
                sqlServer("0", "0", "0", "0", "0", "1", "0", "0").paste());
    }

    @Test
    void theMachineOfEveryKindOfUrlIsFound() throws Exception {
        assertEquals(
                "[db1:5432, db2:5433]",
                places("jdbc:postgresql://db1,db2:5433/acd?sslmode=require"));
        assertEquals("[localhost:5432]", places("jdbc:postgresql:acd"));
        assertEquals("[::1:5432]", places("jdbc:postgresql://[::1]/acd"));
        assertEquals("[db:3306]", places("jdbc:mysql://db/acd"));
        assertEquals("[db:1433]", places("jdbc:sqlserver://db;databaseName=acd"));
        assertEquals("[db:14330]", places("jdbc:sqlserver://db;portNumber=14330;databaseName=acd"));
        assertEquals("[db:?]", places("jdbc:sqlserver://db\\ACD;databaseName=acd"));
        assertEquals("[db:1434]", places("jdbc:sqlserver://db\\ACD:1434;databaseName=acd"));
    }

    private static String places(String url) throws BadQueryException {
        return DatabaseAddress.of(JdbcUrlTest.of(url)).stream()
                .map(a -> a.host() + ":" + a.port().map(String::valueOf).orElse("?"))
                .toList()
                .toString();
    }

    @Test
    void theComparedColumnIsFoundInAFilter() {
        assertEquals(
                Optional.of("ts"),
                PostgresCost.column("((c.ts >= '2026-01-01'::timestamp) AND (c.ts < 'x'))"));
        assertEquals(
                Optional.of("\"T s\""), PostgresCost.column("(\"T s\" >= '2026-01-01'::date)"));
        assertEquals(
                Optional.empty(),
                PostgresCost.column("(date_trunc('hour'::text, c.ts) >= '2026-01-01'::date)"));
        assertEquals(Optional.empty(), PostgresCost.column("((c.ts)::date >= '2026-01-01'::date)"));
    }
}

package io.tidegate.agent.source.sql;

import static io.tidegate.agent.source.sql.Looks.about;
import static io.tidegate.agent.source.sql.Looks.assertAllWell;
import static io.tidegate.agent.source.sql.Looks.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.finding.Finding;
import io.tidegate.agent.finding.Finding.Level;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.loop.TestClock;
import io.tidegate.agent.row.Sources;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the doctor says of a real MariaDB. */
class MariaDbDoctorTest {
    private static final String QUERY =
            "SELECT 'q' AS queueidentifier, 'q' AS queuename, at AS timestamp, n AS offered, n AS answered, 1 AS handlingtime FROM ";
    private static MariaDatabase acd;

    @BeforeAll
    static void fill() throws Exception {
        acd =
                new MariaDatabase(MariaDbServer.shared())
                        .run(
                                "CREATE TABLE calls (at datetime, n int, KEY (at))",
                                "CREATE TABLE large (at datetime, n int, KEY (n, at))",
                                "INSERT INTO large SELECT '2026-01-01' + INTERVAL seq MINUTE, 1 FROM seq_1_to_200000",
                                "ANALYZE TABLE large",
                                "CREATE VIEW large_view AS SELECT at, n FROM large");
        login("reader", "SELECT ON %s.*");
        login("writer", "SELECT, INSERT, DELETE ON %s.calls");
        login("column", "SELECT (at, n), UPDATE (n) ON %s.calls");
        login("owner", "ALL PRIVILEGES ON %s.*");
        login("files", "SELECT ON %s.*");
        login("member", "SELECT ON %s.*");
        login("viewer", "SELECT ON %s.large_view");
        login("seer", "SELECT, SHOW VIEW ON %s.*");
        login("stranger", "SELECT ON %s.*");
        acd.run(
                "GRANT FILE ON *.* TO doctor_files",
                "CREATE OR REPLACE ROLE doctor_writers",
                "GRANT INSERT ON %s.* TO doctor_writers".formatted(acd.name()),
                "CREATE OR REPLACE ROLE doctor_nested",
                "GRANT doctor_writers TO doctor_nested",
                "GRANT doctor_nested TO doctor_member, doctor_stranger",
                "SET DEFAULT ROLE doctor_nested FOR doctor_member");
    }

    private static void login(String name, String right) throws Exception {
        acd.run(
                "CREATE OR REPLACE USER doctor_%s IDENTIFIED BY 'right'".formatted(name),
                "GRANT %s TO doctor_%s".formatted(right.formatted(acd.name()), name));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "writer | could write, were the session not read-only: INSERT, DELETE on `ACD`.`calls` | REVOKE INSERT, DELETE ON `ACD`.`calls` FROM `doctor_writer`@`%`;",
                "column | read-only: UPDATE on `ACD`.`calls` | REVOKE UPDATE (`n`) ON `ACD`.`calls` FROM `doctor_column`@`%`;",
                "files | read-only (which does not stop FILE): FILE on *.* | REVOKE FILE ON *.* FROM `doctor_files`@`%`;",
                "owner | read-only: ALL PRIVILEGES on `ACD`.* | GRANT SELECT ON `ACD`.* TO 'tidegate_reader'@'%';",
                "member | read-only: INSERT on `ACD`.* | GRANT SELECT ON `ACD`.* TO 'tidegate_reader'@'%';",
                "stranger | the login has the role `doctor_nested`, whose rights were not looked at |"
            })
    void whoMayDoMoreThanReadIsToldWhatToDo(String login, String words, String line)
            throws Exception {
        Finding finding = about(query(login, "calls"), words.replace("ACD", acd.name()));

        assertEquals(Level.WARN, finding.level());
        assertEquals(
                Optional.ofNullable(line).map(l -> l.replace("ACD", acd.name())),
                finding.paste().stream().reduce((_, last) -> last));
    }

    @Test
    void aReaderOfAnIndexedTableHasNothingToFear() throws Exception {
        var found = query("reader", "calls");

        assertAllWell(found);
        about(found, "the range is added around the query, on timestamp, as a time without zone: ");
        about(found, "timestamp has no zone: it is read as the wall clock of Europe/Berlin");
        about(found, "the login has no right but to read");
        about(found, "reads no large table as a whole");
    }

    @Test
    void theProposedLinesMakeALoginThatPasses() throws Exception {
        for (String line : about(query("owner", "calls"), "ALL PRIVILEGES").paste()) {
            acd.run(
                    line.replace("tidegate_reader", "doctor_proposed")
                            .replace("CREATE USER", "CREATE OR REPLACE USER")
                            .replace("<choose one>", "right"));
        }
        var found = query("proposed", "calls");

        assertAllWell(found);
    }

    /** Also where the whole of an index is read instead of the whole table. */
    @ParameterizedTest
    @ValueSource(strings = {"", " IGNORE INDEX (n)", " WHERE DATE(at) >= :from AND at < :to"})
    void aLargeTableThatIsReadAsAWholeIsNamed(String rest) throws Exception {
        Finding finding =
                about(query("reader", "large" + rest), "looks at every row of large, about ");

        assertEquals(Level.WARN, finding.level());
        assertTrue(finding.remedy().orElseThrow().contains("an index on its time column"));
    }

    /** As DATABASES.md has it: the view and not its tables. */
    @Test
    void whoMayReadAViewAloneIsToldWhoCanSeeItsPlan() throws Exception {
        var found = query("viewer", "large_view");

        assertAllWell(found);
        about(found, "the plan of a view is shown only to who has SHOW VIEW on it");
        about(query("seer", "large_view"), "looks at every row of large, about ");
    }

    @Test
    void aGoodConnectionIsToldWithUserVersionClockAndZone() throws Exception {
        var found = connection(as("reader", acd.url()), Clock.system());

        assertAllWell(found);
        about(found, "the login works, as doctor_reader@%, on MariaDB ");
        about(found, "not encrypted, and stays on this machine");
        about(found, "its clock agrees with this machine's; its own time zone is -05:30");
        about(found, "the session refuses to write");
    }

    @Test
    void aWrongClockIsNamedWithTheDifference() throws Exception {
        var early = new TestClock(Instant.now().plus(Duration.ofSeconds(300)));
        Finding finding = about(connection(as("reader", acd.url()), early), "its clock is ");

        assertEquals(Level.WARN, finding.level());
        assertTrue(finding.what().contains(" s behind this machine's"), finding.what());
    }

    @Test
    void aComputedTimeIsAskedAbout() throws Exception {
        Finding finding =
                about(
                        query("reader", "(SELECT IFNULL(at, NOW()) AS at, n FROM calls) x"),
                        "computed");

        assertEquals(Level.FAIL, finding.level());
        assertTrue(finding.what().contains("source.acd1.sql.bind = utc"), finding.what());
    }

    @Test
    void aTableThatIsNotThereOrNotGrantedIsNamedInTheDatabasesWords() throws Exception {
        about(query("reader", "nowhere"), "nowhere' doesn't exist");
        about(query("writer", "large"), "grant it SELECT on what the query names");
    }

    private static AgentConfig.Database as(String login, String url) {
        return AcdDatabase.config(url, "doctor_" + login, "right");
    }

    private static List<Finding> query(String login, String table) throws Exception {
        SourceConfig source = Sources.of(DataType.INTERVALS).query(QUERY + table).sql();
        return Looks.query(as(login, acd.url()), source, Clock.system());
    }
}

package io.tidegate.agent.preset;

import static io.tidegate.agent.preset.VicidialTest.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.sql.SqlDatabase;
import io.tidegate.config.AgentConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;

/** UCCX and Sikom on PostgreSQL, and what is at least understood as another database's query. */
class MadeUpTablesOfUccxTest {
    @TempDir Path folder;

    @Test
    void aCallOfSeveralQueuesIsOfferedInEach() throws Exception {
        var database =
                PresetDatabase.postgres()
                        .run(
                                """
                                CREATE TABLE ContactCallDetail (sessionID numeric(18), sessionSeqNum smallint,
                                  nodeID smallint, profileID integer, startDateTime timestamp)
                                """,
                                """
                                CREATE TABLE ContactQueueDetail (sessionID numeric(18), sessionSeqNum smallint,
                                  nodeID smallint, profileID integer, targetID integer,
                                  targetType smallint, qIndex smallint, disposition smallint,
                                  queueTime smallint)
                                """,
                                """
                                CREATE TABLE ContactServiceQueue (recordID integer, profileID integer,
                                  csqName text)
                                """,
                                """
                                CREATE TABLE AgentConnectionDetail (sessionID numeric(18),
                                  sessionSeqNum smallint, nodeID smallint, profileID integer,
                                  qIndex smallint, talkTime smallint, holdTime smallint,
                                  workTime smallint)
                                """)
                        .fill("ContactServiceQueue", List.of(list(1, 1, "A"), list(2, 1, "B")))
                        .fill(
                                "ContactCallDetail",
                                List.of(list(9, 0, 1, 1, "2026-11-17 08:00:00.123")))
                        .fill(
                                "ContactQueueDetail",
                                List.of(
                                        list(9, 0, 1, 1, 1, 0, 1, 5, 30),
                                        list(9, 0, 1, 1, 2, 0, 2, 2, 33),
                                        // For an agent, not for a queue.
                                        list(9, 0, 1, 1, 55, 1, 3, 2, 1)))
                        .fill(
                                "AgentConnectionDetail",
                                List.of(
                                        // Rings and is not answered; then another answers.
                                        list(9, 0, 1, 1, 2, 0, 0, null),
                                        list(9, 0, 1, 1, 2, 100, 10, 20)));
        assertEquals(
                List.of(
                        "1 A 2026-11-17T08:00:00.123Z 0 - 0 9 - - - 30000",
                        "2 B 2026-11-17T08:00:00.123Z 1 130000 0 9 - - - 33000"),
                sorted(read(database, "cisco-uccx.contacts")));
    }

    @Test
    void changesOfAgentsBecomeStates() throws Exception {
        var database =
                PresetDatabase.postgres()
                        .run(
                                """
                                CREATE TABLE Resource (resourceID integer, profileID integer,
                                  resourceLoginID text)
                                """,
                                """
                                CREATE TABLE AgentStateDetail (agentID integer, eventDateTime timestamp,
                                  eventType smallint, reasonCode smallint, profileID integer)
                                """)
                        .fill("Resource", List.of(list(5, 1, "kim")))
                        .fill(
                                "AgentStateDetail",
                                List.of(
                                        list(5, "2026-11-17 08:00:00", 1, null, 1),
                                        list(5, "2026-11-17 08:00:01", 2, 32760, 1),
                                        list(5, "2026-11-17 08:05:00", 3, null, 1),
                                        list(5, "2026-11-17 09:00:00", 7, 22, 1)));
        assertEquals(
                List.of(
                        "kim 2026-11-17T08:00:00Z Logged In 2026-11-17T08:00:01Z",
                        "kim 2026-11-17T08:00:01Z Not Ready 32760 2026-11-17T08:05:00Z",
                        "kim 2026-11-17T08:05:00Z Ready 2026-11-17T09:00:00Z"),
                read(database, "cisco-uccx.agent-status"));
    }

    @Test
    void sikomReadsTheViewsThatItsHeadDescribes() throws Exception {
        var database =
                PresetDatabase.postgres()
                        .run(
                                """
                                CREATE TABLE tidegate_contacts (call_id text, queue_id text,
                                  queue_name text, entered_at timestamp, answered integer,
                                  handled_s integer, waited_s integer)
                                """,
                                """
                                CREATE TABLE tidegate_agent_status (user_name text,
                                  began_at timestamp, ended_at timestamp, activity text)
                                """)
                        .fill(
                                "tidegate_contacts",
                                List.of(list("c", 1, "A", "2026-11-17 09:00:00", 1, 90, 5)))
                        .fill(
                                "tidegate_agent_status",
                                List.of(list("kim", "2026-11-17 09:00:00", null, "Break")));
        assertEquals(
                List.of("1 A 2026-11-17T08:00:00Z 1 90000 0 c - - - 5000"),
                read(database, "sikom.contacts"));
        assertEquals(
                List.of("kim 2026-11-17T08:00:00Z Break -"), read(database, "sikom.agent-status"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cisco-ucce.intervals",
                "cisco-ucce.agent-status",
                "mitel.intervals",
                "genesys-engage.contacts",
                "genesys-engage.agent-status",
                "sikom.contacts",
                "sikom.agent-status"
            })
    void isUnderstoodAsAQueryOfSqlServer(String preset) throws Exception {
        var database =
                new PresetDatabase("jdbc:sqlserver://acd.example:1433;databaseName=acd", "u", "p");
        AgentConfig config = PresetRead.config(folder, database, preset);
        try (Source source =
                new SqlDatabase(config.databases().get("acd"), Clock.system())
                        .open(config.sources().get("acd1"))) {
            assertFalse(config.sources().get("acd1").recipe().isEmpty(), source.toString());
        }
    }

    private List<String> read(PresetDatabase database, String preset) throws Exception {
        return PresetRead.of(folder, database, preset, Visit.FROM, Visit.TO).shown();
    }

    private static List<String> sorted(List<String> rows) {
        return rows.stream().sorted().toList();
    }
}

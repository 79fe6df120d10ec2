package io.tidegate.agent.preset;

import static io.tidegate.agent.preset.VicidialTest.list;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Agents' states where the ACD has a table of log-ins, or none at all, in made-up tables. */
class AgentStatesTest {
    private static final int NINE = 1_795_161_600 - 86_400; // 2026-11-19T08:00:00Z

    @TempDir Path folder;

    @Test
    void avayaCmsSessionsOfSeveralSplitsAreOne() throws Exception {
        var database =
                PresetDatabase.postgres()
                        .run(
                                "CREATE SCHEMA root",
                                """
                                CREATE TABLE root.haglog (row_date date, acd smallint, split smallint,
                                  logid char(10), login integer, logout integer)
                                """)
                        .fill(
                                "root.haglog",
                                List.of(
                                        list("2026-11-19", 1, 40, "5001", NINE, NINE + 600),
                                        list("2026-11-19", 1, 41, "5001", NINE, NINE + 900),
                                        list("2026-11-19", 2, 40, "5001", NINE, NINE + 60),
                                        list("2026-11-19", 1, 40, "5002", NINE, 0),
                                        list("2026-11-19", 1, 40, "5003", NINE + 60, null)));
        assertEquals(
                List.of(
                        "1-5001 2026-11-19T08:00:00Z Logged in 2026-11-19T08:15:00Z",
                        "1-5002 2026-11-19T08:00:00Z Logged in -",
                        "1-5003 2026-11-19T08:01:00Z Logged in -",
                        "2-5001 2026-11-19T08:00:00Z Logged in 2026-11-19T08:01:00Z"),
                read(database, "avaya-cms.agent-status", Visit.FROM, Visit.TO));
    }

    @Test
    void mitelReadsTheViewThatACustomerMakes() throws Exception {
        var database =
                PresetDatabase.postgres()
                        .run(
                                """
                                CREATE TABLE tidegate_agent_status (agent_id text, began_at timestamp,
                                  ended_at timestamp, activity text)
                                """)
                        .fill(
                                "tidegate_agent_status",
                                List.of(
                                        list("7", "2026-11-19 09:00", "2026-11-19 09:05", "Idle"),
                                        list("7", "2026-11-19 09:05", null, "Make Busy 3")));
        assertEquals(
                List.of(
                        "7 2026-11-19T08:00:00Z Idle 2026-11-19T08:05:00Z",
                        "7 2026-11-19T08:05:00Z Make Busy 3 -"),
                read(database, "mitel.agent-status", Visit.FROM, Visit.TO));
    }

    @Test
    void freeswitchsChangesAreNotedByTheTriggerOfThePresetsHead() throws Exception {
        var database = PresetDatabase.postgres();
        database.run(
                """
                CREATE TABLE agents (name varchar(255), status varchar(255), state varchar(255),
                  calls_answered integer NOT NULL DEFAULT 0)
                """,
                trigger(),
                "INSERT INTO agents VALUES ('kim', 'Logged Out', 'Waiting')",
                "UPDATE agents SET status = 'Available'",
                "UPDATE agents SET calls_answered = 1", // No change of state.
                "UPDATE agents SET state = 'Receiving'",
                "UPDATE agents SET state = 'In a queue call'",
                "UPDATE agents SET state = 'Waiting'",
                "UPDATE agents SET status = 'On Break'",
                "INSERT INTO agents VALUES ('lou', 'Available', 'Waiting')",
                "DELETE FROM agents WHERE name = 'lou'",
                "UPDATE agents SET status = 'Logged Out'",
                // The trigger goes by the clock; what is read must not depend on the day.
                """
                UPDATE tidegate_agent_change SET at = timestamptz '2026-11-19 08:00Z'
                  + (at - (SELECT min(at) FROM tidegate_agent_change))
                """);
        List<String> rows = read(database, "freeswitch.agent-status", Visit.FROM, Visit.TO);
        List<String> activities =
                rows.stream()
                        .map(r -> r.replaceAll(" \\d{4}-\\S+Z", ""))
                        .filter(r -> r.startsWith("kim"))
                        .toList();
        assertEquals(
                List.of(
                        "kim Available",
                        "kim Receiving",
                        "kim In a queue call",
                        "kim Available",
                        "kim On Break"),
                activities);
        assertEquals(0, rows.stream().filter(r -> r.endsWith(" -")).count());
        assertEquals(6, rows.size());
    }

    /** What the preset's head tells a person to run. */
    private static String trigger() throws IOException {
        try (InputStream in =
                io.tidegate.config.AgentFile.class.getResourceAsStream(
                        "presets/freeswitch.agent-status.sql")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            String from = text.substring(text.indexOf("-- CREATE TABLE"), text.indexOf("--\n--: "));
            return from.replaceAll("(?m)^-- ?", "");
        }
    }

    private List<String> read(PresetDatabase database, String preset, Instant from, Instant to)
            throws Exception {
        List<String> rows = PresetRead.of(folder, database, preset, from, to).shown();
        return preset.startsWith("freeswitch") ? rows : rows.stream().sorted().toList();
    }
}

package io.tidegate.agent.preset;

import static io.tidegate.agent.preset.VicidialTest.list;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/**
 * Presets whose own database is not to be had here, on PostgreSQL, in tables that have what their
 * documents name. That the query means what its head says is seen; that the ACD's own database
 * takes it is not.
 */
class MadeUpTablesTest {
    private static final long NINE = 1_795_161_600; // 2026-11-20T08:00:00Z, nine in Berlin.

    @TempDir Path folder;

    @Test
    void avayaCms() throws Exception {
        var database =
                PresetDatabase.postgres()
                        .run(
                                "CREATE SCHEMA root",
                                """
                                CREATE TABLE root.hsplit (row_date date, starttime smallint, acd smallint,
                                  split smallint, callsoffered integer, acdcalls integer,
                                  abncalls integer, acdtime integer, holdtime integer,
                                  acwtime integer, anstime integer)
                                """)
                        .fill(
                                "root.hsplit",
                                List.of(
                                        list("2026-11-17", 0, 1, 40, 2, 2, 0, 100, 10, 20, 8),
                                        list("2026-11-17", 930, 1, 40, 9, 7, 2, 700, 70, 140, 60),
                                        list("2026-11-19", 2330, 2, 40, 1, 0, 1, 0, 0, 0, 0),
                                        list("2026-11-20", 0, 1, 40, 5, 5, 0, 1, 1, 1, 1)));
        assertEquals(
                List.of(
                        "1-40 1-40 2026-11-16T23:00:00Z 2 2 130000 0 0 - 100000 10000 20000 8000 -",
                        "1-40 1-40 2026-11-17T08:30:00Z 9 7 910000 0 2 - 700000 70000 140000 60000 -",
                        "2-40 2-40 2026-11-19T22:30:00Z 1 0 0 0 1 - 0 0 0 0 -"),
                read(database, "avaya-cms.intervals"));
    }

    @Test
    void avayaCmsOnTheDayWithAnHourTwice() throws Exception {
        var database =
                PresetDatabase.postgres()
                        .run(
                                "CREATE SCHEMA root",
                                """
                                CREATE TABLE root.hsplit (row_date date, starttime smallint, acd smallint,
                                  split smallint, callsoffered integer, acdcalls integer,
                                  abncalls integer, acdtime integer, holdtime integer,
                                  acwtime integer, anstime integer)
                                """)
                        .fill(
                                "root.hsplit",
                                List.of(
                                        list("2026-10-25", 200, 1, 40, 3, 3, 0, 1, 0, 0, 0),
                                        list("2026-10-25", 200, 1, 40, 5, 5, 0, 1, 0, 0, 0)));
        var rows =
                PresetRead.of(
                                folder,
                                database,
                                "avaya-cms.intervals",
                                Visit.FROM.minusSeconds(40 * 86_400),
                                Visit.TO)
                        .times();
        assertEquals(List.of("2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z"), sorted(rows));
    }

    @Test
    void ucceIntervalsTellTheTwoPassesOfAnHourApart() throws Exception {
        var database =
                PresetDatabase.postgres()
                        .run(
                                "CREATE TABLE Call_Type (CallTypeID integer, EnterpriseName text)",
                                """
                                CREATE TABLE Call_Type_Interval (DateTime timestamp, TimeZone integer,
                                  CallTypeID integer, CallsOffered integer, CallsHandled integer,
                                  TotalCallsAband integer, HandleTime integer)
                                """)
                        .fill("Call_Type", List.of(list(5001, "Sales")))
                        .fill(
                                "Call_Type_Interval",
                                List.of(
                                        list("2026-11-01 01:30:00", 240, 5001, 9, 7, 2, 700),
                                        list("2026-11-01 01:30:00", 300, 5001, 4, 4, 0, 100),
                                        list("2026-11-01 02:00:00", 300, 5001, 1, 0, 1, 0)));
        var rows =
                PresetRead.of(
                        folder,
                        database,
                        "cisco-ucce.intervals",
                        Visit.FROM.minusSeconds(40 * 86_400),
                        Visit.TO,
                        "time-zone = America/New_York");
        assertEquals(
                List.of(
                        "5001 Sales 2026-11-01T05:30:00Z 9 7 700000 0 2 - - - - - -",
                        "5001 Sales 2026-11-01T06:30:00Z 4 4 100000 0 0 - - - - - -",
                        "5001 Sales 2026-11-01T07:00:00Z 1 0 0 0 1 - - - - - -"),
                sorted(rows.shown()));
    }

    @Test
    void ucceStates() throws Exception {
        var database =
                PresetDatabase.postgres()
                        .run(
                                "CREATE TABLE Agent (SkillTargetID integer)",
                                """
                                CREATE TABLE Agent_State_Trace (DateTime timestamp, TimeZone integer,
                                  SkillTargetID integer, AgentState integer, ReasonCode integer,
                                  RecoveryKey double precision)
                                """)
                        .fill("Agent", List.of(list(77)))
                        .fill(
                                "Agent_State_Trace",
                                List.of(
                                        list("2026-11-17 09:00:00", -60, 77, 1, 0, 1),
                                        // Two within a minute: the last counts.
                                        list("2026-11-17 09:00:00", -60, 77, 2, 0, 2),
                                        list("2026-11-17 09:05:00", -60, 77, 3, 0, 3),
                                        list("2026-11-17 10:00:00", -60, 77, 2, 12, 4),
                                        list("2026-11-17 10:30:00", -60, 77, 0, 1, 5)));
        assertEquals(
                List.of(
                        "77 2026-11-17T08:00:00Z Not Ready 2026-11-17T08:05:00Z",
                        "77 2026-11-17T08:05:00Z Ready 2026-11-17T09:00:00Z",
                        "77 2026-11-17T09:00:00Z Not Ready 12 2026-11-17T09:30:00Z"),
                read(database, "cisco-ucce.agent-status"));
    }

    @Test
    void mitel() throws Exception {
        var database =
                PresetDatabase.postgres()
                        .run(
                                """
                                CREATE TABLE QueuePerformanceByPeriodStats (QueueID uuid, QueueName text,
                                  MidnightStartDate timestamp, TimeIntervalID integer,
                                  QueueOffered integer, QueueAnswered integer, QueueAbandoned integer,
                                  QueueShortAbandoned integer, QueueTotalTalkTime integer)
                                """)
                        .fill(
                                "QueuePerformanceByPeriodStats",
                                List.of(
                                        period("2026-11-17", 0, 3),
                                        period("2026-11-17", 37, 5),
                                        period("2026-11-19", 95, 7),
                                        period("2026-11-20", 0, 9)));
        String queue = "a207c9fe-ade0-4bff-af71-c2df9879788d P101 ";
        assertEquals(
                List.of(
                        queue + "2026-11-16T23:00:00Z 3 2 50000 0 1 0 - - - - -",
                        queue + "2026-11-17T08:15:00Z 5 2 50000 0 1 0 - - - - -",
                        queue + "2026-11-19T22:45:00Z 7 2 50000 0 1 0 - - - - -"),
                read(database, "mitel.intervals"));
    }

    private static List<String> period(String day, int quarter, int offered) {
        return list(
                "a207c9fe-ade0-4bff-af71-c2df9879788d", "P101", day, quarter, offered, 2, 1, 0, 50);
    }

    @Test
    void genesys() throws Exception {
        var database =
                PresetDatabase.postgres()
                        .run(
                                """
                                CREATE TABLE RESOURCE_ (RESOURCE_KEY integer, RESOURCE_NAME text,
                                  RESOURCE_SUBTYPE_CODE text)
                                """,
                                "CREATE TABLE MEDIA_TYPE (MEDIA_TYPE_KEY integer, MEDIA_NAME_CODE text)",
                                """
                                CREATE TABLE MEDIATION_SEGMENT_FACT (INTERACTION_ID bigint,
                                  RESOURCE_KEY integer, MEDIA_TYPE_KEY integer, START_TS integer,
                                  MEDIATION_DURATION integer, TARGET_IXN_RESOURCE_ID bigint)
                                """,
                                """
                                CREATE TABLE INTERACTION_RESOURCE_FACT (INTERACTION_RESOURCE_ID bigint,
                                  TALK_DURATION integer, HOLD_DURATION integer,
                                  AFTER_CALL_WORK_DURATION integer, RING_DURATION integer)
                                """,
                                "CREATE TABLE RESOURCE_STATE (RESOURCE_STATE_KEY integer, STATE_NAME text)",
                                """
                                CREATE TABLE SM_RES_STATE_FACT (RESOURCE_KEY integer,
                                  RESOURCE_STATE_KEY integer, MEDIA_TYPE_KEY integer,
                                  START_TS integer, END_TS integer, ACTIVE_FLAG smallint)
                                """)
                        .fill(
                                "RESOURCE_",
                                List.of(
                                        list(1, "VQ_Sales", "VIRTUALQUEUE"),
                                        list(2, "8000", "ACDQUEUE"),
                                        list(3, "kim", "AGENT")))
                        .fill("MEDIA_TYPE", List.of(list(1, "VOICE"), list(2, "EMAIL")))
                        .fill("RESOURCE_STATE", List.of(list(1, "Ready"), list(2, "NotReady")))
                        .fill("INTERACTION_RESOURCE_FACT", List.of(list(90, 100, 10, 20, 5)))
                        .fill(
                                "MEDIATION_SEGMENT_FACT",
                                List.of(
                                        list(7, 1, 1, NINE - 86_400, 12, 90),
                                        list(7, 2, 1, NINE - 86_400, 1, 90),
                                        list(8, 1, 2, NINE - 86_000, 40, null)))
                        .fill(
                                "SM_RES_STATE_FACT",
                                List.of(
                                        list(3, 1, 1, NINE - 86_400, NINE - 86_300, 0),
                                        list(3, 2, 1, NINE - 86_300, 2_000_000_000, 1),
                                        list(3, 1, 2, NINE - 86_400, 2_000_000_000, 1)));
        assertEquals(
                List.of(
                        "1 VQ_Sales 2026-11-19T08:00:00Z 1 130000 0 7 - - - 17000",
                        "1 VQ_Sales 2026-11-19T08:06:40Z 0 - 2 8 - - - 40000"),
                sorted(read(database, "genesys-engage.contacts")));
        assertEquals(
                List.of(
                        "kim 2026-11-19T08:00:00Z Ready 2026-11-19T08:01:40Z",
                        "kim 2026-11-19T08:01:40Z NotReady -"),
                sorted(read(database, "genesys-engage.agent-status")));
    }

    private List<String> read(PresetDatabase database, String preset) throws Exception {
        return PresetRead.of(folder, database, preset, Visit.FROM, Visit.TO).shown();
    }

    private static List<String> sorted(List<String> rows) {
        return rows.stream().sorted().toList();
    }
}

package io.tidegate.agent.preset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The presets of VICIdial on a real MariaDB, in the columns that its schema gives its tables. */
class VicidialTest {
    private static final String CLOSER =
            """
            CREATE TABLE vicidial_closer_log (closecallid INT(9) UNSIGNED AUTO_INCREMENT PRIMARY KEY,
              campaign_id VARCHAR(20), call_date DATETIME, start_epoch INT(10) UNSIGNED,
              end_epoch INT(10) UNSIGNED, length_in_sec INT(10), status VARCHAR(6), user VARCHAR(20),
              queue_seconds DECIMAL(7,2) DEFAULT 0.00, uniqueid VARCHAR(20) NOT NULL DEFAULT '')
            """;
    private static final String GROUPS =
            """
            CREATE TABLE vicidial_inbound_groups (group_id VARCHAR(20) NOT NULL PRIMARY KEY,
              group_name VARCHAR(30), group_handling ENUM('PHONE','EMAIL','CHAT') DEFAULT 'PHONE')
            """;
    private static final String AGENTS =
            """
            CREATE TABLE vicidial_agent_log (agent_log_id INT(9) UNSIGNED AUTO_INCREMENT PRIMARY KEY,
              user VARCHAR(20), event_time DATETIME, pause_epoch INT(10) UNSIGNED,
              wait_epoch INT(10) UNSIGNED, talk_epoch INT(10) UNSIGNED,
              dispo_epoch INT(10) UNSIGNED, sub_status VARCHAR(6))
            """;
    private static final String USERS =
            """
            CREATE TABLE vicidial_user_log (user_log_id INT(9) UNSIGNED AUTO_INCREMENT PRIMARY KEY,
              user VARCHAR(20), event VARCHAR(50), event_date DATETIME,
              event_epoch INT(10) UNSIGNED)
            """;

    @TempDir Path folder;

    @Test
    void contactsGiveTheKnownSums() throws Exception {
        List<List<String>> rows = new ArrayList<>();
        Visit.all().forEach(visit -> rows.add(row(visit)));
        rows.add(list(null, "sales", "0000-00-00", "0", "0", null, "DROP", "VDCL", "0", "z"));
        var read =
                PresetRead.of(
                        folder,
                        database().fill("vicidial_closer_log", rows),
                        "vicidial.contacts",
                        Visit.FROM,
                        Visit.TO);
        assertEquals(Totals.expected(Visit.all()), Totals.ofContacts(read.rows));
    }

    private static List<String> row(Visit v) {
        long begin = v.entered().getEpochSecond();
        return list(
                null,
                v.queue(),
                QueueLogTest.local(v.entered()).substring(0, 19),
                begin,
                v.over() ? v.end().getEpochSecond() : null,
                v.over() ? v.waited() + v.talk() : null,
                v.answered() ? "INCALL" : v.over() ? "DROP" : "QUEUE",
                v.answered() ? "6001" : "VDCL",
                v.exit() == Visit.Exit.STILL_WAITING ? 0 : v.waited(),
                v.call());
    }

    @Test
    void namesAndChannelsComeFromTheInboundGroup() throws Exception {
        var database =
                database()
                        .fill(
                                "vicidial_inbound_groups",
                                List.of(
                                        list("sales", "Sales calls", "PHONE"),
                                        list("mail", "Mail", "EMAIL")))
                        .fill(
                                "vicidial_closer_log",
                                List.of(
                                        list(
                                                null,
                                                "sales",
                                                "2026-11-17 09:00:00",
                                                1,
                                                31,
                                                30,
                                                "A",
                                                "6",
                                                10,
                                                "u1"),
                                        list(
                                                null,
                                                "mail",
                                                "2026-11-17 09:01:00",
                                                1,
                                                31,
                                                30,
                                                "A",
                                                "6",
                                                10,
                                                "u2")));
        assertEquals(
                List.of(
                        "sales Sales calls 2026-11-17T08:00:00Z 1 20000 0 u1 - - - 10000",
                        "mail Mail 2026-11-17T08:01:00Z 1 20000 2 u2 - - - 10000"),
                PresetRead.of(folder, database, "vicidial.contacts", Visit.FROM, Visit.TO).shown());
    }

    @Test
    void roundsOfAnAgentBecomeStatesWithoutGaps() throws Exception {
        long at = Instant.parse("2026-11-17T08:00:00Z").getEpochSecond();
        var database =
                database()
                        .fill(
                                "vicidial_agent_log",
                                List.of(
                                        round(1, at, at, at + 10, at + 100, at + 400, "LOGIN"),
                                        // Neither a pause nor waiting: the next call is there at
                                        // once.
                                        round(
                                                2, at + 420, at + 420, at + 420, at + 420, at + 450,
                                                ""),
                                        round(3, at + 500, at + 500, 0, null, 0, "LUNCH")))
                        .fill(
                                "vicidial_user_log",
                                List.of(
                                        list(1, "6001", "LOGIN", "2026-11-17 09:00:00", at),
                                        list(
                                                2,
                                                "6001",
                                                "LOGOUT",
                                                "2026-11-17 09:20:00",
                                                at + 1200)));
        assertEquals(
                List.of(
                        "6001 2026-11-17T08:00:00Z Pause LOGIN 2026-11-17T08:00:10Z",
                        "6001 2026-11-17T08:00:10Z Waiting 2026-11-17T08:01:40Z",
                        "6001 2026-11-17T08:01:40Z Talking 2026-11-17T08:06:40Z",
                        "6001 2026-11-17T08:06:40Z Wrap-up 2026-11-17T08:07:00Z",
                        "6001 2026-11-17T08:07:00Z Talking 2026-11-17T08:07:30Z",
                        "6001 2026-11-17T08:07:30Z Wrap-up 2026-11-17T08:08:20Z",
                        "6001 2026-11-17T08:08:20Z Pause LUNCH 2026-11-17T08:20:00Z"),
                PresetRead.of(folder, database, "vicidial.agent-status", Visit.FROM, Visit.TO)
                        .shown());
    }

    private static List<String> round(
            long id, long event, long pause, Number wait, Number talk, Number end, String code) {
        String time = QueueLogTest.local(Instant.ofEpochSecond(event)).substring(0, 19);
        return list(id, "6001", time, pause, wait, talk, end, code);
    }

    private static PresetDatabase database() throws Exception {
        return PresetDatabase.mariaDb().run(CLOSER, GROUPS, AGENTS, USERS);
    }

    /** Texts of values; null stays. */
    static List<String> list(Object... values) {
        return Arrays.stream(values).map(v -> v == null ? null : v.toString()).toList();
    }
}

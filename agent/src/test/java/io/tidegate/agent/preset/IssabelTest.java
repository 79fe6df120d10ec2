package io.tidegate.agent.preset;

import static io.tidegate.agent.preset.VicidialTest.list;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The presets of Issabel on a real MariaDB, in the columns that the module's schema has. */
class IssabelTest {
    private static final List<String> QUEUES = List.of("sales", "service", "help");
    private static final String[] TABLES = {
        "CREATE TABLE queue_call_entry (id INT UNSIGNED PRIMARY KEY, queue VARCHAR(50))",
        """
        CREATE TABLE call_entry (id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
          id_queue_call_entry INT UNSIGNED NOT NULL, callerid VARCHAR(15) NOT NULL,
          datetime_init DATETIME, datetime_end DATETIME, duration INT UNSIGNED,
          status VARCHAR(32), datetime_entry_queue DATETIME, duration_wait INT,
          uniqueid VARCHAR(32))
        """,
        "CREATE TABLE agent (id INT UNSIGNED PRIMARY KEY, number VARCHAR(40), password VARCHAR(9))",
        "CREATE TABLE `break` (id INT UNSIGNED PRIMARY KEY, name VARCHAR(250), tipo ENUM('B','H'))",
        """
        CREATE TABLE audit (id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
          id_agent INT UNSIGNED NOT NULL, id_break INT UNSIGNED, datetime_init DATETIME NOT NULL,
          datetime_end DATETIME)
        """
    };

    @TempDir Path folder;

    @Test
    void contactsGiveTheKnownSums() throws Exception {
        List<List<String>> rows = new ArrayList<>();
        Visit.all().forEach(visit -> rows.add(row(visit)));
        rows.add(list(null, 1, "030", null, null, null, "en-cola", null, null, "no time"));
        var database = database().fill("call_entry", rows);
        var read = PresetRead.of(folder, database, "issabel.contacts", Visit.FROM, Visit.TO);
        assertEquals(Totals.expected(Visit.all()), Totals.ofContacts(read.rows));
    }

    private static List<String> row(Visit v) {
        return list(
                null,
                QUEUES.indexOf(v.queue()) + 1,
                "0301234567",
                v.answered() ? time(v.left()) : null,
                v.over() ? time(v.end()) : null,
                v.talked() ? v.talk() : null,
                v.over() ? v.answered() ? "terminada" : "abandonada" : "en-cola",
                time(v.entered()),
                v.exit() == Visit.Exit.STILL_WAITING ? null : v.waited(),
                v.call());
    }

    private static String time(Instant at) {
        return QueueLogTest.local(at).substring(0, 19);
    }

    @Test
    void breaksLieWithinSessions() throws Exception {
        var database =
                database()
                        .fill("agent", List.of(list(7, "8001", "x"), list(8, "8002", "x")))
                        .fill("`break`", List.of(list(1, "Hold", "H"), list(2, "Lunch", "B")))
                        .fill(
                                "audit",
                                List.of(
                                        span(7, null, "08:00:00", "16:00:00"),
                                        span(7, 2, "12:00:00", "12:30:00"),
                                        // One break follows another at once.
                                        span(7, 1, "12:30:00", "12:31:00"),
                                        span(7, 2, "13:00:00", "13:00:00"),
                                        // Ends with its session.
                                        span(7, 2, "15:50:00", "16:00:00"),
                                        span(8, null, "09:00:00", null),
                                        span(8, 2, "10:00:00", null)));
        assertEquals(
                List.of(
                        "8001 2026-11-17T07:00:00Z Available 2026-11-17T11:00:00Z",
                        "8002 2026-11-17T08:00:00Z Available 2026-11-17T09:00:00Z",
                        "8002 2026-11-17T09:00:00Z Lunch -",
                        "8001 2026-11-17T11:00:00Z Lunch 2026-11-17T11:30:00Z",
                        "8001 2026-11-17T11:30:00Z Hold 2026-11-17T11:31:00Z",
                        "8001 2026-11-17T11:31:00Z Available 2026-11-17T14:50:00Z",
                        "8001 2026-11-17T14:50:00Z Lunch 2026-11-17T15:00:00Z"),
                PresetRead.of(folder, database, "issabel.agent-status", Visit.FROM, Visit.TO)
                        .shown());
    }

    private static List<String> span(int agent, Integer pause, String from, String to) {
        String day = "2026-11-17 ";
        return list(null, agent, pause, day + from, to == null ? null : day + to);
    }

    private static PresetDatabase database() throws Exception {
        List<List<String>> queues = new ArrayList<>();
        QUEUES.forEach(queue -> queues.add(list(QUEUES.indexOf(queue) + 1, queue)));
        return PresetDatabase.mariaDb().run(TABLES).fill("queue_call_entry", queues);
    }
}

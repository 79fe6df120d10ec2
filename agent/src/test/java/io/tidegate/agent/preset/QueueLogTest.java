package io.tidegate.agent.preset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.row.Checked;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** The presets of Asterisk and Wazo on real databases, with stays whose sums are known. */
class QueueLogTest {
    private static final DateTimeFormatter TEXT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS");

    /** The columns that contrib/realtime of Asterisk gives the table, for either database. */
    private static final String TABLE =
            """
            CREATE TABLE queue_log (time %s, callid VARCHAR(80), queuename VARCHAR(256),
              agent VARCHAR(80), event VARCHAR(32), data1 VARCHAR(100), data2 VARCHAR(100),
              data3 VARCHAR(100), data4 VARCHAR(100), data5 VARCHAR(100))
            """;

    @TempDir Path folder;

    @Test
    void asteriskInPostgresqlGivesTheKnownSums() throws Exception {
        assertKnown("asterisk.contacts", texts(PresetDatabase.postgres()));
    }

    @Test
    void asteriskInMariaDbGivesTheSameSums() throws Exception {
        assertKnown("asterisk.contacts", texts(PresetDatabase.mariaDb()));
    }

    @Test
    void asteriskWithWholeSecondsInMariaDbGivesTheSameSums() throws Exception {
        assertKnown("asterisk.contacts", kept("DATETIME", PresetDatabase.mariaDb(), stays()));
    }

    /** Their clock is the session's, and a text of Berlin's would be an hour or two beside it. */
    @Test
    void asteriskInTimestampsOfMariaDbGivesTheSameSums() throws Exception {
        var log = new QueueLog(at -> zoned(at).replace("+00", "")).all(stays()).rows();
        var database =
                PresetDatabase.mariaDb()
                        .run(TABLE.formatted("CHAR(26)"))
                        .fill("queue_log", log)
                        .run(
                                "SET time_zone = '+00:00'",
                                "ALTER TABLE queue_log MODIFY time TIMESTAMP(6) NULL");
        assertEquals(Totals.expected(stays()), Totals.ofContacts(byTheHour(database)));
    }

    @Test
    void asteriskInTimesOfPostgresqlGivesTheSameSums() throws Exception {
        var local = kept("TIMESTAMP", PresetDatabase.postgres(), stays());
        assertEquals(Totals.expected(stays()), Totals.ofContacts(byTheHour(local)));
        var instants = wazo(stays());
        assertEquals(Totals.expected(stays()), Totals.ofContacts(byTheHour(instants)));
    }

    /** As a blind transfer back into its queue does: end and entry fall into one second. */
    @Test
    void inWholeSecondsAnEndIsThatOfTheStayBefore() throws Exception {
        Instant at = Visit.FROM;
        Instant back = at.plusSeconds(95);
        var log =
                new QueueLog(QueueLogTest::local)
                        .event(at, "1.1", "sales", "NONE", "ENTERQUEUE")
                        .event(at.plusSeconds(5), "1.1", "sales", "SIP/1", "CONNECT", "5")
                        .event(back, "1.1", "sales", "SIP/1", "BLINDTRANSFER", "8", "c", "5", "90")
                        .event(back, "1.1", "sales", "NONE", "ENTERQUEUE")
                        .event(back, "1.1", "sales", "NONE", "EXITEMPTY", "1", "1", "0")
                        .event(back, "1.1", "sales", "NONE", "ENTERQUEUE")
                        .event(back, "1.1", "sales", "SIP/2", "CONNECT", "0")
                        .event(
                                at.plusSeconds(107),
                                "1.1",
                                "sales",
                                "SIP/2",
                                "COMPLETEAGENT",
                                "0",
                                "12")
                        .rows();
        for (var database : List.of(PresetDatabase.postgres(), PresetDatabase.mariaDb())) {
            database.run(TABLE.formatted("CHAR(26)")).fill("queue_log", log);
            assertEquals(
                    List.of(
                            "sales sales 2026-11-16T23:00:00Z 1 90000 0 1.1 - - - 5000",
                            "sales sales 2026-11-16T23:01:35Z 1 12000 0 1.1 - - - 0"),
                    contacts("asterisk.contacts", database).shown());
        }
    }

    @Test
    void wazoGivesTheSameSums() throws Exception {
        assertKnown("wazo.contacts", wazo(stays()));
    }

    @Test
    void whatIsReadByTheHourIsWhatIsReadAtOnce() throws Exception {
        var rows = byTheHour(texts(PresetDatabase.postgres()));
        assertEquals(Totals.expected(stays()), Totals.ofContacts(rows));
    }

    private List<Row> byTheHour(PresetDatabase database) throws Exception {
        List<Row> rows = new ArrayList<>();
        for (Instant at = Visit.FROM; at.isBefore(Visit.TO); at = at.plus(Duration.ofHours(1))) {
            Instant to = at.plus(Duration.ofHours(1));
            rows.addAll(PresetRead.of(folder, database, "asterisk.contacts", at, to).rows);
        }
        return rows;
    }

    @Test
    void aCallThatWaitsIsOfferedAndTurnsAnsweredWhenItIs() throws Exception {
        Instant at = Visit.FROM;
        var waits = new Visit("1.1", "sales", at, 0, 0, Visit.Exit.STILL_WAITING);
        var talks = new Visit("1.1", "sales", at, 5, 0, Visit.Exit.STILL_TALKING);
        var ended = new Visit("1.1", "sales", at, 5, 9, Visit.Exit.COMPLETE_BY_AGENT);
        List<String> seen = new ArrayList<>();
        for (Visit visit : List.of(waits, talks, ended)) {
            seen.addAll(contacts("wazo.contacts", wazo(List.of(visit))).shown());
        }
        assertEquals(3, seen.size());
        assertTrue(seen.get(0).contains("2026-11-16T23:00:00Z 0 - 0 1.1"), seen.get(0));
        assertTrue(seen.get(1).contains("2026-11-16T23:00:00Z 1 - 0 1.1"), seen.get(1));
        assertTrue(seen.get(2).contains("2026-11-16T23:00:00Z 1 9000 0 1.1"), seen.get(2));
    }

    /** Of some attended transfers the log lacks the answer. */
    @Test
    void aTalkThatEndsWasAnswered() throws Exception {
        Instant at = Visit.FROM;
        var log =
                new QueueLog(QueueLogTest::zoned)
                        .event(at, "1.1", "sales", "NONE", "ENTERQUEUE")
                        .event(at.plusSeconds(9), "1.1", "sales", "NONE", "ABANDON", "1", "1", "9")
                        .event(at.plusSeconds(20), "1.1", "sales", "NONE", "ENTERQUEUE")
                        .event(
                                at.plusSeconds(60),
                                "1.1",
                                "sales",
                                "SIP/1",
                                "ATTENDEDTRANSFER",
                                "BRIDGE",
                                "d7",
                                "4",
                                "36");
        for (String preset : List.of("wazo.contacts", "asterisk.contacts")) {
            var database =
                    PresetDatabase.postgres()
                            .run(TABLE.formatted("TIMESTAMPTZ"))
                            .fill("queue_log", log.rows());
            assertEquals(
                    List.of(
                            "sales sales 2026-11-16T23:00:00Z 0 - 0 1.1 - - - 9000",
                            "sales sales 2026-11-16T23:00:20Z 1 36000 0 1.1 - - - -"),
                    contacts(preset, database).shown());
        }
    }

    /** The log then shows 02:59:50 before 02:00:05. */
    @Test
    void aCallThatLastsWhileTheClockGoesBackIsAnswered() throws Exception {
        Instant before = Instant.parse("2026-10-25T00:59:50Z");
        var call = new Visit("1.1", "sales", before, 15, 60, Visit.Exit.COMPLETE_BY_AGENT);
        var database = kept("CHAR(26)", PresetDatabase.postgres(), List.of(call));
        Instant day = before.minus(Duration.ofDays(1));
        var read =
                PresetRead.of(
                        folder, database, "asterisk.contacts", day, day.plus(Duration.ofDays(2)));
        assertEquals(
                List.of("sales sales 2026-10-25T00:59:50Z 1 60000 0 1.1 - - - 15000"),
                read.shown());
    }

    @Test
    void sumsByTheQuarterHourAreTheSame() throws Exception {
        // An answered contact whose handling time is not known yet would be a reject of the sum.
        List<Visit> over = stays().stream().filter(Visit::over).toList();
        var read = contacts("wazo.contacts", wazo(over), "aggregate = 15m");
        assertTrue(read.rows.stream().noneMatch(r -> r.isNull(column("handlingtime"))), "no sum");
        assertEquals(Totals.expected(over), Totals.ofIntervals(read.rows));
    }

    private static Column column(String name) {
        return DataType.INTERVALS.column(name).orElseThrow();
    }

    private void assertKnown(String preset, PresetDatabase database) throws Exception {
        var read = contacts(preset, database);
        assertEquals(Totals.expected(stays()), Totals.ofContacts(read.rows));
        assertEquals(9, Totals.expected(stays()).size());
    }

    private Checked contacts(String preset, PresetDatabase database, String... more)
            throws Exception {
        return PresetRead.of(folder, database, preset, Visit.FROM, Visit.TO, more);
    }

    private static List<Visit> stays() {
        return Visit.all();
    }

    private static PresetDatabase texts(PresetDatabase database) throws Exception {
        return kept("CHAR(26)", database, stays());
    }

    private static PresetDatabase kept(String time, PresetDatabase database, List<Visit> visits)
            throws Exception {
        return database.run(TABLE.formatted(time))
                .fill("queue_log", new QueueLog(QueueLogTest::local).all(visits).rows());
    }

    static PresetDatabase wazo(List<Visit> visits) throws Exception {
        return PresetDatabase.postgres()
                .run(TABLE.formatted("TIMESTAMPTZ"))
                .fill("queue_log", new QueueLog(QueueLogTest::zoned).all(visits).rows());
    }

    static String local(Instant at) {
        return TEXT.format(at.atZone(Visit.ZONE));
    }

    static String zoned(Instant at) {
        return TEXT.format(at.atZone(ZoneOffset.UTC)) + "+00";
    }

    static String table(String time) {
        return TABLE.formatted(time);
    }
}

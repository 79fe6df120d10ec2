package io.tidegate.agent.preset;

import static io.tidegate.agent.preset.VicidialTest.list;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The hours of Wazo, in the tables that wazo-stat fills, with sums that are known. */
class WazoIntervalsTest {
    private static final List<String> QUEUES = List.of("sales", "service", "help");
    private static final List<String> EXITS =
            List.of("answered", "abandoned", "leaveempty", "timeout", "full");
    private static final String[] TABLES = {
        "CREATE TABLE stat_queue (id integer PRIMARY KEY, name varchar(128) NOT NULL)",
        """
        CREATE TABLE stat_queue_periodic (time timestamptz NOT NULL, stat_queue_id integer,
          answered integer, abandoned integer, leaveempty integer, timeout integer,
          "full" integer, total integer)
        """,
        """
        CREATE TYPE call_exit_type AS ENUM ('full', 'closed', 'joinempty', 'leaveempty',
          'divert_ca_ratio', 'divert_waittime', 'answered', 'abandoned', 'timeout')
        """,
        """
        CREATE TABLE stat_call_on_queue (callid varchar(32), time timestamptz NOT NULL,
          talktime integer, waittime integer, status call_exit_type, stat_queue_id integer)
        """
    };

    @TempDir Path folder;

    private record Hour(int queue, Instant at) implements Comparable<Hour> {
        @Override
        public int compareTo(Hour other) {
            int byTime = at.compareTo(other.at);
            return byTime == 0 ? Integer.compare(queue, other.queue) : byTime;
        }
    }

    @Test
    void hoursGiveTheKnownSumsWithoutWhatNeverGotIn() throws Exception {
        List<Visit> over = Visit.all().stream().filter(Visit::over).toList();
        var read = PresetRead.of(folder, database(over), "wazo.intervals", Visit.FROM, Visit.TO);
        Map<String, List<Long>> known = new TreeMap<>();
        Totals.expected(over)
                .forEach((k, v) -> known.put(k, List.of(v.get(0), v.get(1), v.get(2), 0L)));
        assertEquals(known, Totals.ofIntervals(read.rows));
    }

    private static PresetDatabase database(List<Visit> visits) throws Exception {
        Map<Hour, int[]> hours = new TreeMap<>();
        List<List<String>> calls = new ArrayList<>();
        for (Visit visit : visits) {
            int queue = QUEUES.indexOf(visit.queue());
            String exit = exit(visit);
            var hour = new Hour(queue, visit.entered().truncatedTo(ChronoUnit.HOURS));
            int[] counts = hours.computeIfAbsent(hour, _ -> new int[EXITS.size()]);
            counts[EXITS.indexOf(exit)]++;
            // Each hour, one more finds the queue full and never gets in.
            counts[EXITS.indexOf("full")] = 1;
            calls.add(
                    list(visit.call(), visit.entered(), visit.talk(), visit.waited(), exit, queue));
        }
        List<List<String>> rows = new ArrayList<>();
        hours.forEach(
                (hour, n) -> {
                    int total = n[0] + n[1] + n[2] + n[3] + n[4];
                    rows.add(list(hour.at, hour.queue, n[0], n[1], n[2], n[3], n[4], total));
                });
        List<List<String>> queues = new ArrayList<>();
        QUEUES.forEach(queue -> queues.add(list(QUEUES.indexOf(queue), queue)));
        return PresetDatabase.postgres()
                .run(TABLES)
                .fill("stat_queue", queues)
                .fill("stat_queue_periodic", rows)
                .fill("stat_call_on_queue", calls);
    }

    private static String exit(Visit visit) {
        return switch (visit.exit()) {
            case COMPLETE_BY_CALLER,
                    COMPLETE_BY_AGENT,
                    BLIND_TRANSFER,
                    ATTENDED_TRANSFER,
                    ATTENDED_LINK,
                    STILL_TALKING ->
                    "answered";
            case ABANDONED, KEY_PRESSED, STILL_WAITING -> "abandoned";
            case QUEUE_EMPTY -> "leaveempty";
            case TIMED_OUT -> "timeout";
        };
    }
}

package io.tidegate.agent.preset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * FreeSWITCH's preset on PostgreSQL, in the table of mod_cdr_pg_csv with columns added for what
 * mod_callcenter leaves in a channel.
 */
class FreeswitchTest {
    private static final String TABLE =
            """
            CREATE TABLE cdr (uuid uuid, start_stamp timestamptz NOT NULL, caller_id_number varchar,
              cc_side varchar, cc_queue varchar, cc_cause varchar, cc_queue_joined_epoch bigint,
              cc_queue_answered_epoch bigint, cc_queue_terminated_epoch bigint,
              cc_queue_canceled_epoch bigint)
            """;

    @TempDir Path folder;

    @Test
    void theLastQueueOfACallGivesTheKnownSums() throws Exception {
        var last = lastStays();
        List<List<String>> rows = new ArrayList<>();
        last.values().forEach(stays -> rows.addAll(rows(stays)));
        var database = PresetDatabase.postgres().run(TABLE).fill("cdr", rows);
        var read = PresetRead.of(folder, database, "freeswitch.contacts", Visit.FROM, Visit.TO);
        List<Visit> known = last.values().stream().map(List::getLast).toList();
        assertTrue(known.size() < Visit.all().size());
        assertEquals(Totals.expected(known), Totals.ofContacts(read.rows));
    }

    /** A record is written when the caller has hung up; then a channel remembers one queue. */
    private static Map<String, List<Visit>> lastStays() {
        Map<String, List<Visit>> calls = new LinkedHashMap<>();
        for (Visit visit : Visit.all()) {
            calls.computeIfAbsent(visit.call(), _ -> new ArrayList<>()).add(visit);
        }
        calls.values().removeIf(stays -> !stays.getLast().over());
        return calls;
    }

    /** The caller's record, with what an earlier queue left behind, and an agent's leg. */
    private static List<List<String>> rows(List<Visit> stays) {
        Visit last = stays.getLast();
        long answered = 0;
        long ended = 0;
        long canceled = 0;
        for (Visit visit : stays) {
            answered = visit.answered() ? visit.left().getEpochSecond() : answered;
            ended = visit.answered() ? visit.end().getEpochSecond() : ended;
            canceled = visit.answered() ? canceled : visit.left().getEpochSecond();
        }
        String id = UUID.nameUUIDFromBytes(last.call().getBytes(StandardCharsets.UTF_8)).toString();
        String start = stays.getFirst().entered().toString();
        return List.of(
                row(id, start, "member", last, answered, ended, canceled),
                row(id, start, "agent", last, 0, 0, 0),
                VicidialTest.list(id, start, "030", null, null, null, null, null, null, null));
    }

    private static List<String> row(
            String id,
            String start,
            String side,
            Visit last,
            long answered,
            long ended,
            long canceled) {
        return VicidialTest.list(
                id,
                start,
                "0301234567",
                side,
                last.queue(),
                last.answered() ? "answered" : "cancel",
                last.entered().getEpochSecond(),
                answered,
                ended,
                canceled);
    }
}

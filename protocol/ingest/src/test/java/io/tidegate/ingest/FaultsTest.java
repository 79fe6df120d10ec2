package io.tidegate.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.protocol.BatchReply;
import io.tidegate.protocol.BatchReply.Status;
import io.tidegate.protocol.ProblemType;
import io.tidegate.protocol.Reply;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Two ingests, connections that are cut, locks that are held: each batch has one effect or none.
 */
class FaultsTest {
    private static final int REPEATS = 20;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Bed bed;
    private Sender sender;

    @BeforeEach
    void begin() throws Exception {
        bed = new Bed();
        sender = bed.sender();
    }

    @AfterEach
    void end() throws Exception {
        threads.shutdownNow();
        bed.close();
    }

    private static byte[] append(int number) {
        Lines lines = Lines.file("calls", "contacts", "append", hex(number), "09:00", number);
        for (int i = 0; i < 50; i++) {
            lines.contact(null, "1", "08:00", 1, "1");
        }
        return Lines.zstd(lines.text());
    }

    private static char hex(int number) {
        return Character.forDigit(number % 16, 16);
    }

    @Test
    void twoIngestsThatGetTheSameBatchAtOnceApplyItOnce() throws Exception {
        try (Bed second = new Bed(bed.database)) {
            Sender other = new Sender(second.server().url());
            other.epoch = sender.epoch;
            for (int i = 1; i <= REPEATS; i++) {
                byte[] body = append(i);
                int seq = i;
                var statuses =
                        both(
                                () -> sender.reply("calls", "live", seq, body),
                                () -> other.reply("calls", "live", seq, body));
                assertEquals(
                        List.of(Status.COMMITTED, Status.DUPLICATE),
                        statuses.stream().map(BatchReply::status).sorted().toList());
            }
        }
        assertEquals("800", bed.database.value("SELECT count(*) FROM contacts"));
        assertEquals("" + REPEATS, bed.database.value("SELECT count(*) FROM batch"));
    }

    @Test
    void bothLanesOfAStreamGoOnAtOnceWithoutStandingInEachOthersWay() throws Exception {
        for (int i = 1; i <= REPEATS; i++) {
            byte[] live = window("08:00", "09:00", 2 * i);
            byte[] backfill = window("08:30", "09:30", 2 * i + 1);
            int seq = i;
            both(
                    () -> sender.reply("calls", "live", seq, live),
                    () -> sender.reply("calls", "backfill", seq, backfill));
        }
        long stored = Long.parseLong(bed.database.value("SELECT count(*) FROM contacts"));
        long listed =
                sender.windows("calls", "").items().stream().mapToLong(w -> w.hash().rows()).sum();
        assertEquals(stored, listed);
    }

    private static byte[] window(String from, String to, long revision) {
        Lines lines = Lines.window("calls", "contacts", from, to, revision);
        for (int i = 0; i < 50; i++) {
            lines.contact("c" + i, "q" + i, i % 2 == 0 ? from : "08:59", 1, "1");
        }
        return Lines.zstd(lines.text());
    }

    private List<BatchReply> both(
            Callable<Reply<BatchReply>> one, Callable<Reply<BatchReply>> other) throws Exception {
        List<BatchReply> replies = new ArrayList<>();
        for (Future<Reply<BatchReply>> future : threads.invokeAll(List.of(one, other))) {
            replies.add(Sender.fine(future.get()));
        }
        return replies;
    }

    @Test
    void onlyOneOfManyRequestsForAnEpochWins() throws Exception {
        List<Callable<Boolean>> requests = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Sender racing = new Sender(bed.server().url());
            racing.epoch = 1;
            String instance = "racer" + i;
            requests.add(
                    () -> {
                        try {
                            racing.begin(instance);
                            return true;
                        } catch (AssertionError _) {
                            return false;
                        }
                    });
        }
        bed.clock.turn(java.time.Duration.ofMinutes(11));
        int winners = 0;
        for (Future<Boolean> future : threads.invokeAll(requests)) {
            winners += future.get() ? 1 : 0;
        }
        assertEquals(1, winners);
        assertEquals(2, sender.positions().epoch());
    }

    @Test
    void aBatchWhoseConnectionIsCutBeforeItsCommitLeavesNothingAndIsTakenLater() throws Exception {
        try (Connection lock = bed.database.connect()) {
            // The ledger's last step waits here: the rows are copied, nothing is committed.
            lock.setAutoCommit(false);
            lock.createStatement().execute("LOCK TABLE batch_row IN SHARE MODE");
            Future<Reply<BatchReply>> reply =
                    threads.submit(() -> sender.reply("calls", "live", 1, append(1)));
            Awaitility.await().until(() -> waiting() == 1);
            bed.database.run(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
            assertEquals(ProblemType.UNAVAILABLE, Sender.refused(reply.get()).type().get());
            lock.rollback();
        }
        assertEquals("0", bed.database.value("SELECT count(*) FROM contacts"));
        assertEquals("0", bed.database.value("SELECT count(*) FROM batch"));
        assertEquals(
                Status.COMMITTED,
                Sender.fine(sender.reply("calls", "live", 1, append(1))).status());
        assertEquals("50", bed.database.value("SELECT count(*) FROM contacts"));
    }

    private int waiting() throws Exception {
        return Integer.parseInt(
                bed.database.value(
                        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                + " AND datname = current_database()"));
    }

    @Test
    void aLockThatIsHeldForLongIsAnsweredWithLater() throws Exception {
        Sender.fine(sender.reply("calls", "live", 1, append(1)));
        try (Connection lock = bed.database.connect()) {
            lock.setAutoCommit(false);
            lock.createStatement().execute("SELECT * FROM stream_row FOR UPDATE");
            var answer = sender.send(sender.batch("calls", "live", 2, append(2)));
            assertEquals(ProblemType.UNAVAILABLE, Sender.problem(answer).type().get());
            lock.rollback();
        }
        assertEquals(
                Status.COMMITTED,
                Sender.fine(sender.reply("calls", "live", 2, append(2))).status());
    }

    @Test
    void aRestartedIngestKnowsWhatWasTaken() throws Exception {
        byte[] body = append(1);
        Sender.fine(sender.reply("calls", "live", 1, body));
        try (Bed next = new Bed(bed.database)) {
            Sender again = new Sender(next.server().url());
            again.epoch = sender.epoch;
            assertEquals(
                    Status.DUPLICATE, Sender.fine(again.reply("calls", "live", 1, body)).status());
            assertEquals(1, again.positions().lanes().getFirst().seq());
        }
    }

    @Test
    void partsSurviveARestart() throws Exception {
        Lines first =
                Lines.window("calls", "contacts", "08:00", "09:00", 1)
                        .contact("a", "1", "08:00", 1, "1")
                        .part(true, false);
        Lines last =
                Lines.window("calls", "contacts", "08:00", "09:00", 1)
                        .contact("b", "1", "08:00", 1, "1")
                        .part(false, true);
        Sender.fine(sender.reply("calls", "live", 1, Lines.zstd(first.text())));
        try (Bed next = new Bed(bed.database)) {
            Sender again = new Sender(next.server().url());
            again.epoch = sender.epoch;
            Sender.fine(again.reply("calls", "live", 2, Lines.gzip(last.text())));
        }
        assertEquals("2", bed.database.value("SELECT count(*) FROM contacts"));
    }

    @Test
    void noErrorOfTheDatabaseIsRepeatedToTheSender() throws Exception {
        bed.database.run("ALTER TABLE contact_row ADD CHECK (queueidentifier <> '1')");
        var answer = sender.send(sender.batch("calls", "live", 1, append(1)));
        assertEquals(500, answer.status());
        assertEquals(ProblemType.INTERNAL, Sender.problem(answer).type().get());
        String text = new String(answer.body());
        assertTrue(!text.contains("contact_row") && !text.contains("Queue"), text);
    }
}

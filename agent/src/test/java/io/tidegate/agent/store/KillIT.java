package io.tidegate.agent.store;

import static io.tidegate.agent.store.StoreFixture.ACD;
import static io.tidegate.protocol.Lane.LIVE;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.batch.EncodedPart;
import io.tidegate.agent.service.Child;
import io.tidegate.agent.store.WindowRecord.State;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A process that stores windows of one and of three parts and settles some of them is killed at
 * random moments. What it had said was stored or settled is so, and whatever the ledger calls read
 * is sent in the end, byte by byte.
 */
class KillIT {
    private static final int KILLS = 20;

    @TempDir Path folder;

    /** Stores and settles for ever; says what is done once it is committed. */
    static final class Writer {
        public static void main(String[] args) {
            try (var f = new StoreFixture(Path.of(args[0]))) {
                int from = Integer.parseInt(args[1]);
                for (int hour = from; ; hour++) {
                    store(f, hour);
                    System.out.println("stored " + hour);
                    if (hour % 3 > 0) {
                        SpooledBatch batch = f.attempt(LIVE);
                        f.settle(batch);
                        System.out.println("settled " + batch.seq());
                    }
                }
            }
        }
    }

    private static void store(StoreFixture f, int hour) {
        long revision = f.store.<Long>write(tx -> tx.nextRevision(ACD));
        int parts = hour % 4 == 0 ? 3 : 1;
        f.store.change(tx -> tx.putWindow(StoreFixture.line(hour, State.UNREAD, 0)));
        for (int p = 1; p <= parts; p++) {
            storePart(f, hour, revision, p, parts);
        }
    }

    private static void storePart(StoreFixture f, int hour, long revision, int p, int parts) {
        byte[] body = body(revision, p);
        var part = new EncodedPart(p == 1, p == parts, 10, "zstd", body, StoreFixture.sha256(body));
        f.store.change(
                tx -> {
                    tx.append(new NewBatch(LIVE, StoreFixture.unit(hour), revision, part));
                    if (p == parts) {
                        tx.putWindow(StoreFixture.line(hour, State.READ, revision));
                    }
                });
    }

    /** What that part must hold, whoever asks. */
    private static byte[] body(long revision, int part) {
        byte[] body = new byte[20_000];
        new Random(revision * 10 + part).nextBytes(body);
        return body;
    }

    @Test
    void whatWasSaidIsKeptAndWhatWasNotIsWholeOrAbsent() throws Exception {
        var random = new Random(5);
        StoreFixture.connected(folder).close();
        int next = 0;
        long settled = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Said said = runAndKill(next, 3 + random.nextInt(60));
            settled = Math.max(settled, said.settled());
            try (var f = new StoreFixture(folder)) {
                judge(f, said, settled);
                next = afterAll(f);
            }
        }
        try (var f = new StoreFixture(folder)) {
            drain(f);
        }
    }

    private record Said(int stored, long settled) {}

    private Said runAndKill(int from, int lines) throws Exception {
        int stored = from - 1;
        long settled = 0;
        try (Child writer = Child.run(Writer.class, folder.toString(), "" + from)) {
            for (int i = 0; i < lines; ) {
                String[] line = writer.line().split(" ");
                switch (line[0]) {
                    case "stored" -> stored = Integer.parseInt(line[1]);
                    case "settled" -> settled = Long.parseLong(line[1]);
                    default -> i--; // A line of the log.
                }
                i++;
            }
            writer.kill();
        }
        return new Said(stored, settled);
    }

    private static void judge(StoreFixture f, Said said, long settled) {
        if (said.stored() >= 0) {
            assertEquals(State.READ, f.window(said.stored()).state());
        }
        LanePosition position =
                f.store.read(Tx::positions).stream()
                        .findFirst()
                        .orElse(new LanePosition(ACD, LIVE, 0, 0));
        assertTrue(position.acked() >= settled, position + " forgot " + settled);
        var counters = f.store.read(tx -> tx.counters(ACD));
        assertEquals(
                counters.get(Counter.ROWS_STORED),
                counters.get(Counter.ROWS_SENT)
                        + counters.get(Counter.ROWS_DROPPED)
                        + f.store.read(Tx::usage).rows());
    }

    /** The writer may have come further than it was listened to. */
    private static int afterAll(StoreFixture f) {
        List<WindowRecord> all = allWindows(f);
        return all.isEmpty()
                ? 0
                : (int) Duration.between(StoreFixture.T0, all.getLast().to()).toHours();
    }

    private static List<WindowRecord> allWindows(StoreFixture f) {
        return f.store.read(
                tx -> tx.windows(ACD, StoreFixture.hour(0), StoreFixture.hour(1_000_000)));
    }

    /** Sends what is left: every part in order, with the bytes it was stored with. */
    private static void drain(StoreFixture f) {
        Optional<SpooledBatch> head = f.store.write(tx -> tx.attempt(ACD, LIVE));
        long seq = head.map(SpooledBatch::seq).orElse(0L);
        int part = 0;
        while (head.isPresent()) {
            SpooledBatch batch = head.get();
            assertEquals(seq++, batch.seq());
            if (batch.part().isPresent()) {
                part = batch.part().get().first() ? 1 : part + 1;
                assertArrayEquals(known(batch, part), batch.part().get().body(), "part " + part);
            }
            f.settle(batch);
            head = f.store.write(tx -> tx.attempt(ACD, LIVE));
        }
        for (WindowRecord w : allWindows(f)) {
            assertTrue(w.state() == State.UNREAD || w.acked() == w.revision(), w.toString());
        }
    }

    /** The first part in the spool may be a later one of its window: then any of them will do. */
    private static byte[] known(SpooledBatch batch, int part) {
        byte[] sent = batch.part().orElseThrow().body();
        for (int p = Math.max(1, part); p <= 3; p++) {
            byte[] body = body(batch.revision(), p);
            if (java.util.Arrays.equals(sent, body)) {
                return body;
            }
        }
        return body(batch.revision(), part);
    }
}

package io.tidegate.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Measures by hand how fast windows of contacts get into PostgreSQL from one sender that waits for
 * each answer. Bodies are made before the clock runs.
 */
final class ChainSpeed {
    private static final int WINDOW_ROWS = 5_000;
    private static final int WINDOWS = 200;
    private static final int ROUNDS = 3;
    private static final Instant BEGIN = Instant.parse("2023-01-01T00:00:00Z");

    private ChainSpeed() {}

    public static void main(String[] arguments) throws Exception {
        List<byte[]> bodies = new ArrayList<>();
        for (int i = 0; i < WINDOWS; i++) {
            bodies.add(body(i));
        }
        long bytes = bodies.stream().mapToLong(b -> b.length).sum();
        System.out.printf("%.1f bytes a row%n", (double) bytes / WINDOWS / WINDOW_ROWS);
        for (int round = 0; round < ROUNDS; round++) {
            try (Bed bed = new Bed()) {
                round(bed, bodies);
            }
        }
    }

    private static void round(Bed bed, List<byte[]> bodies) throws Exception {
        Sender sender = bed.sender();
        long start = System.nanoTime();
        for (int i = 0; i < bodies.size(); i++) {
            Sender.fine(sender.reply("calls", "live", i + 1, bodies.get(i)));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "%s rows in %.1f s: %,.0f rows/s%n",
                bed.database.value("SELECT count(*) FROM contacts"),
                seconds,
                WINDOWS * WINDOW_ROWS / seconds);
    }

    private static byte[] body(int window) {
        Random random = new Random(window);
        Instant from = BEGIN.plus(Duration.ofHours(window));
        Lines lines =
                Lines.window(
                        "calls",
                        "contacts",
                        from.toString(),
                        from.plus(Duration.ofHours(1)).toString(),
                        window + 1);
        for (int i = 0; i < WINDOW_ROWS; i++) {
            lines.contact(
                    new UUID(random.nextLong(), random.nextLong()).toString(),
                    "" + random.nextInt(40),
                    from.plusMillis(i * 700L).toString(),
                    random.nextInt(2),
                    random.nextInt(600) + "." + random.nextInt(10));
        }
        return Lines.zstd(lines.text());
    }
}

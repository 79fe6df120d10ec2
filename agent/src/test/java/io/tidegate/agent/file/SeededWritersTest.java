package io.tidegate.agent.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.source.csv.CsvSourceBuilder;
import io.tidegate.config.SourceConfig.CsvMode;
import io.tidegate.config.SourceConfig.Privacy;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * Writers that misbehave, each under many seeds: after each the ingest holds what the complete
 * contents held, no row less, none twice. The seed says at which look at the clock the writer acts,
 * and the intake looks at the clock for each block that it reads. {@code -Dfiles.seeds=1000}: more.
 */
class SeededWritersTest {
    private static final int SEEDS = Integer.getInteger("files.seeds", 60);
    private static final int SEEDS_PER_STORE = 50;
    private static final int LEAST_ROWS = 900;
    private static final int MORE_ROWS = 1_500;
    private static final int LONGEST_PAUSE = 26;
    private static final int LONGEST_TICKS = 12;
    private static final Instant FIRST = Instant.parse("2026-06-01T00:00:00Z");
    private static final String HEADER =
            "contactidentifier,queueidentifier,queuename,timestamp,answered,duration\n";

    /** What a writer does. */
    private enum Kind {
        PAUSES,
        RESERVES,
        REPLACES,
        DELETES
    }

    @TempDir Path home;
    private DropFixture f;
    private Random random;
    private String name;

    /** What the ingest has to hold: how often each contact came, by its duration. */
    private final TreeMap<Long, Integer> expected = new TreeMap<>();

    private int rows;
    private int struck;
    private int ticks;
    private boolean acted;

    @ParameterizedTest
    @CsvSource({
        "PAUSES, true", "PAUSES, false", "RESERVES, true", "RESERVES, false",
        "REPLACES, true", "REPLACES, false", "DELETES, true", "DELETES, false"
    })
    void whatTheIngestHoldsIsWhatWasComplete(Kind kind, boolean isCopied) throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            if (seed % SEEDS_PER_STORE == 0) {
                open(seed, isCopied);
            }
            random = new Random(seed * 31L + kind.ordinal());
            name = "f" + seed + ".csv";
            f.writer.at(f.clock.instant());
            try {
                play(kind);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + " of " + kind, e);
            }
        }
        f.close();
        System.out.println(
                "%s, copied %s: %d of %d struck while it was read"
                        .formatted(kind, isCopied, struck, SEEDS));
        assertTrue(kind == Kind.PAUSES || kind == Kind.RESERVES || struck * 4 >= SEEDS, "struck");
    }

    private void open(int seed, boolean isCopied) {
        if (f != null) {
            f.close();
        }
        expected.clear();
        var source = CsvSourceBuilder.contacts().mode(CsvMode.APPEND);
        if (!isCopied) {
            source.privacy("contactidentifier", Privacy.HMAC);
        }
        f = new DropFixture(home.resolve("s" + seed), source);
    }

    private void play(Kind kind) throws Exception {
        switch (kind) {
            case PAUSES -> pauses();
            case RESERVES -> reserves();
            case REPLACES -> replaces();
            case DELETES -> deletes();
        }
    }

    /** Stops for 20 s in the middle of a row, and of whatever else. */
    private void pauses() throws Exception {
        String text = content();
        int cut = HEADER.length() + random.nextInt(text.length() - HEADER.length());
        f.writer.begin(name, text.substring(0, cut));
        boolean atLineEnd = text.charAt(cut - 1) == '\n';
        watch();
        f.run(Duration.ofSeconds(atLineEnd ? 5 : 20));
        struck += wasRead ? 1 : 0;
        f.ticking = () -> {};
        f.writer.at(f.clock.instant()).goOn(name, text.substring(cut));
        meant(text);
        f.carry();
        check();
    }

    /** Reserves the whole room, then fills it piece by piece, in any order. */
    private void reserves() throws Exception {
        String text = content();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        f.writer.reserve(name, bytes.length);
        watch();
        for (int[] piece : pieces(bytes.length)) {
            f.run(Duration.ofSeconds(random.nextInt(LONGEST_PAUSE)));
            fill(bytes, piece[0], piece[1]);
        }
        struck += wasRead ? 1 : 0;
        f.ticking = () -> {};
        meant(text);
        f.carry();
        check();
    }

    private List<int[]> pieces(int length) {
        List<int[]> pieces = new ArrayList<>();
        for (int from = 0; from < length; ) {
            int to = Math.min(length, from + 1 + random.nextInt(length));
            pieces.add(new int[] {from, to});
            from = to;
        }
        if (random.nextBoolean()) {
            Collections.shuffle(pieces, random);
        }
        return pieces;
    }

    private void fill(byte[] bytes, int from, int to) throws IOException {
        try (var channel = Files.newByteChannel(f.writer.path(name), StandardOpenOption.WRITE)) {
            channel.position(from);
            channel.write(ByteBuffer.wrap(bytes, from, to - from));
        }
        Files.setLastModifiedTime(f.writer.path(name), FileTime.from(f.clock.instant()));
    }

    /** Puts another whole file under that name. */
    private void replaces() throws Exception {
        String first = content();
        String second = content();
        boolean renames = random.nextBoolean();
        f.writer.drop(name, first);
        strike(
                () -> {
                    f.writer.at(f.clock.instant().plusMillis(1));
                    if (renames) {
                        f.writer.copyThenRename(name, second);
                    } else {
                        f.writer.drop(name, second);
                    }
                });
        f.settle();
        if (!acted) {
            act();
        }
        f.carry();
        meant(second);
        if (taken(first)) {
            meant(first);
        }
        check();
    }

    private void deletes() throws Exception {
        String text = content();
        f.writer.drop(name, text);
        strike(() -> f.writer.delete(name));
        f.settle();
        if (!acted) {
            act();
        }
        f.carry();
        if (taken(text)) {
            meant(text);
        }
        check();
    }

    private Runnable writer;
    private boolean wasRead;

    /** Whether it is read before it is whole. */
    private void watch() {
        wasRead = false;
        f.ticking = () -> wasRead |= isReading();
    }

    private void strike(Runnable what) {
        writer = what;
        acted = false;
        ticks = random.nextInt(LONGEST_TICKS);
        f.ticking =
                () -> {
                    if (!acted && isReading() && ticks-- <= 0) {
                        struck++;
                        act();
                    }
                };
    }

    private boolean isReading() {
        return f.intake.progress().current().filter(c -> c.name().equals(name)).isPresent();
    }

    private void act() {
        acted = true;
        writer.run();
    }

    /** A content that was gone before it was whole in the spool is not counted, as a whole. */
    private boolean taken(String text) {
        long first = duration(text.substring(HEADER.length()).lines().findFirst().orElseThrow());
        return held().containsKey(first);
    }

    private void meant(String text) {
        text.substring(HEADER.length())
                .lines()
                .forEach(line -> expected.merge(duration(line), 1, Integer::sum));
    }

    private static long duration(String line) {
        return Long.parseLong(line.substring(line.lastIndexOf(',') + 1));
    }

    private void check() {
        TreeMap<Long, Integer> held = held();
        assertEquals(expected.size(), held.size(), "rows held");
        assertEquals(expected, held);
        assertTrue(f.rejects().isEmpty(), "rejects");
    }

    private TreeMap<Long, Integer> held() {
        var column = DataType.CONTACTS.column("duration").orElseThrow();
        var held = new TreeMap<Long, Integer>();
        f.ingest.rows().forEach(row -> held.merge(row.number(column) / 1_000, 1, Integer::sum));
        return held;
    }

    /** Rows of which no two have the same duration or time. */
    private String content() {
        var text = new StringBuilder(HEADER);
        int count = LEAST_ROWS + random.nextInt(MORE_ROWS);
        for (int i = 0; i < count; i++) {
            rows++;
            text.append("contact-%016x-%08d".formatted(random.nextLong(), rows))
                    .append(",1,Sales,%s,1,".formatted(FIRST.plusSeconds(rows)))
                    .append(rows)
                    .append('\n');
        }
        return text.toString();
    }
}

package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.loop.TestClock;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.WindowHash;
import io.tidegate.protocol.WindowHasher;
import io.tidegate.protocol.WireTime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** Sums of contacts against sums reckoned in another way, whatever windows are read together. */
class SumsTest {
    private static final DataType INTERVALS = DataType.INTERVALS;

    @TempDir Path folder;
    private final Settings settings = new Settings(INTERVALS);
    private Random random;

    private record Contact(String queue, Instant at, boolean answered, long seconds) {}

    private List<Contact> contacts(Instant from, Instant to) {
        List<Contact> contacts = new ArrayList<>();
        for (Instant at = from; at.isBefore(to); at = at.plusMillis(random.nextInt(200_000))) {
            contacts.add(
                    new Contact(
                            "q" + random.nextInt(3),
                            at,
                            random.nextBoolean(),
                            random.nextInt(900)));
        }
        Collections.shuffle(contacts, random);
        return contacts;
    }

    /** Every instant at which the wall clock shows the start of an interval. */
    private NavigableSet<Instant> starts(Instant from, Instant to, int minutes) {
        var starts = new TreeSet<Instant>();
        for (Instant at = from; at.isBefore(to); at = at.plusSeconds(60)) {
            if (LocalDateTime.ofInstant(at, settings.zone).toLocalTime().toSecondOfDay()
                            % (minutes * 60)
                    == 0) {
                starts.add(at);
            }
        }
        return starts;
    }

    private List<Row> sums(List<Contact> contacts, NavigableSet<Instant> starts) {
        var sums = new TreeMap<String, long[]>();
        for (Contact c : contacts) {
            long start = WireTime.micros(starts.floor(c.at));
            long[] sum = sums.computeIfAbsent(c.queue + " " + start, _ -> new long[4]);
            sum[0] = start;
            sum[1]++;
            sum[2] += c.answered ? 1 : 0;
            sum[3] += c.seconds * 1_000;
        }
        List<Row> rows = new ArrayList<>();
        sums.forEach((key, sum) -> rows.add(row(key.substring(0, key.indexOf(' ')), sum)));
        return rows;
    }

    private static Row row(String queue, long[] sum) {
        long[] numbers = new long[INTERVALS.columns().size()];
        String[] texts = new String[numbers.length];
        java.util.Arrays.fill(numbers, Row.NULL);
        texts[0] = queue;
        texts[1] = "Queue";
        System.arraycopy(sum, 0, numbers, 2, 4);
        numbers[6] = 0;
        return new Row(INTERVALS, numbers, texts);
    }

    private List<WindowRecord> windows(Instant from, Instant to) {
        var edges = new Edges(settings.zone, settings.window);
        List<WindowRecord> windows = new ArrayList<>();
        for (Instant at = from; at.isBefore(to); at = edges.after(at)) {
            windows.add(Line.blank(World.STREAM, at, edges.after(at)));
        }
        return windows;
    }

    private static List<WindowHash> expected(List<WindowRecord> windows, List<Row> rows) {
        return windows.stream()
                .map(
                        w -> {
                            var hasher = new WindowHasher();
                            rows.stream()
                                    .filter(r -> r.time() >= WireTime.micros(w.from()))
                                    .filter(r -> r.time() < WireTime.micros(w.to()))
                                    .forEach(hasher::add);
                            return hasher.result();
                        })
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-03-29, 15, 60, false",
        "Europe/Berlin, 2026-10-25, 60, 60, false",
        "Europe/Berlin, 2026-10-25, 5, 15, true",
        "Australia/Lord_Howe, 2026-10-04, 60, 60, false",
        "Australia/Lord_Howe, 2026-10-04, 60, 60, true",
        "Australia/Lord_Howe, 2026-04-05, 60, 60, false",
        "Australia/Lord_Howe, 2026-04-05, 30, 30, true",
        "Pacific/Chatham, 2026-09-27, 60, 60, false",
        "Pacific/Chatham, 2026-04-05, 60, 120, true",
        "Asia/Kathmandu, 2026-04-05, 30, 60, false",
    })
    void sumsAreTheSameHoweverTheWindowsAreRead(
            String zone, String day, int minutes, int window, boolean wall) throws Exception {
        random = new Random(minutes + window);
        settings.zone = ZoneId.of(zone);
        settings.aggregate = Optional.of(Duration.ofMinutes(minutes));
        settings.window = Duration.ofMinutes(window);
        SourceConfig config = settings.config();
        Instant from = Cut.startOf(settings.zone, LocalDate.parse(day).minusDays(1));
        Instant to = Cut.startOf(settings.zone, LocalDate.parse(day).plusDays(2));
        var clock = new TestClock(to);
        var acd =
                new Acd(
                        clock,
                        settings.zone,
                        "queueidentifier queuename timestamp:timestamptz answered duration");
        List<Contact> contacts = contacts(from, to);
        for (Contact c : contacts) {
            Object at = wall ? LocalDateTime.ofInstant(c.at, settings.zone) : c.at;
            acd.add(c.queue, "Queue", at, c.answered ? 1L : 0L, c.seconds);
        }
        if (wall) {
            contacts = contacts.stream().map(this::asTheSettingSays).toList();
        }
        List<WindowRecord> windows = windows(from, to);
        var expected = expected(windows, sums(contacts, starts(from, to, minutes)));
        assertTrue(contacts.size() > 2_000, "many contacts: " + contacts.size());
        for (int together : new int[] {1, 2, 5, windows.size()}) {
            assertEquals(expected, read(config, acd, windows, together, clock), together + "");
        }
    }

    private Contact asTheSettingSays(Contact c) {
        var wall = LocalDateTime.ofInstant(c.at, settings.zone);
        return new Contact(c.queue, wall.atZone(settings.zone).toInstant(), c.answered, c.seconds);
    }

    private static List<WindowHash> read(
            SourceConfig config, Acd acd, List<WindowRecord> windows, int together, TestClock clock)
            throws Exception {
        var checks = new Checks(config, text -> text);
        var reader = World.reader(config, INTERVALS, acd, checks, clock);
        List<WindowHash> hashes = new ArrayList<>();
        for (int at = 0; at < windows.size(); at += together) {
            var some = windows.subList(at, Math.min(windows.size(), at + together));
            Instant now = clock.instant();
            reader.survey(some, now, now, Instant.MIN, null)
                    .found()
                    .forEach(f -> hashes.add(f.hash()));
        }
        return hashes;
    }

    @Test
    void onlyIntervalsThatHaveEndedLeaveAndALateContactReplacesItsWindow()
            throws InterruptedException {
        settings.aggregate = Optional.of(Duration.ofMinutes(15));
        try (World world = new World(folder, settings, "2026-11-20T10:30:00Z")) {
            world.acd.columns(World.CONTACTS);
            Instant ten = Instant.parse("2026-11-20T10:00:00Z");
            world.contact("c1", ten.plusSeconds(60));
            world.contact("c2", ten.plusSeconds(120));
            world.contact("c3", ten.plusSeconds(1_800));
            world.start().run();
            world.pass(Duration.ofMinutes(5));
            assertEquals(
                    List.of("4711 Sales 2026-11-20T10:00:00Z 2 2 120000 0 - - - - - - -"),
                    world.cloud.shown());
            world.pass(Duration.ofMinutes(15));
            assertEquals(2, world.cloud.rows(), "the next interval has ended");

            world.contact("late", ten.plusSeconds(61));
            world.pass(Duration.ofMinutes(15));
            assertEquals(
                    List.of(
                            "4711 Sales 2026-11-20T10:00:00Z 3 3 180000 0 - - - - - - -",
                            "4711 Sales 2026-11-20T10:30:00Z 1 1 60000 0 - - - - - - -"),
                    world.cloud.shown());
            int batches = world.cloud.batches;
            world.restart();
            world.pass(Duration.ofMinutes(60));
            assertEquals(batches, world.cloud.batches, "what has not changed is not sent");
        }
    }

    @Test
    void contactsThatAreGoneAreWeighedByWhatTheyWereSummedTo() throws InterruptedException {
        settings.aggregate = Optional.of(Duration.ofMinutes(15));
        try (World world = new World(folder, settings, "2026-11-20T10:30:00Z")) {
            world.acd.columns(World.CONTACTS);
            Instant nine = Instant.parse("2026-11-20T09:00:00Z");
            world.contacts(nine, nine.plusSeconds(3_600), Duration.ofSeconds(10));
            world.start().run();
            world.acd.rows.subList(0, 300).clear();
            world.pass(Duration.ofMinutes(15));
            assertEquals(1, world.count(WindowRecord.State.HELD), "300 of 360 offered are lost");
        }
    }
}

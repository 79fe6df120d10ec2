package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.loop.TestClock;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.StatusShape;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.WindowHash;
import io.tidegate.protocol.WindowHasher;
import io.tidegate.protocol.WireTime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Spans made of changes, against spans reckoned in another way from the whole log at once: whatever
 * windows are read together, and in whatever order the rows come.
 */
class ChangesTest {
    private static final Set<String> LOG_OFF = Set.of("Logged out", "7");
    private static final List<String> ACTIVITIES =
            List.of("Ready", "Talking", "Wrap up", "Break", "Logged out", "7");
    private static final Duration MAX_OPEN = Duration.ofDays(3);
    private static final DataType STATUS = DataType.AGENT_STATUS;

    private final Settings settings = new Settings(STATUS);
    private Random random;
    private Acd acd;
    private TestClock clock;
    private SourceConfig config;

    private record Change(String agent, Instant at, String activity) {}

    private void begin(String zone, String day, long seed) {
        random = new Random(seed);
        settings.zone = ZoneId.of(zone);
        settings.shape = StatusShape.CHANGES;
        settings.logOff = LOG_OFF;
        settings.maxOpen = MAX_OPEN;
        config = settings.config();
        clock = new TestClock(Cut.startOf(settings.zone, LocalDate.parse(day).plusDays(5)));
        acd = new Acd(clock, settings.zone, "agentidentifier starttime:timestamptz activity");
    }

    /** Some agents over nine days around that one: busy hours, nights, and a leave of days. */
    private List<Change> log(String day) {
        List<Change> log = new ArrayList<>();
        Instant from = begin(day);
        Instant to = clock.instant().plus(Duration.ofHours(1));
        for (int agent = 0; agent < 40; agent++) {
            Instant at = from.plusSeconds(random.nextInt(7_200));
            while (at.isBefore(to)) {
                String activity = ACTIVITIES.get(random.nextInt(ACTIVITIES.size()));
                log.add(new Change("a" + agent, at, activity));
                at = at.plusSeconds(pause());
            }
        }
        return log;
    }

    private Instant begin(String day) {
        return Cut.startOf(settings.zone, LocalDate.parse(day).minusDays(4));
    }

    private long pause() {
        return switch (random.nextInt(40)) {
            case 0 -> random.nextInt(4 * 86_400);
            case 1, 2 -> random.nextInt(60_000);
            case 3, 4, 5 -> 0;
            default -> random.nextInt(3_000);
        };
    }

    private void fill(List<Change> log, boolean wall) {
        List<Change> shuffled = new ArrayList<>(log);
        Collections.shuffle(shuffled, random);
        for (Change c : shuffled) {
            Object at = wall ? LocalDateTime.ofInstant(c.at, settings.zone) : c.at;
            acd.add(c.agent, at, c.activity);
        }
    }

    /** As a person would reckon them, from the whole log. */
    private List<Row> spans(List<Change> log, Instant upTo) {
        var agents = new TreeMap<String, TreeMap<Instant, TreeSet<String>>>();
        for (Change c : log) {
            if (c.at.isBefore(upTo)) {
                agents.computeIfAbsent(c.agent, _ -> new TreeMap<>())
                        .computeIfAbsent(c.at, _ -> new TreeSet<>(logOffLast()))
                        .add(c.activity);
            }
        }
        List<Row> spans = new ArrayList<>();
        agents.forEach(
                (agent, times) ->
                        times.forEach(
                                (at, activities) -> {
                                    String activity = activities.last();
                                    Instant next = times.higherKey(at);
                                    if (!LOG_OFF.contains(activity)) {
                                        spans.add(span(agent, at, activity, next));
                                    }
                                }));
        return spans;
    }

    private static Comparator<String> logOffLast() {
        return Comparator.<String, Boolean>comparing(LOG_OFF::contains)
                .thenComparing(Comparator.naturalOrder());
    }

    private static Row span(String agent, Instant at, String activity, Instant next) {
        boolean ends = next != null && Duration.between(at, next).compareTo(MAX_OPEN) < 0;
        long[] numbers = {
            Row.NULL, WireTime.micros(at), Row.NULL, ends ? WireTime.micros(next) : Row.NULL
        };
        return new Row(STATUS, numbers, new String[] {agent, null, activity, null});
    }

    private List<WindowRecord> windows(Instant from, Instant upTo) {
        var edges = new Edges(settings.zone, settings.window);
        List<WindowRecord> windows = new ArrayList<>();
        for (Instant at = edges.floor(from); at.isBefore(upTo); at = edges.after(at)) {
            windows.add(Line.blank(World.STREAM, at, edges.after(at)));
        }
        return windows;
    }

    private List<WindowHash> expected(List<WindowRecord> windows, List<Row> spans) {
        return windows.stream()
                .map(
                        w -> {
                            var hasher = new WindowHasher();
                            for (Row span : spans) {
                                Instant at = WireTime.instant(span.time());
                                if (!at.isBefore(w.from()) && at.isBefore(w.to())) {
                                    hasher.add(span);
                                }
                            }
                            return hasher.result();
                        })
                .toList();
    }

    /** Reads all windows, so many at a time; 0 for numbers that change. */
    private List<WindowHash> read(List<WindowRecord> windows, int together, Instant upTo)
            throws Exception {
        var checks = new Checks(config, text -> "#" + text);
        var reader = World.reader(config, STATUS, acd, checks, clock);
        List<WindowHash> hashes = new ArrayList<>();
        for (int at = 0; at < windows.size(); ) {
            int many = together > 0 ? together : 1 + random.nextInt(150);
            int end = Math.min(windows.size(), at + many);
            var read =
                    reader.survey(
                            windows.subList(at, end), upTo, clock.instant(), Instant.MIN, null);
            read.found().forEach(found -> hashes.add(found.hash()));
            at = end;
        }
        return hashes;
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-03-29, 1, false",
        "Europe/Berlin, 2026-10-25, 2, false",
        "Europe/Berlin, 2026-03-29, 3, true",
        "Europe/Berlin, 2026-10-25, 4, true",
        "Australia/Lord_Howe, 2026-10-04, 5, false",
        "Australia/Lord_Howe, 2026-04-05, 6, false",
        "Australia/Lord_Howe, 2026-10-04, 7, true",
        "Australia/Lord_Howe, 2026-04-05, 8, true",
        "Asia/Kathmandu, 2026-04-05, 9, false",
        "Pacific/Chatham, 2026-04-05, 10, true",
    })
    void spansAreTheSameHoweverTheWindowsAreRead(String zone, String day, long seed, boolean wall)
            throws Exception {
        begin(zone, day, seed);
        List<Change> log = log(day);
        if (wall) {
            log = log.stream().map(this::asTheSettingSays).distinct().toList();
        }
        fill(log, wall);
        Instant upTo = clock.instant().minusSeconds(1_234);
        List<Row> spans = spans(log, upTo);
        assertTrue(spans.size() > 2_000, "a log worth the name: " + spans.size());
        var windows = windows(begin(day), upTo);
        List<WindowHash> expected = expected(windows, spans);
        for (int together : new int[] {1, 7, 96, 0, windows.size()}) {
            assertEquals(expected, read(windows, together, upTo), together + " windows at a time");
        }
    }

    /**
     * {@code repeated-hour = first}: what the wall shows twice is taken for the first pass, unless
     * two rows are equal there.
     */
    private Change asTheSettingSays(Change c) {
        var wall = LocalDateTime.ofInstant(c.at, settings.zone);
        return new Change(c.agent, wall.atZone(settings.zone).toInstant(), c.activity);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void aReadThatLooksOnlyAtWhatIsNewGivesTheSame(boolean late) throws Exception {
        begin("Europe/Berlin", "2026-10-25", 11);
        List<Change> log = log("2026-10-25");
        fill(log, false);
        Instant first = clock.instant().minus(Duration.ofDays(2));
        Instant then = clock.instant().minusSeconds(77);
        var windows = windows(clock.instant().minus(Duration.ofDays(4)), first);
        var reader = World.reader(config, STATUS, acd, new Checks(config, text -> text), clock);
        for (WindowRecord window : windows) {
            reader.survey(List.of(window), first, clock.instant(), Instant.MIN, null);
        }
        if (late) {
            Change added = new Change("a3", first.minusSeconds(5_000), "Break");
            acd.add(added.agent, added.at, added.activity);
            log.add(added);
        }
        Instant since = first.minus(Duration.ofHours(late ? 24 : 0));
        List<WindowHash> hashes = new ArrayList<>();
        for (WindowRecord window : windows) {
            var read = reader.survey(List.of(window), then, clock.instant(), since, null);
            hashes.add(read.found().getFirst().hash());
        }
        assertEquals(expected(windows, spans(log, then)), hashes);
    }

    @Test
    void onlyAsMuchIsReadBeyondTheWindowsAsThereIsToFind() throws Exception {
        begin("Europe/Berlin", "2026-11-18", 12);
        Instant ten = Instant.parse("2026-11-18T10:00:00Z");
        acd.add("a1", ten.plusSeconds(60), "Ready");
        acd.add("a1", ten.plusSeconds(3_000), "Break");
        acd.add("a2", ten.plusSeconds(120), "Ready");
        acd.add("a2", ten.plusSeconds(180), "Logged out");
        var window = windows(ten, ten.plusSeconds(1));
        read(window, 1, clock.instant());
        Instant end = ten.plusSeconds(900);
        assertEquals(
                List.of(new Acd.Query(ten, end), new Acd.Query(end, end.plusSeconds(3_600))),
                acd.queries);

        acd.queries.clear();
        acd.rows.remove(1);
        read(window, 1, clock.instant());
        Instant most = ten.plusSeconds(900).plus(MAX_OPEN);
        assertEquals(most, acd.queries.getLast().to(), "as long as it may go on");
        assertTrue(acd.queries.size() <= 6, acd.queries.toString());
    }
}

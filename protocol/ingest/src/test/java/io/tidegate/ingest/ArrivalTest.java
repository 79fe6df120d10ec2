package io.tidegate.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Files at random, arriving in any order, against a model that takes them one by one in the order
 * of files.
 */
class ArrivalTest {
    private static final int FILES = 5;
    private static final int ROUNDS = 25;
    private static final List<String> MODES = List.of("append", "upsert", "replace");

    private static Bed bed;
    private static Sender sender;

    @BeforeAll
    static void begin() throws Exception {
        bed = new Bed();
        sender = bed.sender();
    }

    @AfterAll
    static void end() throws Exception {
        bed.close();
    }

    /**
     * @param minute when, from 08:00
     * @param name the rest of the identity
     * @param until the minute in which it ends, -1 if it has no end
     */
    private record Row(String queue, int minute, String name, int until, int value) {
        boolean is(Row other) {
            return queue.equals(other.queue) && minute == other.minute && name.equals(other.name);
        }
    }

    private record File(int age, String mode, List<Row> rows) {}

    @ParameterizedTest
    @CsvSource({
        "intervals, append", "intervals, upsert", "intervals, replace", "intervals, any",
        "contacts, append", "contacts, upsert", "contacts, replace", "contacts, any",
        "agent-status, upsert", "agent-status, replace", "agent-status, any"
    })
    void whatIsStoredIsAsIfFilesHadComeInTheirOrder(String data, String mode) throws Exception {
        Random random = new Random((data + mode).hashCode());
        for (int round = 0; round < ROUNDS; round++) {
            String stream = "%s-%s-%d".formatted(data, mode, round);
            List<File> files = new ArrayList<>();
            for (int age = 0; age < FILES; age++) {
                files.add(file(random, data, mode, age));
            }
            List<File> arriving = new ArrayList<>(files);
            Collections.shuffle(arriving, random);
            arriving.add(arriving.get(random.nextInt(FILES - 1)));
            long revision = 1;
            for (File file : arriving) {
                sender.live(stream, lines(stream, data, file, revision++));
            }
            File repeated = arriving.getLast();
            assertEquals(
                    model(data, files, repeated), stored(stream, data), stream + " " + arriving);
        }
    }

    private static File file(Random random, String data, String mode, int age) {
        List<Row> rows = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            rows.add(row(random, data, age * 100 + i));
        }
        return new File(age, mode.equals("any") ? MODES.get(random.nextInt(3)) : mode, rows);
    }

    private static Row row(Random random, String data, int value) {
        String queue = random.nextBoolean() ? "1" : "2";
        int minute = 15 * random.nextInt(4);
        return switch (data) {
            case "intervals" -> new Row(queue, minute, "", -1, value);
            case "contacts" -> new Row(queue, minute, "c" + random.nextInt(2), -1, value);
            default -> {
                // The end serves as the value, too.
                int until = random.nextInt(4) == 0 ? -1 : minute + random.nextInt(60);
                yield new Row(queue, minute, "s" + random.nextInt(2), until, until);
            }
        };
    }

    private static Lines lines(String stream, String data, File file, long revision) {
        Lines lines =
                Lines.file(
                        stream,
                        data,
                        file.mode(),
                        (char) ('a' + file.age()),
                        "1%d:00".formatted(file.age()),
                        revision);
        for (Row row : file.rows()) {
            switch (data) {
                case "intervals" ->
                        lines.interval(row.queue(), clock(row.minute()), row.value(), 0, "0");
                case "contacts" ->
                        lines.contact(
                                row.name(), row.queue(), clock(row.minute()), 0, "" + row.value());
                default ->
                        lines.status(
                                row.queue(),
                                clock(row.minute()),
                                row.name(),
                                row.until() < 0 ? null : clock(row.until()));
            }
        }
        return lines;
    }

    private static String clock(int minute) {
        return "%02d:%02d".formatted(8 + minute / 60, minute % 60);
    }

    /** Takes the files in their order; then the repeated one loses what newer ones displace. */
    private static List<String> model(String data, List<File> files, File repeated) {
        List<Row> stored = new ArrayList<>();
        for (File file : files) {
            take(data, file, stored);
        }
        return stored.stream()
                .map(r -> "%s %d %s %d".formatted(r.queue(), r.minute(), r.name(), r.value()))
                .sorted()
                .toList();
    }

    private static void take(String data, File file, List<Row> stored) {
        List<Row> rows = new ArrayList<>(file.rows());
        if (file.mode().equals("upsert")) {
            for (int i = 0; i < rows.size(); i++) {
                Row row = rows.get(i);
                if (rows.subList(i + 1, rows.size()).stream().anyMatch(row::is)) {
                    rows.remove(i--);
                }
            }
            stored.removeIf(old -> rows.stream().anyMatch(old::is));
        }
        if (file.mode().equals("replace") && !rows.isEmpty()) {
            int from = rows.stream().mapToInt(Row::minute).min().getAsInt();
            Map<String, Integer> until = until(data, rows);
            stored.removeIf(
                    old ->
                            old.minute() >= from
                                    && old.minute() < until.getOrDefault(old.queue(), -1));
        }
        stored.addAll(rows);
    }

    /** The end of what a file of mode replace speaks for, exclusive, in minutes, per queue. */
    private static Map<String, Integer> until(String data, List<Row> rows) {
        int last = rows.stream().mapToInt(Row::minute).max().getAsInt();
        int all = last + (data.equals("intervals") ? 15 : 1);
        Map<String, Integer> until = new HashMap<>();
        for (Row row : rows) {
            until.merge(row.queue(), Math.max(all, row.until()), Math::max);
        }
        return until;
    }

    private static List<String> stored(String stream, String data) throws Exception {
        String minute =
                "(extract(epoch FROM %s - timestamptz '2026-11-20 08:00Z') / 60)::int"
                        .formatted(data.equals("agent-status") ? "starttime" : "timestamp");
        String end = "(extract(epoch FROM endtime - timestamptz '2026-11-20 08:00Z') / 60)::int";
        String columns =
                switch (data) {
                    case "intervals" -> "queueidentifier, %s, '', offered".formatted(minute);
                    case "contacts" ->
                            "queueidentifier, %s, contactidentifier, duration::int"
                                    .formatted(minute);
                    default ->
                            "agentidentifier, %s, activity, coalesce(%s, -1)"
                                    .formatted(minute, end);
                };
        List<String> rows =
                bed.database.rows(
                        "SELECT %s FROM %s WHERE stream = '%s'"
                                .formatted(columns, data.replace('-', '_'), stream));
        return rows.stream().map(r -> r.replace('|', ' ')).sorted().toList();
    }
}

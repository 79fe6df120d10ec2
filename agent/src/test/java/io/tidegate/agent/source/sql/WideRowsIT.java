package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.row.RawRow;
import io.tidegate.agent.row.RawShape;
import io.tidegate.agent.row.Sources;
import io.tidegate.agent.source.RowSink;
import io.tidegate.agent.source.SourceException;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Results larger than the memory, read by a process of 48 MiB of heap: by COPY where all columns
 * are of types it is known for, by a cursor where one is an array.
 */
class WideRowsIT {
    private static final String QUERY =
            "SELECT 'q' AS queueidentifier, at AS timestamp, 1 AS answered, ARRAY[repeat(pad, %d)] AS pad FROM"
                    + " calls WHERE at >= :from AND at < :to";
    private static AcdDatabase acd;

    @BeforeAll
    static void fill() throws Exception {
        acd =
                new AcdDatabase()
                        .run(
                                "CREATE TABLE calls (at timestamptz, pad text)",
                                "INSERT INTO calls SELECT now(), repeat('x', 1024) FROM generate_series(1, 100000)");
    }

    @Test
    void aResultTwiceTheHeapStreamsThrough() throws Exception {
        assertEquals("100000 rows", readBySmallProcess(QUERY.formatted(1)));
    }

    @Test
    void wideRowsAreFetchedFewerAtATime() throws Exception {
        assertEquals("400 rows", readBySmallProcess(some(QUERY.formatted(500), 400)));
    }

    @Test
    void widerRowsBehindNarrowOnesFailAndThenComeFewerAtATime() throws Exception {
        String growing =
                QUERY.replace(
                                "repeat(pad, %d)",
                                "repeat(pad, CASE WHEN n < 2000 THEN 1 ELSE 500 END)")
                        .replace(
                                "FROM calls",
                                "FROM (SELECT *, row_number() OVER () AS n FROM calls LIMIT 2400) c");
        String said = readBySmallProcess(growing);

        assertTrue(said.startsWith("PASSING source acd1") && said.endsWith("2400 rows"), said);
    }

    @Test
    void aValueLargerThanTheMemoryIsSaidNotDiedOf() throws Exception {
        String said = readBySmallProcess(some(QUERY.formatted(20_000), 3));

        assertTrue(said.startsWith("LASTING source acd1"), said);
        assertTrue(said.contains("leave out columns"), said);
    }

    @Test
    void aTextLargerThanTheMemoryComesCut() throws Exception {
        for (String wide : List.of("repeat(pad, 30000)", "to_json(repeat(pad, 30000))")) {
            String texts = QUERY.replace("ARRAY[repeat(pad, %d)]", wide);

            assertEquals("3 rows", readBySmallProcess(some(texts, 3)), wide);
        }
    }

    /** A query of that many rows of the table: one that has a limit itself is refused. */
    private static String some(String query, int rows) {
        return query.replace(
                " calls WHERE", " (SELECT * FROM calls LIMIT %d) calls WHERE".formatted(rows));
    }

    private static String readBySmallProcess(String query)
            throws IOException, InterruptedException {
        return readBySmallProcess(48, acd.url(), "postgres", "", query);
    }

    /**
     * What a process of so many MiB of heap says that it read.
     *
     * @param heap MiB
     */
    static String readBySmallProcess(
            int heap, String url, String user, String password, String query)
            throws IOException, InterruptedException {
        var process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Xmx%dm".formatted(heap),
                                        "-XX:+UseSerialGC",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        Child.class.getName(),
                                        url,
                                        user,
                                        password,
                                        query))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return String.join(" ", out.lines().filter(l -> l.contains("rows")).toList());
    }

    /** Reads until it succeeds, a few times, and prints what came of it. */
    static final class Child {
        public static void main(String[] args) throws Exception {
            var config = AcdDatabase.config(args[0], args[1], args[2]);
            var source = Sources.of(DataType.CONTACTS).query(args[3]).sql();
            try (var opened = new SqlDatabase(config, Clock.system()).open(source)) {
                for (int i = 0; i < 4; i++) {
                    var sink = new Counting();
                    try {
                        opened.read(AcdDatabase.BEGINNING, AcdDatabase.END, sink);
                        System.out.println(sink.rows + " rows");
                        return;
                    } catch (SourceException e) {
                        System.out.println(e.kind() + " " + e.getMessage());
                    }
                }
            }
        }
    }

    private static final class Counting implements RowSink {
        private long rows;

        @Override
        public void shape(RawShape shape) {
            // Any will do.
        }

        @Override
        public void row(RawRow row) {
            row.value(3);
            rows++;
        }
    }
}

package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.row.RawRow;
import io.tidegate.agent.row.RawShape;
import io.tidegate.agent.row.Unreadable;
import io.tidegate.agent.source.RowSink;
import io.tidegate.agent.source.sql.tds.Answer;
import io.tidegate.agent.source.sql.tds.TdsPeer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.List;

/** Results and values larger than the memory, read by a process of 48 MiB of heap. */
@Timeout(120)
class SqlServerStreamIT {
    private static final LocalDateTime AT = LocalDateTime.of(2026, 11, 20, 9, 30);
    private TdsPeer peer;

    @BeforeEach
    void start() throws Exception {
        peer = TdsPeer.plain();
    }

    @AfterEach
    void stop() throws Exception {
        peer.close();
        assertEquals(List.of(), peer.failures());
    }

    @Test
    void aResultFourTimesTheHeapStreamsThrough() throws Exception {
        Object[] row = {AT, "x".repeat(1_000)};
        peer.when(
                "calls",
                Answer.columns("timestamp datetime2(7)", "queuename varchar(1000)")
                        .rows(Collections.nCopies(200_000, row)));

        assertEquals("200000 rows, 0 too long", readBySmallProcess());
    }

    @Test
    void aTextLargerThanTheMemoryIsSaidToBeTooLong() throws Exception {
        Object[] row = {AT, "x".repeat(60 << 20)};
        Object[] longest = {AT, "x".repeat(64 << 10)};
        peer.when(
                "calls",
                Answer.columns("timestamp datetime2(7)", "queuename varchar(max)")
                        .rows(List.of(row, longest, row)));

        assertEquals("3 rows, 2 too long", readBySmallProcess());
    }

    private String readBySmallProcess() throws IOException, InterruptedException {
        var process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Xmx48m",
                                        "-XX:+UseSerialGC",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        Child.class.getName(),
                                        SqlServerAcd.url(peer)))
                        .redirectErrorStream(true)
                        .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        assertTrue(out.contains("rows"), out);
        return out.lines().filter(l -> l.contains("rows")).findFirst().orElseThrow();
    }

    /** Reads once and prints what came of it. */
    static final class Child {
        public static void main(String[] args) throws Exception {
            var sink = new Counting();
            try (var source =
                    SqlServerAcd.open(args[0], SqlServerAcd.contacts("SELECT * FROM calls"))) {
                source.read(SqlServerAcd.FROM, SqlServerAcd.TO, sink);
            }
            System.out.println(sink.rows + " rows, " + sink.tooLong + " too long");
        }
    }

    private static final class Counting implements RowSink {
        private long rows;
        private long tooLong;

        @Override
        public void shape(RawShape shape) {
            // Any will do.
        }

        @Override
        public void row(RawRow row) {
            rows++;
            tooLong += row.value(1) instanceof Unreadable ? 1 : 0;
        }
    }
}

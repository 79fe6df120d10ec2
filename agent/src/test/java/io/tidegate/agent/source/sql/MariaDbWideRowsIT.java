package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Results of MariaDB larger than the memory, read by a process of 48 MiB of heap. */
class MariaDbWideRowsIT {
    private static final String QUERY =
            "SELECT 'q' AS queueidentifier, at AS timestamp, 1 AS answered, REPEAT(pad, %d) AS pad FROM (SELECT * FROM calls LIMIT %d) calls WHERE at >= :from AND at < :to";
    private static MariaDatabase acd;

    @BeforeAll
    static void fill() throws Exception {
        acd =
                new MariaDatabase(MariaDbServer.shared())
                        .run(
                                "CREATE TABLE calls (at datetime, pad varchar(1024))",
                                "INSERT INTO calls SELECT '2026-11-20 08:00:00', REPEAT('x', 1024) FROM seq_1_to_100000");
    }

    @Test
    void aResultTwiceTheHeapStreamsThrough() throws Exception {
        assertEquals("100000 rows", read(QUERY.formatted(1, 100_000)));
    }

    @Test
    void wideRowsAreReadOneAtATime() throws Exception {
        assertEquals("400 rows", read(QUERY.formatted(500, 400)));
    }

    @Test
    void aRowLargerThanTheMemoryIsSaidNotDiedOf() throws Exception {
        String said = read(QUERY.formatted(12_000, 3));

        assertTrue(said.startsWith("LASTING source acd1"), said);
        assertTrue(said.contains("leave out columns"), said);
    }

    private static String read(String query) throws Exception {
        return WideRowsIT.readBySmallProcess(
                acd.url(), MariaDbServer.USER, MariaDbServer.PASSWORD, query);
    }
}

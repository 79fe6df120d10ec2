package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;

/** Results of MariaDB larger than the memory, read by processes of 48 to 192 MiB of heap. */
class MariaDbWideRowsIT {
    private static final String QUERY =
            "SELECT 'q' AS queueidentifier, at AS timestamp, 1 AS answered, REPEAT(pad, %d) AS pad FROM calls WHERE n <= %d AND at >= :from AND at < :to";
    private static final String NOTES =
            "SELECT 'q' AS queueidentifier, at AS timestamp, 1 AS answered, note FROM notes";
    @TempDir static Path folder;
    private static MariaDbServer server;
    private static MariaDatabase acd;

    @BeforeAll
    static void fill() throws Exception {
        server = MariaDbServer.start(folder.resolve("wide"), "--max-allowed-packet=512M");
        acd =
                new MariaDatabase(server)
                        .run(
                                "CREATE TABLE calls (n int, at datetime, pad varchar(1024))",
                                "INSERT INTO calls SELECT seq, '2026-11-20 08:00:00', REPEAT('x', 1024) FROM seq_1_to_100000",
                                "CREATE TABLE notes (at datetime, note longtext)");
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @Test
    void aResultTwiceTheHeapStreamsThrough() throws Exception {
        assertEquals("100000 rows", read(48, QUERY.formatted(1, 100_000)));
    }

    @Test
    void wideRowsAreReadOneAtATime() throws Exception {
        assertEquals("400 rows", read(48, QUERY.formatted(500, 400)));
    }

    /** Whose order would be lost, were the texts cut by a query around it. */
    @Test
    void aRowLargerThanTheMemoryIsSaidNotDiedOf() throws Exception {
        String said = read(48, QUERY.formatted(60_000, 3) + " ORDER BY at");

        assertTrue(said.contains("LASTING source acd1"), said);
        assertTrue(said.contains("cut them in the query as in LEFT(note, 1000)"), said);
    }

    @ParameterizedTest
    @CsvSource({
        "128, 16000000, ' WHERE at >= :from AND at < :to ORDER BY at'",
        "192, 16000000, ' WHERE at >= :from AND at < :to ORDER BY at'",
        "128, 64000000, ''",
        "128, 64000000, ' WHERE at >= :from AND at < :to'",
        "48, 200000000, ''",
        "48, 200000000, ' WHERE at >= :from AND at < :to'"
    })
    void aTextLargerThanTheMemoryDoesNotStopTheRowsAroundIt(int heap, int bytes, String where)
            throws Exception {
        acd.run(
                "TRUNCATE TABLE notes",
                "INSERT INTO notes SELECT '2026-11-20 08:00:00', 'short' FROM seq_1_to_100",
                "INSERT INTO notes VALUES ('2026-11-20 08:00:00', REPEAT('y', %d))"
                        .formatted(bytes),
                "INSERT INTO notes SELECT '2026-11-20 08:00:00', 'short' FROM seq_1_to_100");

        assertEquals("201 rows", read(heap, NOTES + where));
    }

    private static String read(int heap, String query) throws Exception {
        return WideRowsIT.readBySmallProcess(
                heap, acd.url(), MariaDbServer.USER, MariaDbServer.PASSWORD, query);
    }
}

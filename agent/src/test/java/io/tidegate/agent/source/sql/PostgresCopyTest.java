package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidegate.agent.row.RawRow;
import io.tidegate.agent.row.RawShape;
import io.tidegate.agent.row.Sources;
import io.tidegate.agent.row.Unreadable;
import io.tidegate.agent.source.RowSink;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** What COPY gives is what a cursor gives; an array makes a query one for the cursor. */
class PostgresCopyTest {
    private static final String ARRAY = ", ARRAY[1] AS no_copy";
    private static AcdDatabase acd;

    @BeforeAll
    static void fill() throws Exception {
        acd =
                new AcdDatabase()
                        .run(
                                """
                                CREATE TABLE odd (n int, at timestamptz, b bool, i2 smallint, i4 int, i8 bigint, num numeric, dec numeric(12,4),
                                  f4 real, f8 double precision, t text, v varchar(30), c char(6), u uuid, ts timestamp, d date, tm time, iv interval)
                                """,
                                """
                                INSERT INTO odd VALUES
                                 (1, '2026-11-20 08:00Z', true, -32768, -2147483648, -9223372036854775808, 0, 0, 0, 0, '', '', '', '00000000-0000-0000-0000-000000000000',
                                  '0001-01-01', '0001-01-01', '00:00', '0'),
                                 (2, '2026-11-20 08:00:00.000001Z', false, 32767, 2147483647, 9223372036854775807, 123456789012345678901234567890.123456789, -0.0001,
                                  0.1, 1e300, E'Köln \\t \\' " \\\\ \\U0001F600', 'x  ', 'ab', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '2026-10-25 02:30:00.123456', '9999-12-31', '24:00', '-3 days 04:05:06.7'),
                                 (3, '1969-12-31 23:59:59.999999Z', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
                                 (4, '1970-01-01Z', true, 0, 0, 0, 'NaN', 1, 'NaN', 'Infinity', ' ', ' ', ' ', gen_random_uuid(), '1999-12-31 23:59:59.999999', '2000-01-01', '23:59:59.999999', '1 mon'),
                                 (5, '9999-12-31 23:59:59.999999Z', true, 1, 1, 1, 1e100, 12345678.1234, 3.4e38, 5e-324, repeat('y', 65536), 'z', 'z', gen_random_uuid(), '2026-11-20', '2026-11-20', '08:00:00.5', '100 days')
                                """);
    }

    @Test
    void everyTypeIsReadAlike() throws Exception {
        String query =
                "SELECT b, i2, i4, i8, num, dec, f4, f8, t, v, c, u, ts, d, tm, iv, at AS timestamp, n AS queueidentifier, 'q' AS queuename, 1 AS answered%s FROM odd";
        List<List<Object>> cursor = new ArrayList<>();
        for (List<Object> row : raw(query.formatted(ARRAY) + " ORDER BY n")) {
            cursor.add(row.subList(0, row.size() - 1));
        }

        assertEquals(5, cursor.size());
        assertEquals(cursor, raw(query.formatted("") + " ORDER BY n"));
    }

    @Test
    void infinityIsNoTimeHoweverItIsRead() throws Exception {
        String query =
                "SELECT 'q' AS queueidentifier, 'q' AS queuename, 1 AS answered, t::timestamptz AS timestamp%s"
                        + " FROM unnest(ARRAY['infinity', '-infinity']) t WHERE now() >= :from AND now() < :to";

        assertEquals(2, rejected(query.formatted(ARRAY)).size());
        assertEquals(rejected(query.formatted(ARRAY)), rejected(query.formatted("")));
    }

    @Test
    void aTextThatIsFarTooLongIsRejectedAndNeverTakenCut() throws Exception {
        String query =
                "SELECT 'q' AS queueidentifier, 'q' AS queuename, 1 AS answered, now() AS timestamp,"
                        + " repeat('ä', n) AS contactidentifier FROM unnest(ARRAY[32768, 32769, 10000000]) n";
        var read = acd.read(contacts(query));

        assertEquals(3, read.raw.size());
        assertEquals(32_768, read.raw.getFirst().getLast().toString().length());
        assertEquals(new Unreadable("is longer than 64 KiB"), read.raw.get(1).getLast());
        assertEquals(new Unreadable("is longer than 64 KiB"), read.raw.get(2).getLast());
    }

    @Test
    void jsonIsReadAsACursorReadsItAndCutIfItIsFarTooLong() throws Exception {
        String query =
                "SELECT 'q' AS queueidentifier, 'q' AS queuename, 1 AS answered, now() AS timestamp%s,"
                        + " j::json AS j, j::jsonb AS b FROM (VALUES ('{\"b\": [1,  2],\"a\":\"\u00e4\"}'), ('null'), (NULL),"
                        + " ('\"' || repeat('x', 10000000) || '\"')) v(j)";
        List<List<Object>> copied = raw(query.formatted(""));
        List<List<Object>> cursor = new ArrayList<>();
        for (List<Object> row : raw(query.formatted(ARRAY))) {
            cursor.add(row.subList(row.size() - 2, row.size()));
        }

        assertEquals(4, copied.size());
        for (int i = 0; i < 3; i++) {
            List<Object> row = copied.get(i);
            assertEquals(cursor.get(i), row.subList(row.size() - 2, row.size()));
        }
        assertEquals(new Unreadable("is longer than 64 KiB"), copied.get(3).getLast());
        assertEquals(new Unreadable("is longer than 64 KiB"), copied.get(3).get(4));
    }

    @Test
    void aResultWithOneNameTwiceIsLeftToTheCursor() throws Exception {
        String query =
                "SELECT 'q' AS queueidentifier, 'q' AS queuename, 1 AS answered, now() AS timestamp,"
                        + " 1 AS extra, 2 AS extra WHERE now() >= :from AND now() < :to";
        try (var source = acd.open(contacts(query))) {
            for (int i = 0; i < 2; i++) {
                var read =
                        AcdDatabase.read(
                                source, contacts(query), AcdDatabase.BEGINNING, AcdDatabase.END);
                assertEquals(1, read.raw.size());
            }
        }
    }

    @Test
    void aReadThatIsGivenUpHalfwayLeavesNothingForTheNext() throws Exception {
        String many =
                "SELECT 'q' AS queueidentifier, 'q' AS queuename, 1 AS answered, now() AS timestamp FROM"
                        + " generate_series(1, %d) WHERE now() >= :from AND now() < :to";
        for (int rows : List.of(1, 50, 5_000, 200_000)) {
            try (var source = acd.open(contacts(many.formatted(rows)))) {
                source.now();
                String connection = connections();
                for (int i = 0; i < 3; i++) {
                    assertThrows(
                            IllegalStateException.class,
                            () ->
                                    source.read(
                                            AcdDatabase.BEGINNING, AcdDatabase.END, new GivesUp()));
                    source.now();
                }
                var read =
                        AcdDatabase.read(
                                source,
                                contacts(many.formatted(rows)),
                                AcdDatabase.BEGINNING,
                                AcdDatabase.END);
                assertEquals(rows, read.raw.size());
                assertEquals(connection, connections(), "another connection was needed");
            }
        }
    }

    private static String connections() throws Exception {
        return acd.ask(
                "SELECT string_agg(pid::text, ' ') FROM pg_stat_activity"
                        + " WHERE application_name = 'tidegate' AND datname = current_database()");
    }

    /** Takes one row and no more. */
    private static final class GivesUp implements RowSink {
        @Override
        public void shape(RawShape shape) {
            // Any will do.
        }

        @Override
        public void row(RawRow row) {
            throw new IllegalStateException("enough");
        }
    }

    private static List<String> rejected(String query) throws Exception {
        var read = acd.read(contacts(query));
        return read.checked.reasons();
    }

    private static List<List<Object>> raw(String query) throws Exception {
        var read =
                acd.read(
                        contacts(
                                "SELECT * FROM ("
                                        + query
                                        + ") q WHERE now() >= :from AND now() < :to"),
                        AcdDatabase.BEGINNING,
                        AcdDatabase.END);
        return read.raw.stream().map(PostgresCopyTest::plain).toList();
    }

    /** Both ways name the same instant. */
    private static List<Object> plain(List<Object> row) {
        List<Object> plain = new ArrayList<>();
        for (Object value : row) {
            plain.add(value instanceof OffsetDateTime time ? time.toInstant() : value);
        }
        return plain;
    }

    private static SourceConfig contacts(String query) {
        return Sources.of(DataType.CONTACTS).query(query).sql();
    }
}

package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.row.RawRow;
import io.tidegate.agent.row.RawShape;
import io.tidegate.agent.row.Sources;
import io.tidegate.agent.source.RowSink;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.SourceException;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;

/** Reads all there is, and looks at how it went. */
final class Reads {
    private Reads() {}

    static void all(Source source, Consumer<RawRow> each) throws Exception {
        source.read(AcdDatabase.BEGINNING, AcdDatabase.END, sink(each));
    }

    /** Reads a range. */
    interface Ranges {
        AcdDatabase.Read of(SourceConfig source, Instant from, Instant to) throws Exception;
    }

    /**
     * A row of eight o'clock and one of nine are each read with the range that they lie in.
     *
     * @param way {@code bind | time column | rest of the query}, of a table {@code calls}
     */
    static void assertByRange(String way, Ranges read) throws Exception {
        String[] parts = way.split("\\|", -1);
        var source =
                Sources.of(DataType.CONTACTS)
                        .bind(parts[0].strip())
                        .query(
                                "SELECT queue AS queueidentifier, name AS queuename, %s, answered FROM calls %s"
                                        .formatted(parts[1], parts[2]))
                        .sql();
        Instant nine = Instant.parse("2026-11-20T09:00:00Z");
        var first = read.of(source, nine.minus(Duration.ofHours(2)), nine);
        var second = read.of(source, nine, nine.plusSeconds(1));

        assertEquals(1, first.checked.rows.size(), way);
        assertEquals("2026-11-20T08:00:00", first.checked.times().getFirst().substring(0, 19), way);
        assertEquals(List.of("2026-11-20T09:00:00Z"), second.checked.times(), way);
    }

    /** To the second, which is as fine as a database may tell it. */
    static void assertClockIsThatOfThisMachine(Source source) throws Exception {
        Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Instant there = source.now();
        Instant after = Instant.now();
        assertTrue(!there.isBefore(before) && !there.isAfter(after), "at the source " + there);
    }

    static RowSink sink(Consumer<RawRow> each) {
        return new RowSink() {
            @Override
            public void shape(RawShape shape) {
                // Any will do.
            }

            @Override
            public void row(RawRow row) {
                each.accept(row);
            }
        };
    }

    /** The fault that a read ends in, which holds nothing of the driver's. */
    static SourceException fault(Source source) {
        var fault = assertThrows(SourceException.class, () -> all(source, row -> row.value(0)));
        assertNull(fault.getCause());
        return fault;
    }

    static String fault(Source source, SourceException.Kind kind) {
        var fault = fault(source);
        assertEquals(kind, fault.kind(), fault.getMessage());
        return fault.getMessage();
    }
}

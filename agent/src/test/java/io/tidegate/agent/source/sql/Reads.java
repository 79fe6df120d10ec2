package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidegate.agent.row.RawRow;
import io.tidegate.agent.row.RawShape;
import io.tidegate.agent.source.RowSink;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.SourceException;

import java.util.function.Consumer;

/** Reads all there is, and looks at how it went. */
final class Reads {
    private Reads() {}

    static void all(Source source, Consumer<RawRow> each) throws Exception {
        source.read(AcdDatabase.BEGINNING, AcdDatabase.END, sink(each));
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

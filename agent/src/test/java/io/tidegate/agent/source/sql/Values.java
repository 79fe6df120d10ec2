package io.tidegate.agent.source.sql;

import io.tidegate.agent.row.RawRow;
import io.tidegate.agent.row.RawShape;
import io.tidegate.agent.source.RowSink;

import java.util.ArrayList;
import java.util.List;

/** Keeps the values of rows as they came. */
record Values(int columns, List<List<Object>> rows) implements RowSink {
    @Override
    public void shape(RawShape shape) {
        // Any will do.
    }

    @Override
    public void row(RawRow row) {
        var values = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            values.add(row.value(i));
        }
        rows.add(values);
    }
}

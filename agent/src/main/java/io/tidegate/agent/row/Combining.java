package io.tidegate.agent.row;

import io.tidegate.protocol.Column;
import io.tidegate.protocol.Row;

import java.util.List;

/** Interval rows, several of one identity made one. Holds them all. */
record Combining(SameKeyRows rows) implements RowStage {
    @Override
    public List<Column> columns(List<Column> checked) {
        return checked;
    }

    @Override
    public void take(Row row, RowTaker out) {
        rows.add(row);
    }

    @Override
    public int held() {
        return rows.size();
    }

    @Override
    public void finish(RowTaker out) throws InterruptedException {
        rows.drain(out);
    }

    @Override
    public long combined() {
        return rows.combined();
    }
}

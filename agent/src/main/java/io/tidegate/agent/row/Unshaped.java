package io.tidegate.agent.row;

import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;

import java.util.List;

/** Rows that leave as they were checked, but for log-offs, which are no states. Holds nothing. */
final class Unshaped implements RowStage {
    private static final Column ACTIVITY = DataType.AGENT_STATUS.column("activity").orElseThrow();

    private final LogOffs logOff;

    Unshaped(LogOffs logOff) {
        this.logOff = logOff;
    }

    @Override
    public List<Column> columns(List<Column> checked) {
        return checked;
    }

    @Override
    public void take(Row row, RowTaker out) throws InterruptedException {
        if (logOff.isNone() || !logOff.holds(row.text(ACTIVITY))) {
            out.taken(row);
        } else {
            out.ignored();
        }
    }

    @Override
    public int held() {
        return 0;
    }

    @Override
    public void finish(RowTaker out) {
        // Nothing was held back.
    }
}

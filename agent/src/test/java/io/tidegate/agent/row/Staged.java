package io.tidegate.agent.row;

import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.Row;

import java.util.List;

/** Runs raw rows through a check and what is made of them then, and remembers what came of it. */
final class Staged {
    private Staged() {}

    static Result rows(SourceConfig source, RawShape shape, Object[]... rows) throws Exception {
        Checked checked = Checked.rows(source, shape, Checked.LATEST, rows);
        var result = new Result();
        result.check = checked.check;
        result.stage =
                RowStages.of(
                        source,
                        shape,
                        checked.check.columns(),
                        v -> "#" + v.strip(),
                        Checked.LATEST);
        result.columns = result.stage.columns(checked.check.columns());
        for (Row row : checked.rows) {
            result.stage.take(row, result);
        }
        result.rejections.addAll(0, checked.rejections);
        result.stage.finish(result);
        return result;
    }

    static final class Result extends Checked {
        RowStage stage;
        List<Column> columns;
    }
}

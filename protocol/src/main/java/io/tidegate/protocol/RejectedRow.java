package io.tidegate.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A row that the ingest did not take.
 *
 * @param row counts from 1 within the batch
 */
public record RejectedRow(int row, RowFault fault) {
    ObjectNode json() {
        return Fields.newObject()
                .put("row", row)
                .put("column", fault.column())
                .put("reason", fault.reason());
    }

    static RejectedRow read(Fields json) throws FieldException {
        long row = json.whole("row");
        if (row < 1 || row > Integer.MAX_VALUE) {
            throw new FieldException("row", "does not count from 1");
        }
        String column = json.optionalText("column").orElse("");
        return new RejectedRow((int) row, new RowFault(column, json.text("reason")));
    }
}

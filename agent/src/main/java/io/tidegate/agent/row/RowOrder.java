package io.tidegate.agent.row;

import io.tidegate.protocol.Column;
import io.tidegate.protocol.Row;

import java.util.Comparator;

/** An order of rows by what they hold, for when nothing else puts them in one. Stateless. */
final class RowOrder {
    /** The same rows always come in the same order, whatever order they were read in. */
    static final Comparator<Row> BY_CONTENT = RowOrder::compare;

    private static final Comparator<String> TEXT = Comparator.nullsFirst(Comparator.naturalOrder());

    private RowOrder() {}

    private static int compare(Row one, Row other) {
        for (Column column : one.type().columns()) {
            int order =
                    column.kind().isText()
                            ? TEXT.compare(one.text(column), other.text(column))
                            : Long.compare(one.number(column), other.number(column));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}

package io.tidegate.agent.source.csv;

import io.tidegate.config.CsvValues;
import io.tidegate.config.CsvValues.RowFilter;

import java.io.IOException;
import java.util.List;

/**
 * The records that count: those that pass every filter of the settings. What has other fields than
 * the header passes, to be told of. Used by one thread.
 */
final class CountingRecords implements Records {
    /**
     * @param field the column's place
     */
    private record Condition(int field, RowFilter filter) {}

    private final Records records;
    private final int width;
    private final List<Condition> conditions;
    private final NullTexts nulls;
    private long leftOut;

    /**
     * @param columns of the records
     */
    CountingRecords(
            Records records, List<String> columns, List<RowFilter> filters, NullTexts nulls) {
        this.records = records;
        this.width = columns.size();
        this.nulls = nulls;
        this.conditions =
                filters.stream()
                        .map(filter -> new Condition(place(columns, filter.column()), filter))
                        .toList();
    }

    /** A file that lacks the column is not read at all. */
    private static int place(List<String> columns, String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).equalsIgnoreCase(column)) {
                return i;
            }
        }
        throw new IllegalStateException("no column " + column + ", though it is needed");
    }

    /** How many records were passed over so far. */
    long leftOut() {
        return leftOut;
    }

    @Override
    public Found next() throws IOException, UnfitFileException {
        Found found = records.next();
        while (found == Found.RECORD && records.fields() == width && !passes()) {
            leftOut++;
            found = records.next();
        }
        return found;
    }

    private boolean passes() {
        for (Condition condition : conditions) {
            String text = folded(condition.field);
            if (condition.filter.texts().contains(text) != condition.filter.keep()) {
                return false;
            }
        }
        return true;
    }

    private String folded(int field) {
        return nulls.has(records, field) ? "" : CsvValues.folded(records.text(field));
    }

    @Override
    public int fields() {
        return records.fields();
    }

    @Override
    public long line() {
        return records.line();
    }

    @Override
    public long offset() {
        return records.offset();
    }

    @Override
    public String fault() {
        return records.fault();
    }

    @Override
    public String text(int field) {
        return records.text(field);
    }

    @Override
    public char[] chars() {
        return records.chars();
    }

    @Override
    public char[] chars(int field) {
        return records.chars(field);
    }

    @Override
    public int begin(int field) {
        return records.begin(field);
    }

    @Override
    public int length(int field) {
        return records.length(field);
    }
}

package io.tidegate.agent.source.csv;

import java.io.IOException;
import java.util.Optional;

/**
 * The records of a file that may be rows: lines that are no data are passed over and counted, and a
 * row has as many fields as the header if only empty or unused ones at its end make the difference.
 * Used by one thread.
 */
final class DataRecords implements Records {
    private final RecordReader records;
    private final Asides asides;
    private final Widths widths;
    private final Optional<Labels> labels;
    private final PassedOver passed = new PassedOver();
    private int fields;
    private String fault;

    /**
     * @param columns how many the header has
     * @param spare how many empty fields each row has behind them
     * @param needed so many fields a row must have; the others nothing uses
     */
    record Widths(int columns, int spare, int needed) {}

    DataRecords(RecordReader records, Asides asides, Widths widths, Optional<Labels> labels) {
        this.records = records;
        this.asides = asides;
        this.widths = widths;
        this.labels = labels;
    }

    PassedOver passed() {
        return passed;
    }

    @Override
    public Found next() throws IOException, UnfitFileException {
        while (true) {
            Found found = records.next();
            fault = records.fault();
            if (found == Found.END) {
                return found;
            }
            if (found == Found.FAULT || isRow()) {
                passed.row();
                return found == Found.FAULT ? found : row();
            }
        }
    }

    private boolean isRow() {
        if (labels.isPresent() && labels.get().take(records)) {
            passed.add(PassedOver.Kind.LABEL, records.line());
            return false;
        }
        return asides.isPlainRow(records) || mayBeRow();
    }

    /** Counts what is no row. */
    private boolean mayBeRow() {
        if (Asides.isBlank(records)) {
            return false;
        }
        var kind = asides.of(records, records.isEnded());
        if (kind != null) {
            passed.add(kind, records.line());
        }
        return kind == null;
    }

    private Found row() {
        fields = records.fields();
        Optional<String> lacking = labels.flatMap(Labels::lacking);
        if (lacking.isPresent()) {
            fault = lacking.get();
            return Found.FAULT;
        }
        int whole = widths.columns + widths.spare;
        if (fields == whole) {
            fields = records.length(whole - 1) == 0 ? widths.columns : whole;
        } else if (widths.spare > 0 && fields == widths.columns) {
            fault = "has " + fields + " fields where the other lines have " + whole;
            return Found.FAULT;
        } else if (fields < widths.columns && fields >= widths.needed && records.isEnded()) {
            fields = widths.columns;
        }
        return Found.RECORD;
    }

    @Override
    public int fields() {
        return fields;
    }

    @Override
    public long line() {
        return records.line();
    }

    @Override
    public String fault() {
        return fault;
    }

    @Override
    public String text(int field) {
        if (field >= records.fields()) {
            return "";
        }
        int marks = marks(field);
        return marks == 0
                ? records.text(field)
                : new String(chars(), records.begin(field) + 1 + marks, length(field));
    }

    @Override
    public char[] chars() {
        return records.chars();
    }

    @Override
    public int begin(int field) {
        if (field >= records.fields()) {
            return records.begin(0);
        }
        int marks = marks(field);
        return records.begin(field) + (marks == 0 ? 0 : 1 + marks);
    }

    @Override
    public int length(int field) {
        if (field >= records.fields()) {
            return 0;
        }
        int marks = marks(field);
        return records.length(field) - (marks == 0 ? 0 : 1 + 2 * marks);
    }

    /**
     * How many quotes stand around a text that is written as a formula, {@code ="00123"}, so that a
     * spreadsheet keeps its zeros; two if the field itself is quoted, 0 if it is no formula.
     */
    private int marks(int field) {
        char[] chars = records.chars();
        int begin = records.begin(field);
        int length = records.length(field);
        if (length < 3 || chars[begin] != '=' || chars[begin + 1] != '"') {
            return 0;
        }
        int last = begin + length - 1;
        boolean two = length > 4 && chars[begin + 2] == '"' && chars[last - 1] == '"';
        return chars[last] != '"' ? 0 : two ? 2 : 1;
    }
}

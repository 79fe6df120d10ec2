package io.tidegate.agent.source.csv;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Values that stand in lines of their own above the rows they hold for, as reports repeat them per
 * page: {@code Date: 1/5/2026}. Used by one thread.
 */
final class Labels {
    private final List<String> columns;
    private final List<String> beginnings;
    private final String[] values;

    /**
     * @param labels a column's name, and the text that its line begins with
     */
    Labels(Map<String, String> labels) {
        this.columns = List.copyOf(labels.keySet());
        this.beginnings = columns.stream().map(labels::get).toList();
        this.values = new String[columns.size()];
    }

    List<String> columns() {
        return columns;
    }

    /** The value of a column for the present row. */
    String value(int column) {
        return values[column];
    }

    /** Takes the values of a line that begins with a label; false for any other line. */
    boolean take(Records record) {
        boolean taken = false;
        for (int field = 0; field < record.fields(); field++) {
            String text = record.text(field).strip();
            int label = label(text);
            if (label >= 0) {
                values[label] = value(record, field, text.substring(length(label)));
                taken = true;
            } else if (!taken && !text.isEmpty()) {
                return false;
            }
        }
        return taken;
    }

    /** What the present row lacks, as a reason; empty if each label has a value. */
    Optional<String> lacking() {
        List<String> lacking = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                lacking.add("\"" + beginnings.get(i) + "\"");
            }
        }
        return lacking.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "no line %s with a value stands above it (csv.label)"
                                .formatted(String.join(" and no line ", lacking)));
    }

    private int label(String text) {
        for (int i = 0; i < values.length; i++) {
            if (text.regionMatches(true, 0, beginnings.get(i), 0, length(i))) {
                return i;
            }
        }
        return -1;
    }

    private int length(int label) {
        return beginnings.get(label).length();
    }

    /** The rest of the field, else the next field that is not blank; null if there is none. */
    private String value(Records record, int field, String rest) {
        String value = rest.replaceFirst("^[\\s:=]+", "").strip();
        for (int next = field + 1; value.isEmpty() && next < record.fields(); next++) {
            value = record.text(next).strip();
        }
        return value.isEmpty() || label(value) >= 0 ? null : value;
    }
}

package io.tidegate.agent.source.csv;

import io.tidegate.agent.source.csv.PassedOver.Kind;

import java.util.List;

/**
 * Tells lines that are no data from rows. Nothing that could be a row is taken for such a line: it
 * equals the header, or says that it is a total and has no time, or is text that stands alone. What
 * may be a row that was cut is none. Used by one thread.
 */
final class Asides {
    private final List<String> header;
    private final int[] times;
    private final int width;

    /**
     * @param header the names of the columns; empty if the file has none
     * @param times the columns that a row's time is made of; none if the file has no such column
     */
    Asides(List<String> header, int[] times, int width) {
        this.header = header;
        this.times = times;
        this.width = width;
    }

    /** Whether a record is surely none: a digit begins each column that makes its time. */
    boolean isPlainRow(Records record) {
        if (record.fields() < width) {
            return false;
        }
        for (int time : times) {
            if (!startsWithDigit(record, time)) {
                return false;
            }
        }
        return times.length > 0;
    }

    /**
     * What a record is if it is no data; null if it may be a row.
     *
     * @param ended whether the line has its end
     */
    Kind of(Records record, boolean ended) {
        if (isHeader(record)) {
            return Kind.HEADER;
        }
        boolean whole = record.fields() >= width;
        if (times.length == 0 || !(whole || ended || isSentence(record))) {
            return null;
        }
        if (saysTotal(record) && lacksTime(record)) {
            return Kind.TOTALS;
        }
        return isNote(record, whole) ? Kind.NOTE : null;
    }

    /** Whether nothing but blanks is in it. */
    static boolean isBlank(Records record) {
        return told(record) == 0;
    }

    private boolean isHeader(Records record) {
        if (header.isEmpty() || record.fields() < header.size()) {
            return false;
        }
        for (int i = 0; i < record.fields(); i++) {
            String name = i < header.size() ? header.get(i) : "";
            if (!HeaderNames.clean(record.text(i)).equals(name)) {
                return false;
            }
        }
        return true;
    }

    /** Text that stands alone, or a name with its value, where a row has its time. */
    private boolean isNote(Records record, boolean whole) {
        int told = told(record);
        int first = first(record);
        if (width < 2 || told > 2 || (told == 2 && !isName(record.text(first)))) {
            return false;
        }
        return whole ? hasNoTime(record) : !startsWithDigit(record, first);
    }

    /** {@code Date:} or {@code Date: 1/5/2026}. */
    private static boolean isName(String text) {
        String stripped = text.strip();
        return stripped.endsWith(":") || stripped.contains(": ");
    }

    /**
     * Whether a last line without end is text for people all the same: rows begin with their time,
     * and it begins with words.
     */
    private boolean isSentence(Records record) {
        return times.length > 0
                && times[0] == 0
                && record.fields() == 1
                && record.text(0).strip().indexOf(' ') > 0
                && !hasDigit(record.text(0));
    }

    private static boolean saysTotal(Records record) {
        for (int i = 0; i < record.fields(); i++) {
            if (record.length(i) > 0 && TotalsWords.in(record.text(i))) {
                return true;
            }
        }
        return false;
    }

    private boolean lacksTime(Records record) {
        for (int time : times) {
            if (time >= record.fields() || isNoTime(record.text(time))) {
                return true;
            }
        }
        return false;
    }

    /** Whether none of the columns that make a time begins as one. */
    private boolean hasNoTime(Records record) {
        for (int time : times) {
            if (startsWithDigit(record, time)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNoTime(String text) {
        return !hasDigit(text) || TotalsWords.beginsWithOne(text);
    }

    private static boolean hasDigit(String text) {
        return text.chars().anyMatch(Character::isDigit);
    }

    private static int told(Records record) {
        int told = 0;
        for (int i = 0; i < record.fields(); i++) {
            told += record.text(i).isBlank() ? 0 : 1;
        }
        return told;
    }

    private static int first(Records record) {
        int first = 0;
        while (first < record.fields() - 1 && record.text(first).isBlank()) {
            first++;
        }
        return first;
    }

    private static boolean startsWithDigit(Records record, int field) {
        char[] chars = record.chars();
        int at = record.begin(field);
        int end = at + record.length(field);
        while (at < end && chars[at] == ' ') {
            at++;
        }
        return at < end && chars[at] >= '0' && chars[at] <= '9';
    }
}

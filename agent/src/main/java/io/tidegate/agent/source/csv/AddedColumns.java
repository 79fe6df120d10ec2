package io.tidegate.agent.source.csv;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/**
 * Records with columns behind their own that the file does not have in its rows: from lines above
 * them, from its name. Used by one thread.
 */
final class AddedColumns implements Records {
    private final Records rows;
    private final int own;
    private final List<Supplier<String>> added;
    private final int[] begins;
    private final int[] lengths;
    private char[] chars = new char[256];
    private int shift;

    /**
     * @param own how many columns the rows have
     */
    AddedColumns(Records rows, int own, List<Supplier<String>> added) {
        this.rows = rows;
        this.own = own;
        this.added = added;
        this.begins = new int[added.size()];
        this.lengths = new int[added.size()];
    }

    @Override
    public Found next() throws IOException, UnfitFileException {
        Found found = rows.next();
        if (found == Found.RECORD) {
            copy();
        }
        return found;
    }

    /** All of a row into one array, so that readers of two columns find both there. */
    private void copy() {
        int at = 0;
        for (int i = 0; i < begins.length; i++) {
            String value = added.get(i).get();
            begins[i] = at;
            lengths[i] = value.length();
            room(at + value.length());
            value.getChars(0, value.length(), chars, at);
            at += value.length();
        }
        int first = rows.fields() == 0 ? 0 : rows.begin(0);
        int end = first;
        for (int i = 0; i < rows.fields(); i++) {
            end = Math.max(end, rows.begin(i) + rows.length(i));
        }
        room(at + end - first);
        System.arraycopy(rows.chars(), first, chars, at, end - first);
        shift = at - first;
    }

    private void room(int length) {
        if (length > chars.length) {
            chars = java.util.Arrays.copyOf(chars, Math.max(length, chars.length * 2));
        }
    }

    /** One number for each; more or less than that for a row that has more or less of its own. */
    @Override
    public int fields() {
        return rows.fields() < own ? rows.fields() : rows.fields() + begins.length;
    }

    @Override
    public long line() {
        return rows.line();
    }

    @Override
    public String fault() {
        return rows.fault();
    }

    @Override
    public String text(int field) {
        return field < own
                ? rows.text(field)
                : new String(chars, begins[field - own], lengths[field - own]);
    }

    @Override
    public char[] chars() {
        return chars;
    }

    @Override
    public int begin(int field) {
        return field < own ? rows.begin(field) + shift : begins[field - own];
    }

    @Override
    public int length(int field) {
        return field < own ? rows.length(field) : lengths[field - own];
    }
}

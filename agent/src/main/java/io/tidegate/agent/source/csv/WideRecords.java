package io.tidegate.agent.source.csv;

import java.io.IOException;

/**
 * Each record of a file once per wide column that has a value, with that column's name and value
 * behind the fields that are not wide. Used by one thread.
 */
final class WideRecords implements Records {
    private final Records records;
    private final Wide wide;
    private final NullTexts nulls;
    private final char[][] names;

    /** The present wide column, by its place among them; behind the last to go on. */
    private int at;

    private String fault;

    WideRecords(Records records, Wide wide, NullTexts nulls) {
        this.records = records;
        this.wide = wide;
        this.nulls = nulls;
        this.names = new char[wide.wide().length][];
        for (int i = 0; i < names.length; i++) {
            names[i] = wide.header().get(wide.wide()[i]).toCharArray();
        }
        this.at = names.length;
    }

    @Override
    public Found next() throws IOException, UnfitFileException {
        at++;
        while (!toValue()) {
            Found found = records.next();
            if (found != Found.RECORD) {
                fault = records.fault();
                return found;
            }
            if (records.fields() != wide.header().size()) {
                fault = CsvFiles.ragged(records.fields(), wide.header().size());
                return Found.FAULT;
            }
            at = 0;
        }
        return Found.RECORD;
    }

    /** Goes to the next wide column of this record that has a value, from the present one on. */
    private boolean toValue() {
        while (at < names.length && nulls.has(records, wide.wide()[at])) {
            at++;
        }
        return at < names.length;
    }

    @Override
    public int fields() {
        return wide.narrow().length + 2;
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
        return fault;
    }

    @Override
    public String text(int field) {
        return isName(field) ? new String(names[at]) : records.text(place(field));
    }

    @Override
    public char[] chars() {
        return records.chars();
    }

    @Override
    public char[] chars(int field) {
        return isName(field) ? names[at] : records.chars(place(field));
    }

    @Override
    public int begin(int field) {
        return isName(field) ? 0 : records.begin(place(field));
    }

    @Override
    public int length(int field) {
        return isName(field) ? names[at].length : records.length(place(field));
    }

    private boolean isName(int field) {
        return field == wide.narrow().length;
    }

    private int place(int field) {
        return field < wide.narrow().length ? wide.narrow()[field] : wide.wide()[at];
    }
}

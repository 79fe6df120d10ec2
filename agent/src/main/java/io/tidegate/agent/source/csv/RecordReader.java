package io.tidegate.agent.source.csv;

import java.io.IOException;
import java.util.List;

/**
 * Cuts characters into records and fields: RFC 4180 with any of the line ends CRLF, LF and CR, and
 * a quote only where a field begins with one. Limits: a field 64 Ki characters, a record 1 Mi,
 * 1,024 fields; a quote that is not closed within them, or is followed by text, spoils its first
 * line only: reading goes on at the next. So does one that swallows rows: it closes on another
 * line, and either the number of fields is wrong then, or the lines behind its first are rows by
 * themselves. Used by one thread; fields are valid until the next record.
 *
 * <p>Why not commons-csv: it has no limits, and an open quote swallows the rest of the file.
 */
final class RecordReader implements Records {
    static final int MAX_FIELD = 1 << 16;
    static final int MAX_FIELDS = 1_024;
    private static final int HOLE = 8;
    private static final char DOS_END = 0x1A;

    /** With fewer columns, a sentence with a comma in a remark could be taken for a row. */
    private static final int FEWEST_TELLING = 3;

    private final CharWindow window;
    private final char delimiter;
    private final char quote;
    private final List<String> skipContaining;

    private final Unquoting unquoting;
    private Cuts cuts = new Cuts();
    private long line;
    private long nextLine = 1;
    private String fault;
    private int columns;

    /** Where a line began that was too long to be kept; -1 for others. */
    private long longOffset = -1;

    /**
     * @param quote U+0000 for none
     * @param skipContaining records that hold one of these texts are passed over
     */
    RecordReader(CharSource source, char delimiter, char quote, List<String> skipContaining) {
        this(source, delimiter, quote, '\0', skipContaining);
    }

    /**
     * @param escape makes a quote behind it a character; U+0000 if quotes are doubled
     */
    RecordReader(
            CharSource source,
            char delimiter,
            char quote,
            char escape,
            List<String> skipContaining) {
        this.window = new CharWindow(source);
        this.delimiter = delimiter;
        this.quote = quote;
        this.unquoting = new Unquoting(quote, escape);
        this.skipContaining = skipContaining;
    }

    @Override
    public Found next() throws IOException, UnfitFileException {
        while (true) {
            Found found = record();
            if (found == Found.END || !(skipped() || (found == Found.RECORD && blank()))) {
                return found;
            }
        }
    }

    /** From now on a record has so many fields; before, fields of several lines are believed. */
    void expect(int fields) {
        columns = fields;
    }

    /** Passes over a line, whatever quotes it holds. */
    void skipLine() throws IOException, UnfitFileException {
        window.begin();
        toNextLine();
        nextLine++;
    }

    @Override
    public int fields() {
        return cuts.count;
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public long offset() {
        return longOffset >= 0 ? longOffset : window.offset();
    }

    @Override
    public String fault() {
        return fault;
    }

    @Override
    public String text(int field) {
        String raw = new String(chars(), begin(field), length(field));
        return cuts.doubled[field] ? unquoting.of(raw) : raw;
    }

    @Override
    public char[] chars() {
        return window.chars;
    }

    @Override
    public int begin(int field) {
        return window.start + cuts.from[field];
    }

    @Override
    public int length(int field) {
        return cuts.length(field);
    }

    /** Whether the present record's line has its end. */
    boolean isEnded() {
        return window.at > window.start && isLineEnd(window.chars[window.at - 1]);
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }

    private Found record() throws IOException, UnfitFileException {
        window.begin();
        cuts.count = 0;
        fault = null;
        longOffset = -1;
        line = nextLine;
        if (window.at == window.end && !window.more()) {
            return Found.END;
        }
        toPage();
        if (cutFields() && (nextLine == line || columns == 0 || !swallows())) {
            nextLine++;
            return Found.RECORD;
        }
        window.at = window.start;
        toNextLine();
        nextLine = line + 1;
        return Found.FAULT;
    }

    /** Passes over what begins a page: a form feed is no part of a line. */
    private void toPage() throws IOException, UnfitFileException {
        while ((window.at < window.end || window.more()) && peek() == '\f') {
            window.at++;
            window.begin();
        }
    }

    /** Cuts a record into fields; false if it has a fault. */
    private boolean cutFields() throws IOException, UnfitFileException {
        cuts.count = 0;
        boolean more = true;
        while (more && fault == null) {
            more = field();
        }
        return fault == null;
    }

    /** Whether a quote of the record, which is one of several lines, has swallowed rows. */
    private boolean swallows() throws IOException, UnfitFileException {
        String closes = "a quote that opens here closes only on line " + nextLine;
        if (!cuts.isWhole(columns)) {
            fail(
                    closes
                            + ", and the record then has "
                            + cuts.count
                            + " fields instead of "
                            + columns);
        } else if (columns >= FEWEST_TELLING && restAreRows()) {
            fail(closes + ", and the lines between are rows by themselves");
        }
        return fault != null;
    }

    /** Whether the lines of the record, from one behind its first on, are records of their own. */
    private boolean restAreRows() throws IOException, UnfitFileException {
        Cuts whole = cuts;
        cuts = new Cuts();
        long lines = nextLine;
        int end = window.at - window.start;
        boolean rows = false;
        window.at = window.start;
        toNextLine();
        while (!rows && window.at - window.start < end) {
            int next = window.at - window.start;
            rows = areRows(end);
            window.at = window.start + next;
            toNextLine();
        }
        cuts = whole;
        nextLine = lines;
        fault = null;
        window.at = window.start + end;
        return rows;
    }

    /** Whether all that follows up to there is records of the right number of fields. */
    private boolean areRows(int end) throws IOException, UnfitFileException {
        fault = null;
        boolean rows = true;
        while (rows && window.at - window.start < end) {
            rows = cutFields() && (cuts.isWhole(columns) || blank());
        }
        return rows;
    }

    /** Reads a field and what ends it; tells whether another follows in this record. */
    private boolean field() throws IOException, UnfitFileException {
        if (quote != 0 && (window.at < window.end || window.more()) && peek() == quote) {
            return quoted();
        }
        int begin = window.at - window.start;
        do {
            plain();
        } while (window.at == window.end && window.more());
        return field(begin, window.at - window.start, false) && separator();
    }

    /** Runs to the next character that ends a field, or to the end of the window. */
    private void plain() {
        char[] chars = window.chars;
        int end = window.end;
        int at = window.at;
        while (at < end) {
            char c = chars[at];
            if (c == delimiter || c == '\n' || c == '\r' || c == 0) {
                break;
            }
            at++;
        }
        window.at = at;
    }

    private boolean quoted() throws IOException, UnfitFileException {
        window.at++;
        int begin = window.at - window.start;
        boolean doubles = false;
        while (toQuote(begin)) {
            if (unquoting.isEscaped(window.chars, window.start + begin, window.at)) {
                doubles = true;
                window.at++;
                continue;
            }
            window.at++;
            if ((window.at == window.end && !window.more()) || peek() != quote) {
                return field(begin, window.at - 1 - window.start, doubles) && afterQuote();
            }
            doubles = true;
            window.at++;
        }
        return fault == null && fail("a quote that opens here is not closed");
    }

    /** Runs to the next quote; false if there is none within the limits. */
    private boolean toQuote(int begin) throws IOException, UnfitFileException {
        while (window.at < window.end || window.more()) {
            char c = peek();
            if (c == quote) {
                return true;
            }
            if (window.at - window.start - begin > MAX_FIELD) {
                return false;
            }
            if (c == 0) {
                return nul();
            }
            if (c == '\r' || (c == '\n' && window.chars[window.at - 1] != '\r')) {
                nextLine++;
            }
            window.at++;
        }
        return false;
    }

    private boolean afterQuote() throws IOException, UnfitFileException {
        while ((window.at < window.end || window.more()) && isPadding(peek())) {
            window.at++;
        }
        if (window.at == window.end || ends(peek())) {
            return separator();
        }
        return fail("text follows a closing quote");
    }

    private boolean field(int begin, int end, boolean doubles) {
        if (end - begin > MAX_FIELD) {
            return fail("a field is longer than " + MAX_FIELD + " characters");
        }
        if (cuts.count == MAX_FIELDS) {
            return fail("the line has more than " + MAX_FIELDS + " columns");
        }
        cuts.add(begin, end, doubles);
        return true;
    }

    /** Takes what ends a field; tells whether another field follows. */
    private boolean separator() throws IOException, UnfitFileException {
        if (window.at == window.end) {
            return window.ended() ? false : fail("the record is longer than 1 MiB");
        }
        char c = window.chars[window.at++];
        if (c == 0) {
            window.at--;
            return nul();
        }
        if (c == '\r' && (window.at < window.end || window.more()) && peek() == '\n') {
            window.at++;
        }
        return c == delimiter;
    }

    private boolean isPadding(char c) {
        return (c == ' ' || c == '\t') && c != delimiter;
    }

    private boolean ends(char c) {
        return c == delimiter || isLineEnd(c);
    }

    private char peek() {
        return window.chars[window.at];
    }

    private boolean fail(String reason) {
        fault = reason;
        return false;
    }

    /**
     * Goes behind the next line end; a line longer than the window is passed over piece by piece.
     */
    private void toNextLine() throws IOException, UnfitFileException {
        while (window.at < window.end || window.more() || cut()) {
            char c = window.chars[window.at++];
            if (c == '\n') {
                return;
            }
            if (c == '\r') {
                if ((window.at < window.end || window.more()) && peek() == '\n') {
                    window.at++;
                }
                return;
            }
        }
    }

    private boolean cut() throws IOException, UnfitFileException {
        longOffset = offset();
        window.begin();
        return window.more();
    }

    private boolean blank() {
        return cuts.isEmpty()
                || (cuts.count == 1 && cuts.length(0) == 1 && chars()[begin(0)] == DOS_END);
    }

    private boolean skipped() {
        if (skipContaining.isEmpty()) {
            return false;
        }
        String raw = new String(window.chars, window.start, window.at - window.start);
        return skipContaining.stream().anyMatch(raw::contains);
    }

    /** One such byte spoils its line; many are a hole that a copy has left. */
    private boolean nul() throws IOException, UnfitFileException {
        int zeros = 0;
        while (zeros < HOLE && (window.at < window.end || window.more()) && peek() == 0) {
            window.at++;
            zeros++;
        }
        if (zeros == HOLE) {
            throw UnfitFileException.hole(nextLine);
        }
        return fail("holds a NUL byte");
    }
}

package io.tidegate.agent.source.csv;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts characters into records and fields: RFC 4180 with any of the line ends CRLF, LF and CR, and
 * a quote only where a field begins with one. Limits: a field 64 Ki characters, a record 1 Mi,
 * 1,024 fields; a quote that is not closed within them, or is followed by text, spoils its first
 * line only: reading goes on at the next. Used by one thread; fields are valid until the next
 * record.
 *
 * <p>Why not commons-csv: it has no limits, and an open quote swallows the rest of the file.
 */
final class RecordReader implements Records {
    static final int MAX_FIELD = 1 << 16;
    static final int MAX_FIELDS = 1_024;

    private final CharWindow window;
    private final char delimiter;
    private final char quote;
    private final List<String> skipContaining;

    /** Per field: first character, the one after the last, and whether it holds doubled quotes. */
    private int[] from = new int[64];

    private int[] to = new int[64];
    private boolean[] doubled = new boolean[64];
    private int fields;
    private long line;
    private long nextLine = 1;
    private String fault;

    /** Where a line began that was too long to be kept; -1 for others. */
    private long longOffset = -1;

    /**
     * @param quote U+0000 for none
     * @param skipContaining records that hold one of these texts are passed over
     */
    RecordReader(CharSource source, char delimiter, char quote, List<String> skipContaining) {
        this.window = new CharWindow(source);
        this.delimiter = delimiter;
        this.quote = quote;
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

    /** Passes over a line, whatever quotes it holds. */
    void skipLine() throws IOException, UnfitFileException {
        window.begin();
        toNextLine();
        nextLine++;
    }

    @Override
    public int fields() {
        return fields;
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
        return doubled[field]
                ? new String(chars(), begin(field), length(field))
                        .replace(String.valueOf(quote) + quote, String.valueOf(quote))
                : new String(chars(), begin(field), length(field));
    }

    @Override
    public char[] chars() {
        return window.chars;
    }

    @Override
    public int begin(int field) {
        return window.start + from[field];
    }

    @Override
    public int length(int field) {
        return to[field] - from[field];
    }

    private Found record() throws IOException, UnfitFileException {
        window.begin();
        fields = 0;
        fault = null;
        longOffset = -1;
        line = nextLine;
        if (window.at == window.end && !window.more()) {
            return Found.END;
        }
        boolean more = true;
        while (more && fault == null) {
            more = field();
        }
        if (fault == null) {
            nextLine++;
            return Found.RECORD;
        }
        window.at = window.start;
        toNextLine();
        nextLine = line + 1;
        return Found.FAULT;
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
    private void plain() throws UnfitFileException {
        char[] chars = window.chars;
        int end = window.end;
        int at = window.at;
        while (at < end) {
            char c = chars[at];
            if (c == delimiter || c == '\n' || c == '\r') {
                break;
            }
            if (c == 0) {
                throw nul();
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
            window.at++;
            if ((window.at == window.end && !window.more()) || peek() != quote) {
                return field(begin, window.at - 1 - window.start, doubles) && afterQuote();
            }
            doubles = true;
            window.at++;
        }
        return fail("a quote that opens here is not closed");
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
                throw nul();
            }
            if (c == '\r' || (c == '\n' && window.chars[window.at - 1] != '\r')) {
                nextLine++;
            }
            window.at++;
        }
        return false;
    }

    private boolean afterQuote() throws IOException, UnfitFileException {
        while ((window.at < window.end || window.more()) && peek() == ' ' && delimiter != ' ') {
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
        if (fields == MAX_FIELDS) {
            return fail("the line has more than " + MAX_FIELDS + " columns");
        }
        if (fields == from.length) {
            from = Arrays.copyOf(from, fields * 2);
            to = Arrays.copyOf(to, fields * 2);
            doubled = Arrays.copyOf(doubled, fields * 2);
        }
        from[fields] = begin;
        to[fields] = end;
        doubled[fields++] = doubles;
        return true;
    }

    /** Takes what ends a field; tells whether another field follows. */
    private boolean separator() throws IOException, UnfitFileException {
        if (window.at == window.end) {
            return window.ended() ? false : fail("the record is longer than 1 MiB");
        }
        char c = window.chars[window.at++];
        if (c == '\r' && (window.at < window.end || window.more()) && peek() == '\n') {
            window.at++;
        }
        return c == delimiter;
    }

    private boolean ends(char c) {
        return c == delimiter || c == '\n' || c == '\r';
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
        for (int i = 0; i < fields; i++) {
            if (to[i] != from[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean skipped() {
        if (skipContaining.isEmpty()) {
            return false;
        }
        String raw = new String(window.chars, window.start, window.at - window.start);
        return skipContaining.stream().anyMatch(raw::contains);
    }

    private UnfitFileException nul() {
        return UnfitFileException.refused(
                "line "
                        + nextLine
                        + " holds a NUL byte: this is no text file, or it was not written to its end;"
                        + " export it again as CSV");
    }
}

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
    private static final int HOLE = 8;
    private static final char DOS_END = 0x1A;

    private final CharWindow window;
    private final char delimiter;
    private final char quote;
    private final char escape;
    private final List<String> skipContaining;

    /** Per field: first character, the one after the last, and whether it holds doubled quotes. */
    private int[] from = new int[64];

    private int[] to = new int[64];
    private boolean[] doubled = new boolean[64];
    private int fields;
    private long line;
    private long nextLine = 1;
    private String fault;

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
        this.escape = escape;
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
    public String fault() {
        return fault;
    }

    @Override
    public String text(int field) {
        String raw = new String(chars(), begin(field), length(field));
        return doubled[field] ? unquoted(raw) : raw;
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

    /** Whether the present record's line has its end. */
    boolean isEnded() {
        char last = window.at > window.start ? window.chars[window.at - 1] : 0;
        return last == '\n' || last == '\r';
    }

    private String unquoted(String raw) {
        String one = String.valueOf(quote);
        String plain = raw.replace(one + one, one);
        return escape == 0
                ? plain
                : plain.replace("" + escape + quote, one)
                        .replace("" + escape + escape, String.valueOf(escape));
    }

    private Found record() throws IOException, UnfitFileException {
        window.begin();
        fields = 0;
        fault = null;
        line = nextLine;
        if (window.at == window.end && !window.more()) {
            return Found.END;
        }
        boolean more = toPage();
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

    /** Passes over what begins a page: a form feed is no part of a line. */
    private boolean toPage() throws IOException, UnfitFileException {
        while ((window.at < window.end || window.more()) && peek() == '\f') {
            window.at++;
            window.begin();
        }
        return true;
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
            if (isEscaped(begin)) {
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

    /** Whether an odd number of escapes stands before the quote that comes now. */
    private boolean isEscaped(int begin) {
        int at = window.at;
        while (escape != 0 && at > window.start + begin && window.chars[at - 1] == escape) {
            at--;
        }
        return ((window.at - at) & 1) == 1;
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
        window.begin();
        return window.more();
    }

    private boolean blank() {
        for (int i = 0; i < fields; i++) {
            if (to[i] != from[i]) {
                return fields == 1 && to[0] - from[0] == 1 && chars()[begin(0)] == DOS_END;
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

    /** One such byte spoils its line; many are a hole that a copy has left. */
    private boolean nul() throws IOException, UnfitFileException {
        int zeros = 0;
        while (zeros < HOLE && (window.at < window.end || window.more()) && peek() == 0) {
            window.at++;
            zeros++;
        }
        if (zeros == HOLE) {
            throw UnfitFileException.refused(
                    "line "
                            + nextLine
                            + " holds a hole of NUL bytes: this is no text file, or it was not"
                            + " written to its end; export it again as CSV");
        }
        return fail("holds a NUL byte");
    }
}

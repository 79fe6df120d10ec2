package io.tidegate.agent.source.csv;

/**
 * What a quoted text means whose own quotes are doubled or escaped.
 *
 * @param escape U+0000 if quotes are doubled
 */
record Unquoting(char quote, char escape) {
    String of(String raw) {
        String one = String.valueOf(quote);
        String plain = raw.replace(one + one, one);
        return escape == 0
                ? plain
                : plain.replace("" + escape + quote, one)
                        .replace("" + escape + escape, String.valueOf(escape));
    }

    /** Whether an odd number of escapes stands before the quote at that place. */
    boolean isEscaped(char[] chars, int from, int quote) {
        int at = quote;
        while (escape != 0 && at > from && chars[at - 1] == escape) {
            at--;
        }
        return ((quote - at) & 1) == 1;
    }
}

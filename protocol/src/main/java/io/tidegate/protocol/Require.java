package io.tidegate.protocol;

import java.util.regex.Pattern;

/** What the makers of headers and answers must keep to. Stateless. */
final class Require {
    /** The largest number that is the same in every JSON reader: sequence numbers, revisions. */
    static final long MOST = Limits.COUNT;

    private static final int NAME_BYTES = 1024;
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern AGENT = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern STREAM = Pattern.compile("[a-z0-9][a-z0-9-]{0,126}");
    private static final Pattern INSTANCE = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    private Require() {}

    static void that(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    static void revision(long revision) {
        that(revision >= 1 && revision <= MOST, "revisions run from 1");
    }

    static boolean isSha256(String text) {
        return SHA256.matcher(text).matches();
    }

    static boolean isAgent(String text) {
        return AGENT.matcher(text).matches();
    }

    static boolean isStream(String text) {
        return STREAM.matcher(text).matches();
    }

    static boolean isInstance(String text) {
        return INSTANCE.matcher(text).matches();
    }

    /** A text that may travel, of at most 1024 bytes of UTF-8. */
    static boolean isName(String text) {
        int json = RowText.jsonLength(text);
        return RowText.fault(json, text) == null && RowText.utf8Length(text) <= NAME_BYTES;
    }
}

package io.tidegate.protocol;

/** What a text must be to travel. Stateless. */
final class RowText {
    private static final int BROKEN = -1;

    private RowText() {}

    /** Bytes it takes as a JSON string with its quotes; -1 if it is no valid Unicode. */
    static int jsonLength(String text) {
        int length = 2;
        int chars = text.length();
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                length += JsonBytes.width(c);
            } else if (c < 0x800) {
                length += 2;
            } else if (!Character.isSurrogate(c)) {
                length += 3;
            } else if (isPair(text, i)) {
                length += 4;
                i++;
            } else {
                return BROKEN;
            }
        }
        return length;
    }

    /** What is wrong with it, null if nothing. */
    static String fault(long jsonLength, String text) {
        if (jsonLength == text.length() + 2L
                && !text.isEmpty()
                && jsonLength <= Limits.FIELD_BYTES) {
            return null; // Nothing in it takes more than a byte: no escape, so no NUL either.
        }
        if (jsonLength == BROKEN) {
            return "holds half of a character: it is no valid Unicode";
        }
        if (text.isEmpty()) {
            return "is empty: leave it out or give it a value";
        }
        if (jsonLength > Limits.FIELD_BYTES + 2 && utf8Length(text) > Limits.FIELD_BYTES) {
            return "is longer than 64 KiB";
        }
        return text.indexOf('\0') < 0 ? null : "holds a NUL character";
    }

    private static boolean isPair(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
    }

    static long utf8Length(String text) {
        return text.codePoints()
                .mapToLong(p -> p < 0x80 ? 1 : p < 0x800 ? 2 : p < 0x10000 ? 3 : 4)
                .sum();
    }
}

package io.tidegate.protocol;

/** Tells UTF-8 (RFC 3629) from other bytes. Stateless. */
final class Utf8 {
    private Utf8() {}

    /**
     * Whether the bytes are well-formed UTF-8 without NUL. No overlong form, no surrogate, nothing
     * above U+10FFFF; and since UTF-16 and UTF-32 write JSON with NULs, neither of these.
     */
    static boolean isText(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            byte b = bytes[at];
            if (b > 0) {
                at++;
            } else {
                int length = length(bytes, at, to);
                if (length == 0) {
                    return false;
                }
                at += length;
            }
        }
        return true;
    }

    /** Length of the well-formed sequence of two to four bytes there, 0 if there is none. */
    private static int length(byte[] bytes, int at, int to) {
        int lead = bytes[at] & 0xFF;
        int length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
        if (length == 0 || at + length > to) {
            return 0;
        }
        for (int i = 1; i < length; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return isShortest(lead, bytes[at + 1] & 0xFF) ? length : 0;
    }

    private static boolean isShortest(int lead, int second) {
        return switch (lead) {
            case 0xE0 -> second >= 0xA0;
            case 0xED -> second < 0xA0;
            case 0xF0 -> second >= 0x90;
            case 0xF4 -> second < 0x90;
            default -> true;
        };
    }
}

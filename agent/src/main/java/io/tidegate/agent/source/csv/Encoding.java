package io.tidegate.agent.source.csv;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;

/**
 * How a file's bytes become characters: by its byte order mark, else as configured, else UTF-16 or
 * UTF-32 where zeros stand as ASCII has them there, else UTF-8.
 *
 * @param mark bytes of the byte order mark, to be skipped
 * @param assumed whether nobody said so: neither a mark nor a setting
 */
record Encoding(Charset charset, int mark, boolean assumed) {
    /** Bytes that {@link #of} wants to see, if the file has as many. */
    static final int HEAD = 64;

    private static final Charset UTF_32LE = Charset.forName("UTF-32LE");
    private static final Charset UTF_32BE = Charset.forName("UTF-32BE");

    /**
     * @param head the first bytes of the file
     * @param configured a charset's name, or null
     */
    static Encoding of(byte[] head, String configured) throws UnfitFileException {
        if (starts(head, 0xEF, 0xBB, 0xBF)) {
            return new Encoding(StandardCharsets.UTF_8, 3, false);
        }
        if (starts(head, 0xFF, 0xFE, 0, 0)) {
            return new Encoding(UTF_32LE, 4, false);
        }
        if (starts(head, 0, 0, 0xFE, 0xFF)) {
            return new Encoding(UTF_32BE, 4, false);
        }
        if (starts(head, 0xFF, 0xFE)) {
            return new Encoding(StandardCharsets.UTF_16LE, 2, false);
        }
        if (starts(head, 0xFE, 0xFF)) {
            return new Encoding(StandardCharsets.UTF_16BE, 2, false);
        }
        return configured == null ? byZeros(head) : new Encoding(charset(configured), 0, false);
    }

    /** Where nobody said so: text that is ASCII for the most part shows how wide it is. */
    private static Encoding byZeros(byte[] head) {
        int units = Math.min(head.length, HEAD) / 4;
        int[] zeros = new int[4];
        for (int i = 0; i < units * 4; i++) {
            zeros[i % 4] += head[i] == 0 ? 1 : 0;
        }
        Charset charset =
                switch (pattern(zeros, units)) {
                    case 0b1110 -> UTF_32LE;
                    case 0b0111 -> UTF_32BE;
                    case 0b1010 -> StandardCharsets.UTF_16LE;
                    case 0b0101 -> StandardCharsets.UTF_16BE;
                    default -> StandardCharsets.UTF_8;
                };
        return new Encoding(charset, 0, charset == StandardCharsets.UTF_8);
    }

    /** One bit per place in four bytes where most are zero, the last place first; 16 if unclear. */
    private static int pattern(int[] zeros, int units) {
        int pattern = 0;
        for (int i = 0; i < zeros.length; i++) {
            boolean most = zeros[i] * 2 > units;
            if (!most && zeros[i] > 0) {
                return 16;
            }
            pattern |= most ? 1 << i : 0;
        }
        return pattern;
    }

    /** Whether zero bytes belong to text. */
    boolean wide() {
        return charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32");
    }

    private static Charset charset(String name) throws UnfitFileException {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
            throw UnfitFileException.refused(
                    "csv.encoding = "
                            + name
                            + " names no encoding that Java knows; write for example windows-1252");
        }
    }

    private static boolean starts(byte[] head, int... bytes) {
        if (head.length < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((head[i] & 0xFF) != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}

package io.tidegate.agent.source.csv;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;

/**
 * How a file's bytes become characters: by its byte order mark, else as configured, else UTF-8.
 *
 * @param mark bytes of the byte order mark, to be skipped
 * @param assumed whether nobody said so: neither a mark nor a setting
 */
record Encoding(Charset charset, int mark, boolean assumed) {
    /** Bytes that {@link #of} wants to see, if the file has as many. */
    static final int HEAD = 4;

    private static final int PIECE = 1 << 13;

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
        return configured == null
                ? new Encoding(StandardCharsets.UTF_8, 0, true)
                : new Encoding(charset(configured), 0, false);
    }

    /** Whether zero bytes belong to text. */
    boolean wide() {
        return charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32");
    }

    /** How many bytes these characters are in it. No pair of characters may be cut. */
    long bytes(char[] chars, int from, int to) {
        if (charset.name().contains("UTF-16")) {
            return 2L * (to - from);
        }
        if (charset.name().contains("UTF-32")) {
            return 4L * Character.codePointCount(chars, from, to - from);
        }
        CharsetEncoder encoder = charset.newEncoder();
        if (encoder.maxBytesPerChar() == 1) {
            return to - from;
        }
        return encoded(encoder, CharBuffer.wrap(chars, from, to - from));
    }

    private static long encoded(CharsetEncoder encoder, CharBuffer chars) {
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        long bytes = 0;
        while (encoder.encode(chars, piece, false).isOverflow()) {
            bytes += piece.position();
            piece.clear();
        }
        return bytes + piece.position();
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

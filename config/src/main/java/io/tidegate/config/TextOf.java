package io.tidegate.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The lines of a file, in UTF-8. A line in another encoding is read as Windows-1252, and told. */
final class TextOf {
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    private TextOf() {}

    static List<String> bytes(byte[] bytes, Lint lint) {
        List<String> lines = new ArrayList<>();
        int start = hasBom(bytes) ? 3 : 0;
        for (int i = start; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '\n' || bytes[i] == '\r') {
                lines.add(line(bytes, start, i, lines.size() + 1, lint));
                boolean pair = i + 1 < bytes.length && bytes[i] == '\r' && bytes[i + 1] == '\n';
                i = pair ? i + 1 : i;
                start = i + 1;
            }
        }
        return lines;
    }

    private static String line(byte[] bytes, int from, int to, int number, Lint lint) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            lint.wrongEncoding(
                    number,
                    "is not written in UTF-8 (most likely in Windows-1252): save it as UTF-8");
            return new String(bytes, from, to - from, WINDOWS);
        }
    }

    private static boolean hasBom(byte[] b) {
        return b.length >= 3 && b[0] == (byte) 0xEF && b[1] == (byte) 0xBB && b[2] == (byte) 0xBF;
    }

    static boolean looksLikeUtf16(byte[] b) {
        return b.length >= 2
                && ((b[0] == (byte) 0xFF && b[1] == (byte) 0xFE)
                        || (b[0] == (byte) 0xFE && b[1] == (byte) 0xFF)
                        || (b[0] == 0 || b[1] == 0));
    }
}

package io.tidegate.agent.source.csv;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The beginning of a file as bytes, to be read in one encoding or another. Immutable. */
final class HeadBytes {
    private static final int BLOCK = 1 << 16;

    private final byte[] bytes;
    private final Encoding encoding;

    /**
     * @param configured {@code csv.encoding}, or null
     */
    HeadBytes(byte[] bytes, String configured) throws UnfitFileException {
        this.bytes = bytes;
        this.encoding =
                Encoding.of(
                        Arrays.copyOf(bytes, Math.min(bytes.length, Encoding.HEAD)), configured);
    }

    /** What mark, setting and zeros say; UTF-8 is assumed where they say nothing. */
    Encoding encoding() {
        return encoding;
    }

    int length() {
        return bytes.length;
    }

    /** Whether a byte is beyond ASCII. */
    boolean hasLetters() {
        for (byte b : bytes) {
            if (b < 0) {
                return true;
            }
        }
        return false;
    }

    boolean fits(String charset) {
        return !coded(Charset.forName(charset), CharBuffer.allocate(bytes.length + 1)).isError();
    }

    /** The text, but for a last character that is cut. */
    char[] decode(String charset, Paste paste) throws IOException, UnfitFileException {
        CharBuffer chars = CharBuffer.allocate(bytes.length + 1);
        if (coded(Charset.forName(charset), chars).isError()) {
            throw malformed(charset, paste);
        }
        return Arrays.copyOf(chars.array(), chars.position());
    }

    private CoderResult coded(Charset charset, CharBuffer chars) {
        int mark = encoding.mark();
        return charset.newDecoder()
                .decode(ByteBuffer.wrap(bytes, mark, bytes.length - mark), chars, false);
    }

    /** The whole file, a character for each byte. */
    CharSource withRest(InputStream rest) {
        var all = new SequenceInputStream(new ByteArrayInputStream(bytes), rest);
        var block = new byte[BLOCK];
        return (target, from, length) -> {
            int read = all.read(block, 0, Math.min(length, BLOCK));
            for (int i = 0; i < read; i++) {
                target[from + i] = (char) (block[i] & 0xFF);
            }
            return read;
        };
    }

    /** In which encodings names beyond ASCII are looked for. */
    List<String> tries(Optional<Dialect> frozen) {
        var names = new ArrayList<String>();
        frozen.map(Dialect::encoding).ifPresent(names::add);
        names.addAll(EncodingReadings.all());
        return names.stream().filter(this::fits).toList();
    }

    /** As the reader of the whole file says it. */
    private UnfitFileException malformed(String charset, Paste paste)
            throws IOException, UnfitFileException {
        String configured = encoding.assumed() && charset.equals("UTF-8") ? null : charset;
        var decoder = new StrictDecoder(new ByteArrayInputStream(bytes), paste, configured);
        var chars = new char[BLOCK];
        try {
            while (decoder.read(chars, 0, BLOCK) >= 0) {
                // To the byte that does not fit.
            }
        } catch (UnfitFileException e) {
            return e;
        }
        throw new IllegalStateException("a byte did not fit, and now all do");
    }
}

package io.tidegate.agent.source.csv;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/**
 * Characters of a byte stream. A byte that the encoding does not know is never replaced: it ends
 * the reading and is named with its offset. Used by one thread.
 */
final class StrictDecoder implements CharSource {
    private static final int BLOCK = 1 << 16;

    private final InputStream in;
    private final Encoding encoding;
    private final Paste paste;
    private final CharsetDecoder decoder;
    private final ByteBuffer bytes = ByteBuffer.allocate(BLOCK);
    private long base;
    private boolean ended;

    /**
     * @param configured {@code csv.encoding}, or null
     */
    StrictDecoder(InputStream in, Paste paste, String configured)
            throws IOException, UnfitFileException {
        this.in = in;
        this.paste = paste;
        byte[] head = in.readNBytes(Encoding.HEAD);
        this.encoding = Encoding.of(head, configured);
        this.decoder =
                encoding.charset()
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        bytes.put(head).flip().position(encoding.mark());
    }

    Encoding encoding() {
        return encoding;
    }

    @Override
    public int read(char[] target, int from, int length) throws IOException, UnfitFileException {
        CharBuffer chars = CharBuffer.wrap(target, from, length).slice();
        while (chars.position() == 0) {
            CoderResult result = decoder.decode(bytes, chars, ended);
            if (result.isError()) {
                throw malformed();
            }
            if (chars.position() == 0 && (ended || !fill())) {
                return finish(chars);
            }
        }
        return chars.position();
    }

    @Override
    public long bytes() {
        return base + bytes.position();
    }

    @Override
    public long bytes(char[] chars, int from, int to) {
        return encoding.bytes(chars, from, to);
    }

    private int finish(CharBuffer chars) throws UnfitFileException {
        if (decoder.decode(bytes, chars, true).isError()) {
            throw malformed();
        }
        return chars.position() == 0 ? -1 : chars.position();
    }

    private boolean fill() throws IOException {
        base += bytes.position();
        bytes.compact();
        int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
        bytes.position(bytes.position() + Math.max(0, read)).flip();
        ended = read < 0;
        return !ended;
    }

    private UnfitFileException malformed() {
        String where =
                "byte 0x%02X at offset %d is not %s"
                        .formatted(
                                bytes.get(bytes.position()),
                                base + bytes.position(),
                                encoding.charset().name());
        String remedy =
                encoding.assumed()
                        ? "; if this is Windows text, add:  "
                                + paste.line("csv.encoding", "windows-1252")
                        : "; set csv.encoding to what the file is written in";
        return UnfitFileException.refused(where + remedy);
    }
}

package io.tidegate.ingest.batch;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.tidegate.protocol.Limits;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The bytes of a batch. They can be read more than once; decompressed they are kept only as long as
 * an agent may make them, so that memory does not grow with what someone else sends. Used by one
 * thread.
 */
public final class Body {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FIRST_SIZE = 1 << 20;

    /** Bytes; an agent's trailer is a quarter as long. Nothing longer is parsed for a hint. */
    private static final int LONGEST_TRAILER = 256;

    private final byte[] encoded;
    private final Encoding encoding;
    private final long decodedMost;
    private byte[] decoded;
    private int size;
    private boolean large;

    /**
     * @param decodedMost bytes, decompressed, that are accepted
     */
    public Body(byte[] encoded, Encoding encoding, long decodedMost) {
        this.encoded = encoded;
        this.encoding = encoding;
        this.decodedMost = decodedMost;
    }

    public byte[] encoded() {
        return encoded;
    }

    public Encoding encoding() {
        return encoding;
    }

    long decodedMost() {
        return decodedMost;
    }

    /**
     * The batch, decompressed, from its beginning.
     *
     * @return to be closed: of a large body it holds memory that no collector sees
     */
    InputStream open() throws IOException {
        decode();
        return decoded == null
                ? encoding.open(encoded)
                : new ByteArrayInputStream(decoded, 0, size);
    }

    /**
     * Whether the trailer seems to say {@code last}; asked after the header was read. A hint, found
     * without reading the rows: a wrong no costs time only, and a yes is checked when the rows are
     * read.
     */
    public boolean seemsLast() {
        try {
            return decoded != null && endsInTrailer();
        } catch (IOException _) {
            return false;
        }
    }

    /** Once; larger bodies are decompressed while they are read, and again each time. */
    private void decode() throws IOException {
        if (decoded != null || large) {
            return;
        }
        byte[] bytes = new byte[FIRST_SIZE];
        int filled = 0;
        try (InputStream in = encoding.open(encoded)) {
            for (int n = 0; n >= 0; filled += Math.max(n, 0)) {
                if (filled > Limits.DECODED_BYTES) {
                    large = true;
                    return;
                }
                if (filled == bytes.length) {
                    bytes = Arrays.copyOf(bytes, 2 * filled);
                }
                n = in.read(bytes, filled, bytes.length - filled);
            }
        }
        decoded = bytes;
        size = filled;
    }

    private boolean endsInTrailer() throws IOException {
        int from = lineStart();
        int length = size - from;
        return length <= LONGEST_TRAILER
                && JSON.readTree(decoded, from, length).path("last").asBoolean();
    }

    /** Where the last line begins, or a place in it if it is too long for a trailer. */
    private int lineStart() {
        int at = size - 1;
        while (at > 0 && decoded[at - 1] != '\n' && size - at <= LONGEST_TRAILER) {
            at--;
        }
        return Math.max(at, 0);
    }
}

package io.tidegate.agent.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/**
 * A file's bytes, hashed as they are read. On Windows the writer may rename and delete the file
 * meanwhile. Links are not followed. Used by one thread.
 */
final class HashedInput extends InputStream {
    private static final int BLOCK = 1 << 16;

    private final InputStream in;
    private final MessageDigest digest;
    private final LongConsumer progress;
    private final long most;
    private long count;

    private HashedInput(InputStream in, long most, LongConsumer progress) {
        this.in = in;
        this.most = most;
        this.progress = progress;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * @param progress told how many bytes were read so far
     */
    static HashedInput open(Path file, LongConsumer progress) throws IOException {
        return open(file, Long.MAX_VALUE, progress);
    }

    /** Of a file that grows, the part that is meant. */
    static HashedInput open(Candidate candidate, LongConsumer progress) throws IOException {
        long most = candidate.growth().map(Candidate.Growth::bytes).orElse(Long.MAX_VALUE);
        return open(candidate.bytes(), most, progress);
    }

    /**
     * @param most bytes that are read, whatever follows
     */
    static HashedInput open(Path file, long most, LongConsumer progress) throws IOException {
        return new HashedInput(
                Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS),
                most,
                progress);
    }

    /** Reads what is left, and tells the SHA-256 of all, as 64 lower-case hexadecimal digits. */
    String sha256() throws IOException {
        var rest = new byte[BLOCK];
        while (read(rest, 0, BLOCK) >= 0) {
            // Only the hash is wanted.
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Bytes read so far. */
    long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int read = count < most ? in.read(bytes, from, (int) Math.min(length, most - count)) : -1;
        if (read > 0) {
            digest.update(bytes, from, read);
            count += read;
            progress.accept(count);
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

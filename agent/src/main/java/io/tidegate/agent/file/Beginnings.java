package io.tidegate.agent.file;

import io.tidegate.agent.store.FileRecord;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds out which of the files that are remembered a file begins with: what has grown does. The
 * length of what the ingest alone remembers is not known, so each line end is tried. Reads a file
 * once, a block at a time. Used by one thread.
 */
final class Beginnings {
    private static final int BLOCK = 1 << 16;

    private final MessageDigest digest = sha256();
    private final Map<String, FileRecord> bySum = new HashMap<>();
    private final Set<Long> sizes;
    private final boolean anySize;
    private Optional<FileRecord> longest = Optional.empty();

    /**
     * A file that is remembered.
     *
     * @param newest the hash of all that was taken of it
     */
    record Known(FileRecord file, String newest) {
        boolean isSized() {
            return file.size() > 0;
        }
    }

    Beginnings(List<Known> known) {
        known.forEach(k -> bySum.put(k.newest, k.file));
        sizes = known.stream().map(k -> k.file.size()).collect(Collectors.toSet());
        anySize = !known.stream().allMatch(Known::isSized);
    }

    /**
     * The longest that these bytes of a file begin with.
     *
     * @param bytes up to the end of a line
     */
    Optional<FileRecord> of(Path file, long bytes, LineEnds ends) throws IOException {
        try (InputStream in =
                Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            var block = new byte[BLOCK];
            long done = 0;
            while (done < bytes) {
                int read = in.readNBytes(block, 0, (int) Math.min(BLOCK, bytes - done));
                if (read <= 0) {
                    return Optional.empty(); // It was cut meanwhile.
                }
                take(block, read, done, ends);
                done += read;
            }
        }
        return longest;
    }

    private void take(byte[] block, int length, long before, LineEnds ends) {
        int from = 0;
        for (int i = 0; i + ends.width() <= length; i += ends.width()) {
            if (ends.isEnd(block, i)) {
                int end = i + ends.width();
                if (anySize || sizes.contains(before + end)) {
                    digest.update(block, from, end - from);
                    from = end;
                    look();
                }
            }
        }
        digest.update(block, from, length - from);
    }

    private void look() {
        try {
            var sum = (MessageDigest) digest.clone();
            String hex = HexFormat.of().formatHex(sum.digest());
            longest = Optional.ofNullable(bySum.get(hex)).or(() -> longest);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 of the platform can be copied", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

package io.tidegate.agent.file;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;

/**
 * A file as the folder shows it.
 *
 * @param path absolute
 * @param size bytes
 * @param modified as precisely as the file system tells it
 */
record Found(Path path, long size, Instant modified) {
    /** In which files are taken: the order in which they were written. */
    static final Comparator<Found> ORDER =
            Comparator.comparing(Found::modified).thenComparing(Found::name);

    private static final long FNV_START = 0xcbf29ce484222325L;
    private static final long FNV_STEP = 0x100000001b3L;

    String name() {
        return path.getFileName().toString();
    }

    /** As the store keeps it. */
    Instant modifiedMicros() {
        return modified.truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * A number that stands for path, size and time: another file has another, as good as always.
     */
    long stamp() {
        return stamp(path.toString(), size, modified);
    }

    /** The same, made of what the store keeps of it. */
    long storedStamp() {
        return stamp(path.toString(), size, modifiedMicros());
    }

    static long stamp(String path, long size, Instant modified) {
        long hash = FNV_START;
        String text =
                path + "|" + size + "|" + modified.getEpochSecond() + "." + modified.getNano();
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_STEP;
        }
        return hash;
    }
}

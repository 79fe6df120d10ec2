package io.tidegate.agent.store;

import io.tidegate.agent.disk.OwnerOnly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Some mebibytes beside the store, given up when the disk is full, so that sending can go on and
 * make room: to move its log into its file, SQLite needs space first. As long as the reserve is
 * gone, nothing new is put into the spool. Changed under the write lock; may be asked by any.
 */
final class Reserve {
    private static final String NAME = "reserve";

    /** Twice what the log holds between two checkpoints. */
    private static final int BYTES = 8 << 20;

    /** What must be free before it is set apart. */
    static final long NEEDED = 2L * BYTES;

    private static final int PIECE = 64 << 10;

    private final Path file;
    private volatile boolean held;

    Reserve(Path folder) {
        this.file = folder.resolve(NAME);
    }

    boolean held() {
        return held;
    }

    /** Gives the space to the disk; returns whether there was any. */
    boolean release() {
        held = false;
        try {
            return Files.deleteIfExists(file);
        } catch (IOException _) {
            return false; // A disk that refuses even this is beyond help from here.
        }
    }

    /** Takes the space again if the disk has twice as much. */
    void restore() {
        held = held || present() || (spacious() && written());
    }

    private boolean present() {
        return present(file);
    }

    /** Whether a store in that folder has set it apart. */
    static boolean in(Path folder) {
        return present(folder.resolve(NAME));
    }

    private static boolean present(Path file) {
        try {
            return Files.size(file) == BYTES;
        } catch (IOException _) {
            return false;
        }
    }

    private boolean spacious() {
        try {
            return Files.getFileStore(file.getParent()).getUsableSpace() >= NEEDED;
        } catch (IOException _) {
            return false;
        }
    }

    private boolean written() {
        try (var out = Files.newOutputStream(OwnerOnly.file(file))) {
            byte[] piece = new byte[PIECE];
            for (int written = 0; written < BYTES; written += PIECE) {
                out.write(piece);
            }
            return true; // Not forced: written is enough for the file system to set space apart.
        } catch (IOException _) {
            release();
            return false;
        }
    }
}

package io.tidegate.agent.store;

import io.tidegate.agent.disk.OwnerOnly;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Some mebibytes beside the store, given up when the disk is full, so that sending can go on and
 * make room: to move its log into its file, SQLite needs space first. As long as the reserve is
 * gone, nothing new is put into the spool. Changed under the write lock; may be asked by any.
 */
final class Reserve {
    /** Twice what the log holds between two checkpoints. */
    private static final int BYTES = 8 << 20;

    private final Path file;
    private volatile boolean held;

    Reserve(Path folder) {
        this.file = folder.resolve("reserve");
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

    /** Whether the disk has twice as much, or it was never given up. */
    boolean mayBeTaken() {
        return present() || spacious();
    }

    /** Takes the space again if the disk has twice as much. */
    void restore() {
        held = held || present() || (spacious() && written());
    }

    private boolean present() {
        try {
            return Files.size(file) == BYTES;
        } catch (IOException _) {
            return false;
        }
    }

    private boolean spacious() {
        try {
            return Files.getFileStore(file.getParent()).getUsableSpace() >= 2L * BYTES;
        } catch (IOException _) {
            return false;
        }
    }

    private boolean written() {
        try (var channel = FileChannel.open(OwnerOnly.file(file), StandardOpenOption.WRITE)) {
            // Not forced: written is enough for the file system to set the space apart.
            channel.write(ByteBuffer.allocate(BYTES), 0);
            return true;
        } catch (IOException _) {
            release();
            return false;
        }
    }
}

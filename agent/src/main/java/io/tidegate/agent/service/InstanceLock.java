package io.tidegate.agent.service;

import io.tidegate.agent.disk.OwnerOnly;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sees to one agent per data folder: {@code <data-dir>/lock} is locked by the operating system as
 * long as the process lives, and set free by it however the process ends. The file names the
 * process. Thread-safe.
 */
public final class InstanceLock implements AutoCloseable {
    /**
     * The one byte that is locked lies far behind the text: on Windows nobody could read the text
     * otherwise.
     */
    private static final long LOCKED_BYTE = 1 << 30;

    /**
     * Files held by this process. On POSIX a process loses its lock when it closes any channel on
     * the file, so a second try must not even open it.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private InstanceLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Makes the data folder if it is not there, for its owner only, and takes it. */
    public static InstanceLock take(Path dataDir) throws AlreadyRunningException, IOException {
        Path file = OwnerOnly.folder(dataDir).toRealPath().resolve("lock");
        long own = ProcessHandle.current().pid();
        if (!HELD.add(file)) {
            throw new AlreadyRunningException(dataDir, OptionalLong.of(own));
        }
        try {
            return new InstanceLock(file, locked(dataDir, file, own));
        } catch (AlreadyRunningException | IOException | RuntimeException e) {
            HELD.remove(file);
            throw e;
        }
    }

    private static FileChannel locked(Path dataDir, Path file, long own)
            throws AlreadyRunningException, IOException {
        OwnerOnly.file(file);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
            if (lock == null) {
                throw new AlreadyRunningException(dataDir, holder(channel));
            }
            sign(channel, own);
            return channel;
        } catch (AlreadyRunningException | IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void sign(FileChannel channel, long pid) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((pid + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
    }

    private static OptionalLong holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(32);
        channel.read(text, 0);
        String written = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII);
        try {
            return OptionalLong.of(Long.parseLong(written.strip()));
        } catch (NumberFormatException _) {
            return OptionalLong.empty(); // It has the lock and has not signed yet.
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        HELD.remove(file);
    }
}

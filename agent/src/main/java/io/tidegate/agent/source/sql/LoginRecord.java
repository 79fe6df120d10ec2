package io.tidegate.agent.source.sql;

import io.tidegate.agent.disk.OwnerOnly;
import io.tidegate.agent.event.Events;
import io.tidegate.agent.loop.Clock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The refused logins of all processes of a data folder: {@code <data-dir>/logins/refused}, for its
 * owner only. Lines are only added, each at once and for good, and all taken away when none of them
 * matters any more; a line that is damaged counts as none. Where the folder cannot be used nothing
 * is kept, which is said when it matters. Thread-safe.
 *
 * <p>Files are not used through channels where they are read and written: an interrupt would close
 * those and lose what was to be kept.
 */
final class LoginRecord {
    private static final Logger LOG = LoggerFactory.getLogger(LoginRecord.class);
    private static final int MOST_BYTES = 64 << 10;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
    private static final Duration WAIT_TO_WRITE = Duration.ofSeconds(2);
    private static final String REFUSED = "refused";

    private final Path dataDir;
    private final Path folder;
    private final Path file;
    private final Clock clock;
    private boolean damageSaid;

    LoginRecord(Path dataDir, Clock clock) {
        this.dataDir = dataDir;
        this.folder = dataDir.resolve("logins");
        this.file = folder.resolve(REFUSED);
        this.clock = clock;
    }

    /** What is kept, oldest first; nothing where it cannot be read. */
    List<LoginLine> lines() {
        try (var in = new FileInputStream(file.toFile())) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                sayDamaged();
                return List.of();
            }
            return lines(new String(bytes, StandardCharsets.US_ASCII));
        } catch (FileNotFoundException _) {
            return List.of(); // None, or none for this account: who writes says so.
        } catch (IOException _) {
            sayDamaged();
            return List.of();
        }
    }

    private List<LoginLine> lines(String text) {
        var lines = new ArrayList<LoginLine>();
        for (String line : text.lines().filter(l -> !l.isEmpty()).toList()) {
            Optional<LoginLine> known = LoginLine.of(line);
            known.ifPresentOrElse(lines::add, this::sayDamaged);
        }
        return lines;
    }

    private synchronized void sayDamaged() {
        if (!damageSaid) {
            damageSaid = true;
            Events.warn(LOG, LoginEvent.RECORD_DAMAGED)
                    .log("{} is damaged: what cannot be read of it counts as no refusal", file);
        }
    }

    /** Keeps a line, or says that it could not. */
    void add(LoginLine line) {
        try {
            if (!Files.isDirectory(dataDir)) {
                throw new IOException(dataDir + " is not there yet");
            }
            prepare();
            // Without the lock a line is still added whole; only nothing old is taken away then.
            try (var lock = lock(REFUSED, WAIT_TO_WRITE)) {
                boolean empty = lock.holds() && lines().stream().noneMatch(this::matters);
                write(line, empty);
            }
        } catch (IOException e) {
            Events.warn(LOG, LoginEvent.REFUSAL_NOT_KEPT)
                    .log(
                            "a login to a database was {}, and other processes will not know: {}",
                            line.refused() ? "refused" : "taken after a refusal",
                            e.getMessage());
        }
    }

    private boolean matters(LoginLine line) {
        return Refusal.by(clock.instant(), line.at()).filter(r -> !r.isPast()).isPresent();
    }

    private void write(LoginLine line, boolean anew) throws IOException {
        // The line before may have been cut short.
        String text = '\n' + line.text() + '\n';
        try (var out = new FileOutputStream(file.toFile(), !anew)) {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
            out.getFD().sync();
        }
    }

    private void prepare() throws IOException {
        if (!Files.isDirectory(folder)) {
            OwnerOnly.handOver(OwnerOnly.folder(folder));
        }
        make(file);
    }

    private static void make(Path file) throws IOException {
        if (!Files.exists(file)) {
            OwnerOnly.handOver(OwnerOnly.file(file));
        }
    }

    /**
     * Keeps other processes from logging in to that server meanwhile, or from taking lines away.
     * Who waits too long, or may not use the folder, goes on without: a process that hangs must not
     * keep another from reading.
     */
    Held lock(String what, Duration patience) {
        FileChannel channel = null;
        try {
            if (!Files.isDirectory(dataDir)) {
                return new Held(null, false);
            }
            prepare();
            Path name = folder.resolve(what + ".lock");
            make(name);
            channel = FileChannel.open(name, StandardOpenOption.WRITE);
            return new Held(channel, locked(channel, patience));
        } catch (IOException _) {
            return new Held(channel, false);
        }
    }

    private boolean locked(FileChannel channel, Duration patience) throws IOException {
        long begin = clock.nanoTime();
        while (!tried(channel)) {
            if (clock.nanoTime() - begin >= patience.toNanos()) {
                return false;
            }
            try {
                clock.sleep(LOOK_AGAIN);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private static boolean tried(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException _) {
            return false; // Another thread of this process.
        }
    }

    /** A lock, or the want of it. */
    record Held(FileChannel channel, boolean holds) implements AutoCloseable {
        @Override
        public void close() {
            try {
                if (channel != null) {
                    channel.close();
                }
            } catch (IOException _) {
                // The operating system frees it when the process ends.
            }
        }
    }
}

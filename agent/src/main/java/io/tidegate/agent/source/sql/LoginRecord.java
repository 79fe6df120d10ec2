package io.tidegate.agent.source.sql;

import io.tidegate.agent.event.Events;
import io.tidegate.agent.loop.Clock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The refused logins of all processes of a data folder: {@code <data-dir>/logins/refused}, for its
 * owner only. Each line is added at once and for good, and taken away by the owner when it matters
 * no more; a line that is damaged counts as none. Where the folder cannot be used nothing is kept,
 * which is said when it matters. Thread-safe.
 *
 * <p>What is kept is written through streams: an interrupt would close a channel and lose it.
 */
final class LoginRecord {
    private static final Logger LOG = LoggerFactory.getLogger(LoginRecord.class);
    private static final int MOST_BYTES = 64 << 10;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
    private static final Duration WAIT_TO_WRITE = Duration.ofSeconds(2);
    private static final String REFUSED = "refused";

    private final LoginFolder folder;
    private final Clock clock;
    private boolean damageSaid;

    LoginRecord(Path dataDir, boolean holder, Clock clock) {
        this.folder = new LoginFolder(dataDir, holder);
        this.clock = clock;
    }

    /** Makes the record, where this account may, for those that may only add to it. */
    void prepare() {
        lock(REFUSED, Duration.ZERO).close();
        try {
            folder.file(REFUSED);
        } catch (IOException _) {
            // It is said when there is something to be kept.
        }
    }

    /** What is kept, oldest first; nothing where it cannot be read. */
    List<LoginLine> lines() {
        try {
            return lines(end(folder.existing(REFUSED)));
        } catch (FileSystemException _) {
            return List.of(); // None, or none for this account: who writes says so.
        } catch (IOException _) {
            sayDamaged();
            return List.of();
        }
    }

    /** All of it, but of one that has grown too large the last lines. */
    private static String end(Path file) throws IOException {
        long before = Math.max(0, Files.size(file) - MOST_BYTES);
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            in.skipNBytes(before);
            String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.US_ASCII);
            return before == 0 ? text : text.substring(text.indexOf('\n') + 1);
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
                    .log(
                            "{} is damaged: what cannot be read of it counts as no refusal",
                            folder.at(REFUSED));
        }
    }

    /** Keeps a line, or says that it could not. */
    void add(LoginLine line) {
        // Without the lock a line is still added; only nothing old is taken away then.
        try (var lock = lock(REFUSED, WAIT_TO_WRITE)) {
            Path file = folder.file(REFUSED);
            List<LoginLine> before = lines();
            write(file, text(line), StandardOpenOption.APPEND);
            if (lock.holds() && folder.isMine()) {
                leaveOnly(Stream.concat(before.stream().filter(this::matters), Stream.of(line)));
            }
        } catch (IOException e) {
            Events.warn(LOG, LoginEvent.REFUSAL_NOT_KEPT)
                    .log(
                            "a login to a database was {}, and other processes will not know: {}",
                            line.refused() ? "refused" : "taken after a refusal",
                            e.getMessage());
        }
    }

    /** One within the pause counts together with one that came up to a pause before it. */
    private boolean matters(LoginLine line) {
        return Refusal.by(clock.instant(), line.at())
                .filter(r -> r.age().compareTo(Refusal.PAUSE.multipliedBy(2)) < 0)
                .isPresent();
    }

    /** The line before may have been cut short. */
    private static String text(LoginLine line) {
        return '\n' + line.text() + '\n';
    }

    private static void write(Path file, String text, OpenOption how) throws IOException {
        try (var out =
                Files.newOutputStream(
                        file,
                        StandardOpenOption.WRITE,
                        how,
                        StandardOpenOption.DSYNC,
                        LinkOption.NOFOLLOW_LINKS)) {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** In a second file that takes the place of the first, so that there is always a whole one. */
    private void leaveOnly(Stream<LoginLine> lines) {
        String text = lines.map(LoginRecord::text).collect(Collectors.joining());
        try {
            Path file = folder.existing(REFUSED);
            if (Files.size(file) != text.length()) {
                Path draft = folder.file(REFUSED + ".new");
                write(draft, text, StandardOpenOption.TRUNCATE_EXISTING);
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException _) {
            // The new line is kept, and the old ones are in nobody's way.
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
            channel =
                    FileChannel.open(
                            folder.file(what + ".lock"),
                            StandardOpenOption.WRITE,
                            LinkOption.NOFOLLOW_LINKS);
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

package io.tidegate.agent.file;

import io.tidegate.agent.loop.Clock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the intake is doing, written by its thread and read by any. */
final class Progress {
    private static final int MOST_SHOWN = 20;

    /** What may become of a file that is looked at again. */
    private static final Set<String> TRIED_AGAIN = Set.of("changed", "unreadable");

    private final Clock clock;
    private volatile FileProgress now =
            new FileProgress(Optional.empty(), Optional.empty(), List.of(), 0, Optional.empty());
    private volatile long bytes;
    private volatile long alive;

    Progress(Clock clock) {
        this.clock = clock;
        this.alive = clock.nanoTime();
    }

    FileProgress now() {
        FileProgress seen = now;
        return seen.with(seen.current().map(c -> c.at(bytes)));
    }

    /** How long ago the intake last got on, even within a long file. */
    Duration sinceAlive() {
        return Duration.ofNanos(clock.nanoTime() - alive);
    }

    /** It gets on, or waits on purpose. */
    void lives() {
        alive = clock.nanoTime();
    }

    /** So many bytes of the present file were read. */
    void read(long bytes) {
        this.bytes = bytes;
        lives();
    }

    /** Why nothing is taken; empty if nothing stands in the way. */
    void obstacle(Optional<FileProgress.Obstacle> obstacle) {
        FileProgress n = now;
        now = new FileProgress(obstacle, n.current(), n.waiting(), n.waitingCount(), n.last());
        lives();
    }

    void reads(Found file, boolean second) {
        bytes = 0;
        var current = new FileProgress.Current(file.name(), file.size(), 0, second);
        now = now.with(Optional.of(current));
        lives();
    }

    /** The present file is done with. */
    void done(FileProgress.Last last) {
        FileProgress n = now;
        boolean waits = TRIED_AGAIN.contains(last.outcome());
        List<FileProgress.Waiting> left =
                n.waiting().stream().filter(w -> waits || !w.name().equals(last.name())).toList();
        long count = waits ? n.waitingCount() : Math.max(left.size(), n.waitingCount() - 1);
        now = new FileProgress(n.obstacle(), Optional.empty(), left, count, Optional.of(last));
        lives();
    }

    /** These files wait, and so many besides. */
    void waiting(List<FileProgress.Waiting> files, long more) {
        FileProgress n = now;
        var shown = new ArrayList<>(files.subList(0, Math.min(MOST_SHOWN, files.size())));
        now =
                new FileProgress(
                        n.obstacle(),
                        n.current(),
                        List.copyOf(shown),
                        files.size() + more,
                        n.last());
        lives();
    }
}

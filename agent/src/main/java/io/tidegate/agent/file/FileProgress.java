package io.tidegate.agent.file;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the intake of one CSV source is doing, for people and probes.
 *
 * @param obstacle why nothing is taken; empty if nothing is in the way
 * @param current the file that is being read; empty if none is
 * @param waiting files that are not taken yet, the oldest first, at most 20
 * @param waitingCount how many wait in all
 * @param last what happened to the last file since the start; empty if none came
 */
public record FileProgress(
        Optional<Obstacle> obstacle,
        Optional<Current> current,
        List<Waiting> waiting,
        long waitingCount,
        Optional<Last> last) {

    /**
     * @param why a sentence with the remedy
     * @param room whether there is only no room in the spool: the folder can be read
     */
    public record Obstacle(String why, boolean room) {}

    /**
     * @param name of the file
     * @param size bytes
     * @param read bytes read so far in this reading
     * @param second whether it is the second reading, which fills the spool; the first only checks
     */
    public record Current(String name, long size, long read, boolean second) {
        Current at(long bytes) {
            return new Current(name, size, bytes, second);
        }
    }

    /**
     * @param name of the file
     * @param reason why it is not taken yet
     * @param named whether it looks unfinished, so that a person should know it
     */
    public record Waiting(String name, String reason, boolean named) {}

    /**
     * @param name of the file
     * @param outcome {@code taken}, {@code held}, {@code refused}, {@code changed} or {@code
     *     unreadable}
     * @param reason a sentence; empty if it was taken
     * @param at by this machine's clock
     */
    public record Last(String name, String outcome, String reason, Instant at) {}

    /** The first file that looks unfinished, and why it waits; empty if none does. */
    public Optional<String> unfinished() {
        List<Waiting> all = waiting.stream().filter(Waiting::named).toList();
        String more = all.size() > 1 ? " (and " + (all.size() - 1) + " more)" : "";
        return all.stream().findFirst().map(w -> w.name() + " waits: " + w.reason() + more);
    }

    FileProgress with(Optional<Current> other) {
        return new FileProgress(obstacle, other, waiting, waitingCount, last);
    }
}

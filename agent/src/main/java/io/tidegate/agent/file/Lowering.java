package io.tidegate.agent.file;

import io.tidegate.agent.file.OfferedMemory.Lowered;
import io.tidegate.agent.file.OfferedMemory.Rank;
import io.tidegate.agent.store.Store;
import io.tidegate.protocol.Channel;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds out whether a file would lower what newer or equal files have stored: a file that holds
 * only a part of an interval looks just like that. Used by one thread.
 */
final class Lowering {
    private static final int SHOWN = 5;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    private final Store store;
    private final String stream;
    private final ZoneId zone;

    Lowering(Store store, String stream, ZoneId zone) {
        this.store = store;
        this.stream = stream;
        this.zone = zone;
    }

    /** What the file would lower, as a sentence with the remedy; empty if nothing. */
    Optional<String> of(Candidate candidate, IntervalCounts counts) {
        if (counts.isFull()) {
            return Optional.of(
                    "it holds too many intervals to compare them with what is stored; split it, or"
                            + " set source."
                            + stream
                            + ".csv.across-files = last");
        }
        long count = 0;
        List<String> shown = new ArrayList<>();
        for (LocalDate day : counts.byDay().keySet()) {
            List<Lowered> lowered = lowered(day, counts, Rank.of(candidate));
            count += lowered.size();
            lowered.stream()
                    .limit(SHOWN - Math.min(SHOWN, shown.size()))
                    .map(one -> words(one, counts.start(day, one.slot())))
                    .forEach(shown::add);
        }
        return count == 0 ? Optional.empty() : Optional.of(sentence(count, shown));
    }

    private List<Lowered> lowered(LocalDate day, IntervalCounts file, Rank rank) {
        OfferedMemory stored = store.read(tx -> OfferedMemory.read(tx, stream, day));
        file.empty(day, stored);
        return stored.lowered(file.byDay().get(day), rank);
    }

    private String sentence(long count, List<String> shown) {
        return "it would lower "
                + count
                + (count == 1 ? " stored interval: " : " stored intervals: ")
                + String.join("; ", shown)
                + (count > shown.size() ? "; ..." : "")
                + ". If it is right, accept it. If files hold parts of an interval that belong"
                + " together, give each part a source of its own by csv.pattern, or add:  source."
                + stream
                + ".csv.across-files = add  . If the newer file is always right, add:  source."
                + stream
                + ".csv.across-files = last";
    }

    private String words(Lowered one, Instant start) {
        String channel =
                one.queue().channel() == 0
                        ? ""
                        : " (" + Channel.at(one.queue().channel()).wireName() + ")";
        return "%s%s at %s offered %d, %d stored"
                .formatted(
                        one.queue().queue(),
                        channel,
                        TIME.format(start.atZone(zone)),
                        one.now(),
                        one.stored());
    }
}

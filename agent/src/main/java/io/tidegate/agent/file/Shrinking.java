package io.tidegate.agent.file;

import io.tidegate.agent.file.OfferedMemory.Rank;
import io.tidegate.agent.file.OfferedMemory.Weight;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Finds out whether a file that is the whole truth would take away so much of what is stored that a
 * person has to say so: more than {@code max-shrink} of it, and more than a hundred. The same holds
 * of windows. Used by one thread.
 */
final class Shrinking {
    private static final long LEAST_LOST = 100;

    private final FileStream stream;

    Shrinking(FileStream stream) {
        this.stream = stream;
    }

    /** What the file would take away, as a sentence with the remedy; empty if it may. */
    Optional<String> of(Candidate candidate, IntervalCounts counts) {
        if (counts.isFull()) {
            return Optional.of(
                    "it holds too much to compare it with what is stored; if it is right, accept"
                            + " it, or split it");
        }
        Weight all = new Weight(0, 0);
        for (LocalDate day : counts.byDay().keySet()) {
            all = all.plus(weigh(day, counts, Rank.of(candidate)));
        }
        long lost = all.stored() - all.now();
        boolean tooMuch = lost > LEAST_LOST && lost > all.stored() * stream.source().maxShrink();
        return tooMuch ? Optional.of(sentence(lost, all.stored())) : Optional.empty();
    }

    private Weight weigh(LocalDate day, IntervalCounts counts, Rank rank) {
        OfferedMemory stored =
                stream.store().read(tx -> OfferedMemory.read(tx, stream.name(), day));
        counts.empty(day, stored);
        return stored.weigh(counts.byDay().get(day), rank);
    }

    private String sentence(long lost, long stored) {
        SourceConfig source = stream.source();
        String what =
                switch (stream.data()) {
                    case INTERVALS -> "offered";
                    case CONTACTS -> "contacts";
                    case AGENT_STATUS -> "states";
                };
        return ("it lacks %,d of %,d %s that are stored of its %s and its time (max-shrink %.0f%%)."
                        + " If it is right, accept it; keep leaves what is stored")
                .formatted(
                        lost,
                        stored,
                        what,
                        stream.data() == DataType.AGENT_STATUS ? "ACD agents" : "queues",
                        source.maxShrink() * 100);
    }
}

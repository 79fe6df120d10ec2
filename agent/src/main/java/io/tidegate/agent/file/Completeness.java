package io.tidegate.agent.file;

import io.tidegate.agent.source.csv.Dialect;
import io.tidegate.config.SourceConfig.Csv;
import io.tidegate.protocol.Mode;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a file's writer is done with it, as far as that can be told from outside. A file that has
 * come to rest with a line end is complete. Without one it has to rest six times as long: many
 * exports never end their last line, and a file that grows after all is another content. Only where
 * what comes twice counts twice does it wait for a person, who is asked after a quarter of an hour.
 * Used by one thread.
 */
final class Completeness {
    /** So long a file may lie there unfinished before a person is asked. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private static final int LONGER = 6;
    private static final Duration LEAST_LONGER = Duration.ofSeconds(30);

    private final Csv csv;
    private final boolean appends;
    private final Rest rest;

    Completeness(FileStream stream, Rest rest) {
        this.csv = stream.csv();
        this.appends = stream.mode() == Mode.APPEND;
        this.rest = rest;
    }

    /** What is to be done with a file. */
    sealed interface Answer {
        /** It may be read; @param ended whether its last line has its end */
        record Ready(boolean ended) implements Answer {}

        /** Not yet; @param named whether it looks unfinished, so that a person should know it */
        record Wait(String reason, boolean named) implements Answer {}

        /** It has waited too long: a person has to decide. */
        record Overdue(String reason) implements Answer {}
    }

    Answer of(Found file, Optional<Dialect> frozen) throws IOException {
        Duration time = rest.of(file);
        if (time.compareTo(csv.quietTime()) < 0) {
            return new Answer.Wait("it was written to a moment ago (csv.quiet-time)", false);
        }
        if (isPacked(file)) {
            return file.size() == 0
                    ? new Answer.Wait("it is empty so far", true)
                    : new Answer.Ready(true);
        }
        return switch (Tail.of(file.path(), isWide())) {
            case ENDED -> new Answer.Ready(true);
            case EMPTY -> new Answer.Wait("it is empty so far", true);
            case RESERVED ->
                    unfinished(file, "it ends with zeros, as a copy does that is not done");
            case OPEN -> open(file, frozen);
        };
    }

    /** Whether its last line has its end, for a file that a person has accepted as it is. */
    boolean isEnded(Candidate candidate) throws IOException {
        return isPacked(candidate.file()) || Tail.of(candidate.bytes(), isWide()) == Tail.ENDED;
    }

    /** What is packed tells its end itself. */
    private static boolean isPacked(Found file) {
        return Packing.of(file.name()) != Packing.PLAIN;
    }

    private Answer open(Found file, Optional<Dialect> frozen) {
        if (appends && frozen.map(Dialect::ended).orElse(true)) {
            return unfinished(file, "its last line has no end, and half a file counts twice");
        }
        Duration longer = csv.quietTime().multipliedBy(LONGER);
        Duration enough = longer.compareTo(LEAST_LONGER) < 0 ? LEAST_LONGER : longer;
        return isStill(file, enough)
                ? new Answer.Ready(false)
                : new Answer.Wait(
                        "its last line has no end; taken when it has been still for "
                                + enough.toSeconds()
                                + " s",
                        true);
    }

    private Answer unfinished(Found file, String reason) {
        return isOverdue(file)
                ? new Answer.Overdue(
                        reason
                                + "; accept it if it is complete, or let the export end its last line")
                : new Answer.Wait(
                        reason
                                + "; a person is asked when it has been still for "
                                + PATIENCE.toMinutes()
                                + " min",
                        true);
    }

    /** Whether a person is to be asked about a file that does not come to an end. */
    boolean isOverdue(Found file) {
        return isStill(file, PATIENCE);
    }

    private boolean isStill(Found file, Duration enough) {
        return rest.still(file).compareTo(enough) >= 0;
    }

    private boolean isWide() {
        return csv.encoding()
                .map(name -> name.toUpperCase(Locale.ROOT))
                .filter(name -> name.startsWith("UTF-16") || name.startsWith("UTF-32"))
                .isPresent();
    }
}

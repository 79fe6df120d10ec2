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
 * come to rest with a line end is complete. Without one it gets three times the rest, unless the
 * files before it all had one, or what comes twice counts twice: then it waits, and after a quarter
 * of an hour a person is asked. Used by one thread.
 */
final class Completeness {
    /** So long a file may lie there unfinished before a person is asked. */
    static final Duration PATIENCE = Duration.ofMinutes(15);

    private static final int LONGER = 3;
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

        /** Not yet. */
        record Wait(String reason) implements Answer {}

        /** It has waited too long: a person has to decide. */
        record Overdue(String reason) implements Answer {}
    }

    Answer of(Found file, Optional<Dialect> frozen) throws IOException {
        Duration time = rest.of(file);
        if (time.compareTo(csv.quietTime()) < 0) {
            return new Answer.Wait("it was written to a moment ago (csv.quiet-time)");
        }
        return switch (Tail.of(file.path(), isWide())) {
            case ENDED -> new Answer.Ready(true);
            case EMPTY -> new Answer.Wait("it is empty so far");
            case RESERVED ->
                    unfinished(time, "it ends with zeros, as a copy does that is not done");
            case OPEN -> open(time, frozen);
        };
    }

    /** Whether its last line has its end, for a file that a person has accepted as it is. */
    boolean isEnded(Found file) throws IOException {
        return Tail.of(file.path(), isWide()) == Tail.ENDED;
    }

    private Answer open(Duration time, Optional<Dialect> frozen) {
        if (frozen.filter(Dialect::ended).isPresent()) {
            return unfinished(
                    time, "its last line has no line end, and those of the files before had");
        }
        if (appends && frozen.isEmpty()) {
            return unfinished(time, "its last line has no line end, and half a file counts twice");
        }
        Duration longer = csv.quietTime().multipliedBy(LONGER);
        Duration enough = longer.compareTo(LEAST_LONGER) < 0 ? LEAST_LONGER : longer;
        return time.compareTo(enough) < 0
                ? new Answer.Wait("its last line has no line end yet")
                : new Answer.Ready(false);
    }

    private static Answer unfinished(Duration time, String reason) {
        return time.compareTo(PATIENCE) < 0
                ? new Answer.Wait(reason)
                : new Answer.Overdue(
                        reason
                                + "; accept it if it is complete, or let the export end its last line");
    }

    private boolean isWide() {
        return csv.encoding()
                .map(name -> name.toUpperCase(Locale.ROOT))
                .filter(name -> name.startsWith("UTF-16") || name.startsWith("UTF-32"))
                .isPresent();
    }
}

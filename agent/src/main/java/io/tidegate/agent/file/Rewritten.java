package io.tidegate.agent.file;

import io.tidegate.agent.store.FileRecord;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Mode;

import java.util.Optional;

/**
 * A file that grows and whose beginning is not what it was: it was rotated and holds new rows, or
 * it was written anew and holds old ones again. Where every row counts, a person has to say which,
 * unless its times tell.
 */
final class Rewritten {
    private Rewritten() {}

    /** What a person is to be asked; empty if nothing. */
    static Optional<String> question(FileStream stream, Candidate candidate, Tally tally) {
        return candidate
                .growth()
                .flatMap(Candidate.Growth::before)
                .filter(_ -> stream.mode() == Mode.APPEND)
                .filter(before -> before.revision() > 0 && overlaps(stream, before, tally))
                .map(Rewritten::question);
    }

    /** Of intervals the end of the last is known, of the others only when the last began. */
    private static boolean overlaps(FileStream stream, FileRecord before, Tally tally) {
        if (tally.from().isEmpty() || before.to().isEmpty()) {
            return true;
        }
        int order = tally.from().get().compareTo(before.to().get());
        return stream.data() == DataType.INTERVALS ? order < 0 : order <= 0;
    }

    private static String question(FileRecord before) {
        return "its first "
                + before.size()
                + " bytes are not those that were taken of it, and its times reach back into what was"
                + " taken: with csv.mode = append its rows would count beside them. Accept it if all of"
                + " its rows are new; keep what is stored if they are there already";
    }
}

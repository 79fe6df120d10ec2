package io.tidegate.agent.file;

import io.tidegate.agent.source.csv.Dialect;
import io.tidegate.protocol.Column;

import java.util.List;
import java.util.Optional;

/** What the first reading of a file says is to be done with it. */
sealed interface Verdict {
    /**
     * Take it.
     *
     * @param sha256 of the bytes that this is said of
     * @param dialect how they are written
     * @param columns that rows can have a value in
     * @param unused columns of the file that nothing uses
     * @param utf8 whether it is UTF-8, though csv.encoding says otherwise
     */
    record Take(
            String sha256,
            Dialect dialect,
            List<Column> columns,
            List<String> unused,
            boolean utf8,
            Tally tally)
            implements Verdict {}

    /**
     * A person has to decide.
     *
     * @param reason a sentence with the remedy
     * @param tally what it holds; empty if it could not be read
     */
    record Hold(String sha256, String reason, Optional<Tally> tally) implements Verdict {}

    /**
     * It cannot be taken under these settings.
     *
     * @param reason a sentence with the remedy
     * @param tally what it holds; empty if it could not be read
     */
    record Refuse(String sha256, String reason, Optional<Tally> tally) implements Verdict {}

    /**
     * It may be cut: wait.
     *
     * @param reason a sentence with the remedy, for the time when it has waited too long
     */
    record Incomplete(String sha256, String reason) implements Verdict {}

    /** It is not what it was when the reading began: wait until it has come to rest. */
    record Changed() implements Verdict {}
}

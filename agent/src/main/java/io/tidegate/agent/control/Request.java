package io.tidegate.agent.control;

import java.util.Optional;

/** What the running agent can be asked. */
public sealed interface Request {
    /** What it is doing, as JSON. */
    record Status() implements Request {}

    record Pause(String source) implements Request {}

    record Resume(String source) implements Request {}

    record Reimport(String source, Days days) implements Request {}

    record Accept(String source, Optional<Days> days) implements Request {}

    record Keep(String source, Optional<Days> days) implements Request {}

    record Adopt() implements Request {}

    /**
     * Rejected rows, answered line by line.
     *
     * @param source empty for all, where all are meant
     * @param file its name or the first digits of its hash, or a window's beginning
     * @param rows how many to show
     * @param json a line of JSON for each
     */
    record Rejects(
            What what,
            Optional<String> source,
            Optional<String> file,
            Optional<Days> days,
            int rows,
            boolean json)
            implements Request {
        public enum What {
            LIST,
            SHOW,
            EXPORT,
            RETRY
        }
    }

    /**
     * Answered line by line.
     *
     * @param totals per local day and queue
     * @param csv as CSV, all of it
     */
    record Verify(String source, Days days, boolean totals, boolean csv) implements Request {}
}

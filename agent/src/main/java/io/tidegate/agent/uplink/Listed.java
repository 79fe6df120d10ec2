package io.tidegate.agent.uplink;

import java.util.List;
import java.util.Optional;

/** What came of the question what the ingest holds. */
public sealed interface Listed<T> {
    /**
     * A page of it.
     *
     * @param next where the next page begins; empty after the last
     */
    record Some<T>(List<T> items, Optional<String> next) implements Listed<T> {}

    /**
     * It could not be asked, or what the ledger says of it is not known to be right.
     *
     * @param why a sentence
     */
    record Unknown<T>(String why) implements Listed<T> {}
}

package io.tidegate.agent.verify;

import java.time.Instant;

/**
 * A window or file about which all is said.
 *
 * @param what a file's name; empty for a window
 * @param from its first time, @param to end of its last
 * @param source rows at the source that can be taken; -1 if it was not read
 * @param rejected rows at the source that cannot
 * @param ledger rows that were encoded for it, @param ingest rows that the ingest has
 */
record Judged(
        String what,
        Instant from,
        Instant to,
        long source,
        long rejected,
        long ledger,
        long ingest,
        Outcome outcome) {}

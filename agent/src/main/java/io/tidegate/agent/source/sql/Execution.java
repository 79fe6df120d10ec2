package io.tidegate.agent.source.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** Runs a source's query. Used by one thread at a time. */
interface Execution {
    /**
     * @param watch is told what to cancel
     * @param most rows per round trip, at most
     */
    Result run(
            Connection connection,
            InterruptWatch watch,
            Plan plan,
            Instant from,
            Instant to,
            int most)
            throws SQLException;
}

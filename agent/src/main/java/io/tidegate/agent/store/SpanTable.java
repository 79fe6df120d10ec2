package io.tidegate.agent.store;

import java.time.Instant;
import java.util.Set;

/** The states of the ledger's windows, as they stand on disk: few lines, since few matter. */
final class SpanTable implements Spans {
    private final Session session;

    SpanTable(Session session) {
        this.session = session;
    }

    @Override
    public void put(Of window) {
        if (window.open() == 0 && window.latestEnd().isEmpty()) {
            drop(window.stream(), window.from());
            return;
        }
        session.sql("INSERT OR REPLACE INTO span VALUES (?, ?, ?, ?, ?)")
                .with(window.stream())
                .with(window.from())
                .with(window.to())
                .with(window.open())
                .withInstant(window.latestEnd())
                .run();
    }

    void drop(String stream, Instant from) {
        session.sql("DELETE FROM span WHERE stream = ? AND from_at = ?")
                .with(stream)
                .with(from)
                .run();
    }

    @Override
    public Set<Instant> reaching(String stream, Instant end) {
        return Set.copyOf(
                session.sql("SELECT from_at FROM span WHERE stream = ? AND latest_end >= ?")
                        .with(stream)
                        .with(end)
                        .list(Line::instant));
    }

    @Override
    public void forgetEnds(String stream, Instant before) {
        session.sql("DELETE FROM span WHERE stream = ? AND open = 0 AND latest_end < ?")
                .with(stream)
                .with(before)
                .run();
    }

    @Override
    public Open open(String stream, Instant until) {
        return session.sql(
                        "SELECT coalesce(sum(open), 0), min(from_at) FROM span"
                                + " WHERE stream = ? AND open > 0 AND to_at <= ?")
                .with(stream)
                .with(until)
                .one(line -> new Open(line.number(), line.maybeInstant()))
                .orElseThrow();
    }
}

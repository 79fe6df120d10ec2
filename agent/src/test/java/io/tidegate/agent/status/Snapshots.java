package io.tidegate.agent.status;

import io.tidegate.agent.log.Recent;
import io.tidegate.agent.status.Snapshot.Matter;
import io.tidegate.agent.status.Snapshot.State;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A connector an hour after its start that is well, and what a test wants to be otherwise. */
final class Snapshots {
    static final Instant NOW = Instant.parse("2026-11-20T10:00:00.123456789Z");

    State state = State.RUNNING;
    String reason = "";
    String kind = "sql";
    Optional<String> pausedBy = Optional.empty();
    Optional<Instant> completeUntil = Optional.of(NOW.minusSeconds(60));
    String left = "";
    Map<String, Long> rows = Map.of("rowsSent", 7L, "batchesSent", 2L);
    long waiting = 3;
    long filesWaiting;
    Optional<String> verifying = Optional.empty();
    Optional<Snapshot.Backfill> backfill =
            Optional.of(new Snapshot.Backfill(5, 10, Optional.of(NOW.plusSeconds(90))));
    Optional<Snapshot.OpenSpans> open =
            Optional.of(
                    new Snapshot.OpenSpans(
                            12, 3, new Snapshot.Left(0, Optional.empty(), Duration.ofDays(35))));
    final List<Matter> first = new ArrayList<>();
    final Map<Matter.Kind, Long> counts = new EnumMap<>(Matter.Kind.class);
    long rejects = 2;
    List<Snapshot.RejectReason> reasons =
            List.of(new Snapshot.RejectReason("offered", "is negative", 2, NOW));
    String full = "";
    int batches = 3;
    String uplink = "connected";
    String why = "";
    Optional<Instant> contact = Optional.of(NOW);
    Optional<OffsetDateTime> nextTry = Optional.empty();
    Optional<Instant> unsent = Optional.empty();
    Instant since = NOW.minusSeconds(3600);
    boolean started = true;
    Duration turn = Duration.ofSeconds(1);
    final List<Snapshot.Stream> more = new ArrayList<>();

    Snapshots matter(Matter.Kind kind, String what, long count, long all) {
        first.add(
                new Matter(
                        kind,
                        what,
                        count,
                        "the <i>reason",
                        List.of("tidegate accept calls --from 2026-11-01 --to 2026-11-02"),
                        ""));
        counts.merge(kind, all, Long::sum);
        return this;
    }

    Snapshot.Stream stream(String name) {
        return new Snapshot.Stream(
                name,
                "contacts",
                kind,
                state,
                reason,
                pausedBy,
                Optional.of(NOW),
                completeUntil,
                rows,
                waiting,
                filesWaiting,
                backfill,
                open,
                verifying,
                new Snapshot.Matters(List.copyOf(first), Map.copyOf(counts)),
                rejects,
                reasons);
    }

    Snapshot snapshot() {
        List<Snapshot.Stream> streams = new ArrayList<>(List.of(stream("<b>calls")));
        streams.addAll(more);
        return new Snapshot(
                "berlin",
                "1.0",
                "2026a",
                NOW,
                since,
                started,
                Map.of("delivery", turn),
                streams,
                new Snapshot.Spool(1, 2, batches, full, left),
                new Snapshot.Uplink(
                        uplink, why, "https://ingest.example", "h2", contact, nextTry, unsent),
                List.of(
                        new Recent.Said(
                                NOW, "WARN", "TG-0501", "stream=calls", "two windows are held")));
    }
}

package io.tidegate.agent.status;

import io.tidegate.agent.status.Snapshot.Matter;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How much of a stream is in the cloud, in one line that never claims more than is known: live data
 * and history of a database apart, files by what became of them. Stateless.
 */
final class CloudLine {
    private CloudLine() {}

    static String of(Snapshot.Stream stream, Instant now) {
        if (stream.state() == Snapshot.State.MISCONFIGURED) {
            return "";
        }
        var parts = new ArrayList<String>();
        parts.add(upTo(stream, now));
        stream.backfill().map(CloudLine::history).ifPresent(parts::add);
        if (stream.waiting() > 0) {
            parts.add(
                    "%s %s to be sent"
                            .formatted(
                                    Words.count(stream.waiting(), "row"),
                                    Words.verb(stream.waiting(), "waits", "wait")));
        }
        if (stream.filesWaiting() > 0) {
            parts.add("%s not taken yet".formatted(Words.count(stream.filesWaiting(), "file")));
        }
        missing(stream, parts);
        return String.join("; ", parts);
    }

    private static String upTo(Snapshot.Stream stream, Instant now) {
        boolean nothingYet =
                stream.rows().getOrDefault("batchesSent", 0L) == 0 && stream.waiting() > 0;
        if (stream.completeUntil().isEmpty() || nothingYet) {
            return stream.lastRead().isEmpty() ? "nothing yet: never read" : "nothing yet";
        }
        Instant until = stream.completeUntil().get();
        String what = stream.unit().equals("file") ? "rows of the files taken" : "live data";
        return "%s up to %s (%s ago)"
                .formatted(what, Words.time(until), Words.duration(Duration.between(until, now)));
    }

    private static String history(Snapshot.Backfill backfill) {
        return backfill.done() >= backfill.total()
                ? "history: read"
                : "history: %,d of %s read"
                        .formatted(backfill.done(), Words.count(backfill.total(), "window"));
    }

    private static void missing(Snapshot.Stream stream, List<String> parts) {
        Map<Matter.Kind, Long> counts = stream.matters().counts();
        for (Matter.Kind kind : List.of(Matter.Kind.HELD, Matter.Kind.REFUSED, Matter.Kind.ASIDE)) {
            long count = counts.getOrDefault(kind, 0L);
            if (count > 0) {
                parts.add(Words.count(count, stream.unit()) + " " + kind.word());
            }
        }
    }
}

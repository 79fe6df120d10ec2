package io.tidegate.agent.doctor;

import io.tidegate.agent.row.Rejection;
import io.tidegate.agent.row.RowTaker;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.WireTime;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Counts what is rejected, by reason, and sees which times good rows have. Used by one thread. */
final class Rejects implements RowTaker {
    private static final int MOST = 3;

    private final Map<String, Long> reasons = new LinkedHashMap<>();
    private long count;
    private long earliest = Long.MAX_VALUE;
    private long latest = Long.MIN_VALUE;
    private final Consumer<Row> good;

    /**
     * @param good is shown the rows that are not rejected
     */
    Rejects(Consumer<Row> good) {
        this.good = good;
    }

    @Override
    public void taken(Row row) {
        good.accept(row);
        earliest = Math.min(earliest, row.time());
        latest = Math.max(latest, row.time());
    }

    @Override
    public void rejected(Rejection rejection) {
        count++;
        String reason = (rejection.column() + " " + rejection.reason()).strip();
        if (reasons.size() < MOST || reasons.containsKey(reason)) {
            reasons.merge(reason, 1L, Long::sum);
        }
    }

    @Override
    public void ignored() {
        // A template is no fault.
    }

    /** The earliest and the latest time of good rows, if they lie outside that range. */
    List<Instant> outside(Instant from, Instant to) {
        return LongStream.of(earliest, latest)
                .filter(time -> time != Long.MAX_VALUE && time != Long.MIN_VALUE)
                .mapToObj(WireTime::instant)
                .filter(time -> time.isBefore(from) || !time.isBefore(to))
                .toList();
    }

    long count() {
        return count;
    }

    /** The first of them. */
    String reasons() {
        return reasons.entrySet().stream()
                .map(e -> "%s (%,d)".formatted(e.getKey(), e.getValue()))
                .collect(Collectors.joining("; "));
    }
}

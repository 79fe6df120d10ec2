package io.tidegate.agent.doctor;

import io.tidegate.agent.row.Rejection;
import io.tidegate.agent.row.RowTaker;
import io.tidegate.protocol.Row;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts what is rejected, by reason. Used by one thread. */
final class Rejects implements RowTaker {
    private static final int MOST = 3;

    private final Map<String, Long> reasons = new LinkedHashMap<>();
    private long count;

    @Override
    public void taken(Row row) {
        // It is counted as it comes.
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

package io.tidegate.agent.control;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** Local days of a source's zone, both included. */
public record Days(LocalDate from, LocalDate to) {
    /**
     * @throws IllegalArgumentException if {@code to} comes before {@code from}
     */
    public Days {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException(
                    "--to %s comes before --from %s".formatted(to, from));
        }
    }

    /** When the first day begins in that zone. */
    public Instant start(ZoneId zone) {
        return from.atStartOfDay(zone).toInstant();
    }

    /** When the last day has ended in that zone. */
    public Instant end(ZoneId zone) {
        return to.plusDays(1).atStartOfDay(zone).toInstant();
    }

    @Override
    public String toString() {
        return from.equals(to) ? from.toString() : from + " to " + to;
    }
}

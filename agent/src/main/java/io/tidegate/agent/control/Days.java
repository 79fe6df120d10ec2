package io.tidegate.agent.control;

import java.time.LocalDate;

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

    @Override
    public String toString() {
        return from.equals(to) ? from.toString() : from + " to " + to;
    }
}

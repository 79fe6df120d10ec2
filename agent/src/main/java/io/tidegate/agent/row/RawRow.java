package io.tidegate.agent.row;

/**
 * A row as the source gave it, before any check. Valid only during the call that hands it over.
 * Values are {@code null}, String, Long, java.math.BigDecimal, Double, Boolean,
 * java.time.LocalDateTime, java.time.LocalDate, java.time.LocalTime, java.time.Instant,
 * java.time.OffsetDateTime, java.time.Duration or {@link Unreadable}.
 */
public interface RawRow {
    /** The value of the source's column at that index of {@link RawShape#names()}. */
    Object value(int index);

    /**
     * Where the row stands, for a person: {@code line 17} of a file, or empty for SQL. Never holds
     * a value of the row.
     */
    String place();
}

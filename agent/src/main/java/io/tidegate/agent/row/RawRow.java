package io.tidegate.agent.row;

/**
 * A row as the source gave it, before any check. Valid only during the call that hands it over.
 * Values are {@code null}, String, Long, java.math.BigDecimal, Double, Boolean,
 * java.time.LocalDateTime, java.time.LocalDate, java.time.LocalTime, java.time.Instant,
 * java.time.OffsetDateTime, java.time.Duration, {@link Percent} or {@link Unreadable}.
 */
public interface RawRow {
    /** The value of the source's column at that index of {@link RawShape#names()}. */
    Object value(int index);

    /** Neither a whole number nor a time: {@link #value} is to be asked. */
    long ASK = Long.MIN_VALUE + 1;

    /** {@link #value} if it is a Long, without making one; else {@link #ASK}. */
    default long whole(int index) {
        return ASK;
    }

    /**
     * A thousand times {@link #value} if it is a number with three decimals at most that can be had
     * without making one; else {@link #ASK}.
     */
    default long thousandths(int index) {
        return ASK;
    }

    /**
     * {@link #value} if it is an Instant, as microseconds since 1970-01-01T00:00:00Z; else {@link
     * #ASK}.
     */
    default long micros(int index) {
        return ASK;
    }

    /**
     * Where the row stands, for a person: {@code line 17} of a file, or empty for SQL. Never holds
     * a value of the row.
     */
    String place();

    /**
     * What a list of rejected rows says of the value of a wire column besides its place. Costs
     * something: asked of rejected rows alone.
     *
     * @param column as on the wire; empty for the row as a whole
     */
    default Sighting sight(String column) {
        return Sighting.NONE;
    }
}

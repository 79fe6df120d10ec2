package io.tidegate.agent.row;

import io.tidegate.protocol.Row;

/**
 * Why a row was not taken. Holds no value of the row, only its class, so it may be logged and kept.
 *
 * @param place where it stands, or empty
 * @param column the column at fault, as on the wire
 * @param reason a sentence for a person, with the remedy
 * @param time the row's own time in microseconds since 1970-01-01T00:00:00Z, so that it is listed
 *     under the right window; the instant of the jump for a wall-clock time that does not exist;
 *     {@link Row#NULL} if its time cannot be read
 */
public record Rejection(String place, String column, String reason, long time) {
    /** Of a row whose time is not known. */
    public Rejection(String place, String column, String reason) {
        this(place, column, reason, Row.NULL);
    }
}

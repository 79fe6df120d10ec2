package io.tidegate.agent.row;

import io.tidegate.protocol.Row;

/**
 * Why a row was not taken. But for {@code seen}, which is for the list on this machine alone, it
 * holds no value of the row, only its class, so place, column and reason may be logged and kept.
 *
 * @param place where it stands, or empty
 * @param column the column at fault, as on the wire
 * @param reason a sentence for a person, with the remedy
 * @param time the row's own time in microseconds since 1970-01-01T00:00:00Z, so that it is listed
 *     under the right window; the instant of the jump for a wall-clock time that does not exist;
 *     {@link Row#NULL} if its time cannot be read
 * @param seen for the list; {@link Sighting#NONE} where nobody looked
 */
public record Rejection(String place, String column, String reason, long time, Sighting seen) {
    public Rejection(String place, String column, String reason, long time) {
        this(place, column, reason, time, Sighting.NONE);
    }

    /** The same, with what is to be said in the list. */
    public Rejection seen(Sighting sighting) {
        return new Rejection(place, column, reason, time, sighting);
    }

    /** Of a row whose time is not known. */
    public Rejection(String place, String column, String reason) {
        this(place, column, reason, Row.NULL);
    }
}

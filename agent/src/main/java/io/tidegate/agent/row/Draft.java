package io.tidegate.agent.row;

import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;

import java.util.Arrays;

/** A row while it is being made. Times that the wall clock shows twice wait to be decided. */
final class Draft {
    final DataType type;
    final long[] numbers;
    final String[] texts;

    /** The wall-clock time of the row's own time while that is open, else {@link Row#NULL}. */
    long wall = Row.NULL;

    /** The wall-clock time of its end while that is open, else {@link Row#NULL}. */
    long endWall = Row.NULL;

    /** How many microseconds after its start it ends, else {@link Row#NULL}. */
    long lasts = Row.NULL;

    /** Where it stands, for a person; set only while the row waits. */
    String place = "";

    /** Whether the row was put into the second pass of a repeated hour. */
    boolean second;

    /** Whether nothing but a setting, or an order of our own, spoke for that. */
    boolean undecided;

    Draft(DataType type, int columns) {
        this.type = type;
        this.numbers = new long[columns];
        this.texts = new String[columns];
        Arrays.fill(numbers, Row.NULL);
    }

    /** The row as it is now: a view, so made only when all is decided or for a comparison. */
    Row row() {
        return new Row(type, numbers, texts);
    }
}

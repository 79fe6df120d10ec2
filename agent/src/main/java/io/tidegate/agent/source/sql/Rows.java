package io.tidegate.agent.source.sql;

import io.tidegate.agent.row.RawShape;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.row.Unreadable;
import io.tidegate.agent.source.RowSink;

import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Set;

/** Hands the rows of a result over. Used by one thread. */
final class Rows {
    private static final int ROWS_BETWEEN_LOOKS = 1 << 10;

    private final Dialect dialect;
    private final TimeColumns times;
    private final Set<String> hours;

    /**
     * @param hours names of the columns that hold a time of day
     */
    Rows(Dialect dialect, TimeColumns times, Set<String> hours) {
        this.dialect = dialect;
        this.times = times;
        this.hours = hours;
    }

    void hand(Plan plan, Result result, RowSink sink)
            throws SQLException, BadQueryException, ShapeException, InterruptedException {
        Described described = result.described();
        SqlRow row = new SqlRow(result, meanings(plan, described), dialect);
        sink.shape(new RawShape(described.names(), described.words(), plan.ordered()));
        for (long rows = 1; result.next(); rows++) {
            sink.row(row);
            if (rows % ROWS_BETWEEN_LOOKS == 0 && Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /** What values of each column stand for, where that is not said by their type alone. */
    private Meaning[] meanings(Plan plan, Described described) throws BadQueryException {
        var meanings = new Meaning[described.names().size()];
        for (int i = 0; i < meanings.length; i++) {
            meanings[i] =
                    described.types().get(i) == ColumnType.DURATION
                            ? dialect::duration
                            : Meaning.ITSELF;
        }
        for (String hour : hours) {
            int index = described.find(hour);
            if (index >= 0 && described.types().get(index) == ColumnType.DURATION) {
                meanings[index] = value -> hour(dialect.duration(value));
            }
        }
        for (String time : times.all()) {
            int index = described.find(time);
            if (index >= 0 && plan.reading().isPresent()) {
                meanings[index] = plan.reading().get()::read;
            } else if (index >= 0 && described.types().get(index).isNumber()) {
                throw times.numberFor(time);
            } else if (index >= 0 && described.types().get(index) == ColumnType.COMPUTED) {
                throw times.computedFor(time);
            }
        }
        return meanings;
    }

    /** Some databases have one type for lengths of time and times of day. */
    private static Object hour(Object value) {
        if (!(value instanceof Duration length)) {
            return value;
        }
        return length.isNegative() || length.toDays() > 0
                ? new Unreadable("is no time of day")
                : LocalTime.ofNanoOfDay(length.toNanos());
    }

    /** What a value stands for. */
    @FunctionalInterface
    interface Meaning {
        Meaning ITSELF = value -> value;

        Object of(Object value);
    }
}

package io.tidegate.agent.source.sql;

import io.tidegate.agent.row.RawShape;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.RowSink;

import java.sql.SQLException;
import java.util.Optional;

/** Hands the rows of a result over. Used by one thread. */
final class Rows {
    private static final int ROWS_BETWEEN_LOOKS = 1 << 10;

    private final Dialect dialect;
    private final TimeColumns times;

    Rows(Dialect dialect, TimeColumns times) {
        this.dialect = dialect;
        this.times = times;
    }

    void hand(Plan plan, Result result, RowSink sink)
            throws SQLException, BadQueryException, ShapeException, InterruptedException {
        Described described = result.described();
        SqlRow row = new SqlRow(result, meanings(described, plan.around()), dialect);
        sink.shape(new RawShape(described.names(), described.words(), plan.ordered()));
        for (long rows = 1; result.next(); rows++) {
            sink.row(row);
            if (rows % ROWS_BETWEEN_LOOKS == 0 && Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /**
     * What values of each column stand for, where that is not said by their type alone.
     *
     * @param told whether it was looked at before what the database has computed
     */
    private Meaning[] meanings(Described described, boolean told) throws BadQueryException {
        var meanings = new Meaning[described.names().size()];
        for (int i = 0; i < meanings.length; i++) {
            meanings[i] =
                    described.types().get(i) == ColumnType.DURATION
                            ? dialect::duration
                            : Meaning.ITSELF;
        }
        for (TimeColumn time : times.all()) {
            int index = time.name().map(described::find).orElse(-1);
            if (index >= 0) {
                meanings[index] = meaning(time, described, index, told, meanings[index]);
            }
            int hours = time.timeOfDay().map(described::find).orElse(-1);
            if (hours >= 0 && described.types().get(hours).isNumber()) {
                meanings[hours] = times.timeOfDay(described.names().get(hours));
            }
        }
        return meanings;
    }

    /** As the author said; else the type says it, unless it is a number. */
    private static Meaning meaning(
            TimeColumn time, Described described, int index, boolean told, Meaning byType)
            throws BadQueryException {
        ColumnType type = described.types().get(index);
        Optional<Bind> said = time.said(type);
        if (said.isPresent()) {
            return said.get()::read;
        }
        if (type.isNumber()) {
            throw time.number(described.names().get(index));
        }
        if (type == ColumnType.COMPUTED && !told) {
            throw time.computed(described.names().get(index));
        }
        return byType;
    }

    /** What a value stands for. */
    @FunctionalInterface
    interface Meaning {
        Meaning ITSELF = value -> value;

        Object of(Object value);
    }
}

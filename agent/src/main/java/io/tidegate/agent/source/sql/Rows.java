package io.tidegate.agent.source.sql;

import io.tidegate.agent.row.RawShape;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.RowSink;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Hands the rows of a result over, each column read by its type. Used by one thread. */
final class Rows {
    private static final int ROWS_BETWEEN_LOOKS = 1 << 10;

    private final Dialect dialect;
    private final TimeColumns times;

    Rows(Dialect dialect, TimeColumns times) {
        this.dialect = dialect;
        this.times = times;
    }

    void hand(Plan plan, ResultSet result, RowSink sink)
            throws SQLException, BadQueryException, ShapeException, InterruptedException {
        Described described = Described.of(result.getMetaData(), dialect);
        SqlRow row = new SqlRow(result, readers(plan, described), dialect);
        sink.shape(new RawShape(described.names(), described.words(), plan.ordered()));
        for (long rows = 1; result.next(); rows++) {
            sink.row(row);
            if (rows % ROWS_BETWEEN_LOOKS == 0 && Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private ColumnReader[] readers(Plan plan, Described described) throws BadQueryException {
        var readers = new ColumnReader[described.names().size()];
        for (int i = 0; i < readers.length; i++) {
            readers[i] = reader(described.types().get(i));
        }
        for (String time : times.all()) {
            int index = described.find(time);
            if (index >= 0) {
                readers[index] = timeReader(plan, time, described.types().get(index));
            }
        }
        return readers;
    }

    private ColumnReader reader(ColumnType type) {
        ColumnReader plain = ColumnReader.of(type);
        return type == ColumnType.DURATION
                ? (result, index) -> dialect.duration(plain.read(result, index))
                : plain;
    }

    private ColumnReader timeReader(Plan plan, String column, ColumnType type)
            throws BadQueryException {
        ColumnReader plain = reader(type);
        if (plan.reading().isPresent()) {
            Bind reading = plan.reading().get();
            return (result, index) -> reading.read(plain.read(result, index));
        }
        if (type.isNumber()) {
            throw times.numberFor(column);
        }
        return plain;
    }
}

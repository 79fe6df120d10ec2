package io.tidegate.agent.source.sql;

import io.tidegate.agent.row.RawShape;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.RowSink;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.source.SourceException.Kind;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * One query of a database, read as a stream in a read-only transaction that is rolled back
 * afterwards. Memory does not grow with the rows. An interrupt cancels what runs. Used by one
 * thread at a time.
 */
final class SqlSource implements Source {
    private static final int ROWS_BETWEEN_LOOKS = 1 << 10;
    private static final int WIDE_ROWS_AT_ONCE = 50;
    private static final int NARROWING = 7;

    private final String name;
    private final Planner planner;
    private final TimeColumns times;
    private final Session session;
    private final Dialect dialect;
    private final Faults faults;
    private final Pool pool;
    private Plan plan;
    private int rowsAtOnce;
    private boolean tooWide;
    private boolean begun;

    SqlSource(
            String name,
            Planner planner,
            TimeColumns times,
            Session session,
            Dialect dialect,
            Faults faults,
            Pool pool) {
        this.name = name;
        this.planner = planner;
        this.times = times;
        this.session = session;
        this.rowsAtOnce = session.fetchSize();
        this.dialect = dialect;
        this.faults = faults;
        this.pool = pool;
    }

    /** What is done with a connection. */
    private interface Work<T> {
        T with(Connection connection, InterruptWatch watch)
                throws SQLException,
                        BadQueryException,
                        ShapeException,
                        InterruptedException,
                        SourceException;
    }

    @Override
    public Instant now() throws SourceException, InterruptedException {
        try {
            return run(this::askNow);
        } catch (ShapeException e) {
            throw new IllegalStateException("the time has no shape", e);
        }
    }

    @Override
    public void read(Instant from, Instant to, RowSink sink)
            throws SourceException, ShapeException, InterruptedException {
        while (true) {
            begun = false;
            tooWide = false;
            try {
                run(
                        (connection, watch) -> {
                            stream(connection, watch, from, to, sink);
                            return null;
                        });
                return;
            } catch (SourceException e) {
                narrowOr(e);
            }
        }
    }

    /** Rows too wide for the memory are tried again, fewer at a time, down to one. */
    private void narrowOr(SourceException e) throws SourceException {
        if (!tooWide || rowsAtOnce == 1) {
            throw e;
        }
        rowsAtOnce = Math.min(rowsAtOnce, WIDE_ROWS_AT_ONCE * NARROWING) / NARROWING;
        if (begun) {
            throw new SourceException(Kind.PASSING, e.getMessage(), null);
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    private <T> T run(Work<T> work) throws SourceException, ShapeException, InterruptedException {
        try (Connection connection = pool.take()) {
            return guarded(connection, work);
        } catch (SQLException e) {
            throw faults.of(e);
        } catch (BadQueryException e) {
            throw faults.of(e);
        }
    }

    /** No transaction stays open, and a connection that was cut short is not used again. */
    private <T> T guarded(Connection connection, Work<T> work)
            throws SQLException,
                    BadQueryException,
                    ShapeException,
                    InterruptedException,
                    SourceException {
        try (var watch = new InterruptWatch(connection)) {
            return translated(connection, watch, work);
        } catch (InterruptedException e) {
            pool.discard(connection);
            throw e;
        } finally {
            rollback(connection);
        }
    }

    /** A statement that failed because we had it cancelled is an interrupt, not a fault. */
    private <T> T translated(Connection connection, InterruptWatch watch, Work<T> work)
            throws SQLException,
                    BadQueryException,
                    ShapeException,
                    InterruptedException,
                    SourceException {
        try {
            return work.with(connection, watch);
        } catch (SQLException e) {
            throw interruptedOr(e);
        } catch (SqlRow.BrokenReadException e) {
            throw interruptedOr(e.failure());
        }
    }

    private SQLException interruptedOr(SQLException e) throws InterruptedException {
        tooWide = faults.trouble(e) == Trouble.TOO_WIDE;
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return e;
    }

    private void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException _) {
            pool.discard(connection);
        }
    }

    private Instant askNow(Connection connection, InterruptWatch watch) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(dialect.nowQuery())) {
            watch.running(statement);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return instant(ColumnReader.of(dialect.nowType()).read(result, 1));
            }
        }
    }

    private static Instant instant(Object time) {
        return switch (time) {
            case OffsetDateTime t -> t.toInstant();
            case LocalDateTime t -> t.toInstant(ZoneOffset.UTC);
            case Instant t -> t;
            default -> throw new IllegalStateException("a clock shows a time");
        };
    }

    private void stream(
            Connection connection, InterruptWatch watch, Instant from, Instant to, RowSink sink)
            throws SQLException,
                    BadQueryException,
                    ShapeException,
                    InterruptedException,
                    SourceException {
        boolean remembered = plan != null;
        try {
            query(connection, watch, from, to, sink);
        } catch (SQLException e) {
            plan = null; // The tables may have changed: the next read looks anew.
            if (!remembered || !isOfTheQuery(e)) {
                throw e;
            }
            connection.rollback();
            query(connection, watch, from, to, sink);
        }
    }

    /** What a changed table causes, before a row has come. */
    private boolean isOfTheQuery(SQLException e) {
        return switch (faults.trouble(e)) {
            case UNKNOWN_NAME, TYPES, SYNTAX -> true;
            case LOGIN,
                    NO_DATABASE,
                    NOT_PERMITTED,
                    WRITES,
                    VALUE,
                    TOO_SLOW,
                    TOO_WIDE,
                    LOCKED,
                    GONE,
                    UNKNOWN_HOST,
                    BUSY,
                    TLS,
                    OTHER ->
                    false;
        };
    }

    private void query(
            Connection connection, InterruptWatch watch, Instant from, Instant to, RowSink sink)
            throws SQLException,
                    BadQueryException,
                    ShapeException,
                    InterruptedException,
                    SourceException {
        if (plan == null) {
            plan = planner.plan(connection);
        }
        try (PreparedStatement statement =
                connection.prepareStatement(
                        plan.sql(), ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
            watch.running(statement);
            dialect.stream(statement, session, rowsAtOnce);
            bind(statement, from, to);
            try (ResultSet result = statement.executeQuery()) {
                hand(result, sink);
            }
        }
    }

    private void bind(PreparedStatement statement, Instant from, Instant to) throws SQLException {
        int index = 1;
        for (Plan.Parameter parameter : plan.parameters()) {
            switch (parameter.edge()) {
                case FROM -> parameter.bind().from(statement, index, from);
                case TO -> parameter.bind().to(statement, index, to);
            }
            index++;
        }
    }

    private void hand(ResultSet result, RowSink sink)
            throws SQLException, ShapeException, InterruptedException, SourceException {
        Described described = Described.of(result.getMetaData(), dialect);
        SqlRow row = new SqlRow(result, readers(described), dialect);
        begun = true;
        sink.shape(new RawShape(described.names(), described.words(), plan.ordered()));
        for (long rows = 1; result.next(); rows++) {
            sink.row(row);
            if (rows % ROWS_BETWEEN_LOOKS == 0 && Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private ColumnReader[] readers(Described described) throws SourceException {
        var readers = new ColumnReader[described.names().size()];
        for (int i = 0; i < readers.length; i++) {
            ColumnType type = described.types().get(i);
            ColumnReader plain = ColumnReader.of(type);
            readers[i] =
                    type == ColumnType.DURATION
                            ? (result, index) -> dialect.duration(plain.read(result, index))
                            : plain;
        }
        for (String time : times.all()) {
            int index = described.find(time);
            if (index >= 0) {
                readers[index] = timeReader(time, described.types().get(index), readers[index]);
            }
        }
        return readers;
    }

    private ColumnReader timeReader(String column, ColumnType type, ColumnReader plain)
            throws SourceException {
        if (plan.reading().isPresent()) {
            Bind reading = plan.reading().get();
            return (result, index) -> reading.read(plain.read(result, index));
        }
        if (type.isNumber()) {
            throw new SourceException(
                    Kind.LASTING,
                    "source %s: the column %s is a number, not a time: say in %s = epoch or epoch-ms what it counts, or make it a time in the query"
                            .formatted(name, column, times.bindKey()),
                    null);
        }
        return plain;
    }
}

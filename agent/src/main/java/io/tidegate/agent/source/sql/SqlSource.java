package io.tidegate.agent.source.sql;

import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.Outside;
import io.tidegate.agent.source.RowSink;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.source.SourceException.Kind;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One query of a database, read as a stream in a read-only transaction that is rolled back
 * afterwards. Memory does not grow with the rows. An interrupt cancels what runs. Used by one
 * thread at a time.
 */
final class SqlSource implements Source {
    private static final int WIDE_ROWS_AT_ONCE = 50;
    private static final int NARROWING = 7;

    private final Planner planner;
    private final Dialect dialect;
    private final Execution execution;
    private final Duration patience;
    private final Faults faults;
    private final Connections connections;
    private final Rows rows;
    private Plan plan;
    private int rowsAtOnce;
    private boolean tooWide;
    private boolean begun;

    SqlSource(
            Planner planner,
            Session session,
            Dialect dialect,
            Faults faults,
            Connections connections,
            Rows rows) {
        this.planner = planner;
        this.dialect = dialect;
        this.execution = dialect.execution(session);
        this.patience = session.queryTimeout();
        this.faults = faults;
        this.connections = connections;
        this.rows = rows;
        this.rowsAtOnce = session.fetchSize();
    }

    @Override
    public Instant now() throws SourceException, InterruptedException {
        try {
            return connections.run(this::askNow);
        } catch (ShapeException e) {
            throw new IllegalStateException("a clock has no columns", e);
        }
    }

    private Instant askNow(Connection connection, InterruptWatch watch) throws SQLException {
        watch.patience(patience);
        return now(connection, dialect, watch);
    }

    /** The database's clock. */
    static Instant now(Connection connection, Dialect dialect, InterruptWatch watch)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(dialect.nowQuery())) {
            watch.running(statement::cancel);
            try (ResultSet result = watch.waiting(statement::executeQuery)) {
                result.next();
                return dialect.now(result);
            }
        }
    }

    @Override
    public void read(Instant from, Instant to, RowSink sink)
            throws SourceException, ShapeException, InterruptedException {
        while (true) {
            try {
                begun = false;
                tooWide = false;
                connections.run((connection, watch) -> stream(connection, watch, from, to, sink));
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

    /** Tables may have changed since the query was looked at: then it is looked at anew, once. */
    private Void stream(
            Connection connection, InterruptWatch watch, Instant from, Instant to, RowSink sink)
            throws SQLException, SourceException, ShapeException, InterruptedException {
        boolean remembered = plan != null;
        try {
            return query(connection, watch, from, to, sink);
        } catch (SQLException e) {
            plan = null;
            tooWide = faults.trouble(e) == Trouble.TOO_WIDE;
            if (!remembered || begun || !faults.trouble(e).isOfTheQuery()) {
                throw e;
            }
            connection.rollback();
            return query(connection, watch, from, to, sink);
        }
    }

    private Void query(
            Connection connection, InterruptWatch watch, Instant from, Instant to, RowSink sink)
            throws SQLException, SourceException, ShapeException, InterruptedException {
        Plan current = plan(connection);
        try (Result result = execution.run(connection, watch, current, from, to, rowsAtOnce)) {
            begun = true;
            rows.hand(current, result, sink);
            return null;
        } catch (BadQueryException e) {
            throw faults.of(e);
        }
    }

    private Plan plan(Connection connection) throws SQLException, SourceException, ShapeException {
        try {
            if (plan == null) {
                plan = planner.plan(connection);
            }
            return plan;
        } catch (BadQueryException e) {
            throw faults.of(e);
        }
    }

    @Override
    public boolean mayGive(Instant time, Instant from, Instant to) {
        return plan == null || plan.mayGive(time, from, to);
    }

    @Override
    public Optional<String> compared() {
        return planner.compared();
    }

    @Override
    public Optional<Outside> outside(Instant from, Instant to)
            throws SourceException, ShapeException, InterruptedException {
        return connections.run((connection, watch) -> count(connection, watch, from, to));
    }

    private Optional<Outside> count(
            Connection connection, InterruptWatch watch, Instant from, Instant to)
            throws SQLException, SourceException, ShapeException {
        Plan current = plan(connection);
        if (current.outsideSql().isEmpty()) {
            return Optional.empty();
        }
        try (PreparedStatement statement =
                connection.prepareStatement(current.outsideSql().get())) {
            watch.running(statement::cancel);
            watch.patience(patience);
            current.bindOutside(statement, from, to, dialect::set);
            try (ResultSet result = watch.waiting(statement::executeQuery)) {
                result.next();
                return Optional.of(
                        counted(result.getLong(1), result.getLong(2), result.getLong(3)));
            }
        }
    }

    private static Outside counted(long all, long timed, long older) {
        return new Outside(all - timed, older, timed - older);
    }

    @Override
    public void close() {
        connections.close();
    }
}

package io.tidegate.agent.source.sql;

import io.tidegate.protocol.Limits;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * By PostgreSQL's {@code COPY (query) TO STDOUT}: the database goes on while its rows are looked
 * at, and one row is in memory at a time, however wide its neighbours are. Where a result has a
 * column of a type that is not known here, or the server knows no such statement, a cursor serves.
 * One source's; used by one thread at a time.
 */
final class CopyExecution implements Execution {
    /** More characters than a column may have bytes: enough to tell that it was too long. */
    private static final int CUT = Limits.FIELD_BYTES + 1;

    /** Characters that fit into a column whatever they are. */
    private static final int SURELY_SHORT = Limits.FIELD_BYTES / 4;

    /**
     * How many times as long as its query may be silent a copy may last: it waits for us and the
     * network as well, and only whoever is gone altogether must not hold it for ever.
     */
    private static final int LASTING = 10;

    private final Dialect dialect;
    private final Session session;
    private final CursorExecution cursor;
    private boolean refused;

    CopyExecution(Dialect dialect, Session session) {
        this.dialect = dialect;
        this.session = session;
        this.cursor = new CursorExecution(dialect, session);
    }

    @Override
    public Result run(
            Connection connection,
            InterruptWatch watch,
            Plan plan,
            Instant from,
            Instant to,
            int most)
            throws SQLException {
        Optional<Columns> columns =
                refused ? Optional.empty() : columns(connection, watch, plan, from, to);
        if (columns.isEmpty()) {
            connection.rollback();
            return cursor.run(connection, watch, plan, from, to, most);
        }
        try {
            String query = plan.written(from, to, CopyExecution::literal);
            return copy(connection, watch, query, columns.get());
        } catch (SQLException e) {
            if (!dialect.trouble(e).isOfTheQuery()) {
                throw e;
            }
            connection.rollback();
            Result result = cursor.run(connection, watch, plan, from, to, most);
            refused = true; // It was not the query.
            return result;
        }
    }

    /**
     * What a result has to give.
     *
     * @param readers one per column
     * @param expressions what is asked for: a text that is far too long is cut by the server
     */
    private record Columns(
            Described described, List<BinaryColumn> readers, List<String> expressions) {}

    /**
     * Empty if a column is of another type. The tables stay as they are described until the end of
     * the transaction, which therefore begins before.
     */
    private Optional<Columns> columns(
            Connection connection, InterruptWatch watch, Plan plan, Instant from, Instant to)
            throws SQLException {
        try (var begin = connection.createStatement()) {
            long most = session.queryTimeout().multipliedBy(LASTING).toMillis();
            begin.execute("SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = " + most);
        }
        try (PreparedStatement statement = connection.prepareStatement(plan.sql())) {
            watch.running(statement::cancel);
            plan.bind(statement, from, to);
            return columns(statement.getMetaData());
        }
    }

    private Optional<Columns> columns(ResultSetMetaData metadata) throws SQLException {
        var readers = new ArrayList<BinaryColumn>();
        var expressions = new ArrayList<String>();
        for (int i = 1; i <= metadata.getColumnCount(); i++) {
            String type = metadata.getColumnTypeName(i);
            Optional<BinaryColumn> reader = BinaryColumn.of(type);
            if (reader.isEmpty()) {
                return Optional.empty();
            }
            readers.add(reader.get());
            String column = "tidegate." + dialect.quoted(metadata.getColumnLabel(i));
            expressions.add(expression(column, type, metadata.getPrecision(i)));
        }
        return Optional.of(new Columns(Described.of(metadata, dialect), readers, expressions));
    }

    private static String expression(String column, String type, int precision) {
        return switch (type) {
            case "text" -> cut(column);
            case "json", "jsonb" -> cut(column + "::text");
            case "varchar", "bpchar" ->
                    precision > 0 && precision <= SURELY_SHORT ? column : cut(column);
            default -> column;
        };
    }

    /** A cast to a shorter text cuts, and costs the server less than to ask for the length. */
    private static String cut(String column) {
        return "%s::varchar(%d)".formatted(column, CUT);
    }

    private Result copy(Connection connection, InterruptWatch watch, String query, Columns columns)
            throws SQLException {
        PGConnection postgres = connection.unwrap(PGConnection.class);
        watch.running(postgres::cancelQuery);
        watch.patience(session.queryTimeout());
        String copy =
                "COPY (SELECT %s FROM (\n%s\n) tidegate) TO STDOUT (FORMAT BINARY)"
                        .formatted(String.join(", ", columns.expressions), query);
        // The server answers with its first rows, so this waits for them.
        CopyOut rows = watch.waiting(() -> postgres.getCopyAPI().copyOut(copy));
        return new CopyResult(
                watch, rows, columns.described, columns.readers.toArray(BinaryColumn[]::new));
    }

    /** As the driver would send it: with its type, so that no other meaning is guessed. */
    static String literal(Object value) {
        return switch (value) {
            case OffsetDateTime time -> "(TIMESTAMPTZ '%s')".formatted(time);
            case LocalDateTime time -> "(TIMESTAMP '%s')".formatted(time);
            case LocalDate date -> "(DATE '%s')".formatted(date);
            case Long number -> "(%d::bigint)".formatted(number);
            case String text ->
                    "(E'%s'::varchar)".formatted(text.replace("\\", "\\\\").replace("'", "''"));
            default -> throw new IllegalArgumentException("no bound: " + value.getClass());
        };
    }
}

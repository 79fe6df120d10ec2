package io.tidegate.agent.source.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Through a cursor, as every database can. One that is silent for too long is ended, whether or not
 * the database keeps a time of its own; one that is given up is not read to its end.
 */
record CursorExecution(Dialect dialect, Session session) implements Execution {
    @Override
    public Result run(
            Connection connection,
            InterruptWatch watch,
            Plan plan,
            Instant from,
            Instant to,
            int most)
            throws SQLException {
        dialect.begin(connection);
        PreparedStatement statement =
                connection.prepareStatement(
                        plan.sql(), ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
        try {
            watch.running(statement::cancel);
            watch.patience(session.queryTimeout());
            dialect.stream(statement, session, most);
            plan.bind(statement, from, to, dialect::set);
            ResultSet rows = watch.waiting(statement::executeQuery);
            return new Cursor(statement, rows, dialect, watch);
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    /** Each column is read by its type. */
    private static final class Cursor implements Result {
        private final PreparedStatement statement;
        private final ResultSet rows;
        private final Described described;
        private final ColumnReader[] readers;
        private final InterruptWatch watch;
        private boolean ended;

        Cursor(PreparedStatement statement, ResultSet rows, Dialect dialect, InterruptWatch watch)
                throws SQLException {
            this.statement = statement;
            this.rows = rows;
            this.watch = watch;
            this.described = Described.of(rows.getMetaData(), dialect);
            this.readers = new ColumnReader[described.types().size()];
            for (int i = 0; i < readers.length; i++) {
                readers[i] = dialect.reader(described.types().get(i), rows.getMetaData(), i + 1);
            }
        }

        @Override
        public Described described() {
            return described;
        }

        @Override
        public boolean next() throws SQLException {
            boolean more = watch.waiting(rows::next);
            ended = !more;
            return more;
        }

        @Override
        public Object value(int index) throws SQLException {
            return readers[index].read(rows, index + 1);
        }

        @Override
        public void close() throws SQLException {
            if (!ended) {
                watch.givenUp(); // Some drivers read on to the end.
            }
            try (statement) {
                rows.close();
            }
        }
    }
}

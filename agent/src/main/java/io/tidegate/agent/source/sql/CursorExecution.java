package io.tidegate.agent.source.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Through a cursor, as every database can. */
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
        PreparedStatement statement =
                connection.prepareStatement(
                        plan.sql(), ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
        try {
            watch.running(statement::cancel);
            watch.patience(session.queryTimeout());
            dialect.stream(statement, session, most);
            plan.bind(statement, from, to);
            return new Cursor(statement, statement.executeQuery(), dialect, watch);
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
        private final Optional<InterruptWatch> giveUp;
        private final InterruptWatch watch;
        private boolean ended;

        Cursor(PreparedStatement statement, ResultSet rows, Dialect dialect, InterruptWatch watch)
                throws SQLException {
            this.watch = watch;
            this.giveUp = dialect.closingReadsOn() ? Optional.of(watch) : Optional.empty();
            this.statement = statement;
            this.rows = rows;
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
            watch.step();
            boolean more = rows.next();
            watch.step();
            ended = !more;
            return more;
        }

        @Override
        public Object value(int index) throws SQLException {
            return readers[index].read(rows, index + 1);
        }

        @Override
        public void close() throws SQLException {
            try (statement) {
                if (!ended) {
                    giveUp.ifPresent(InterruptWatch::givenUp);
                }
                rows.close();
            }
        }
    }
}

package io.tidegate.agent.source.sql;

import io.tidegate.agent.finding.Finding;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.SourceException;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.SourceConfig;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Looks at a database as a source would use it, and says what is wrong and what to do. Reads
 * catalogs and plans only, changes nothing, and tries a password that was refused no second time.
 * Used by one thread at a time.
 */
public final class DatabaseDoctor {
    /** Nobody waits longer for what is asked here. */
    private static final Duration QUERY = Duration.ofSeconds(8);

    private static final int ROWS_AT_ONCE = 100;
    private static final String PREFIX = "^(source \\S*?(, database \\S+?)?|database \\S+?): ";

    private final AgentConfig.Database database;
    private final Clock clock;
    private final Drivers drivers;
    private final Accounts accounts;
    private final String key;

    /**
     * @param accounts shared by all that this process looks at
     */
    public DatabaseDoctor(AgentConfig.Database database, Clock clock, Accounts accounts) {
        this.database = database;
        this.clock = clock;
        this.drivers = Drivers.ofProgram();
        this.accounts = accounts;
        this.key = "database." + database.name() + ".url";
    }

    /**
     * Whether it can be reached, by whom, how, and how late it is there.
     *
     * @param zone of a source that reads it
     */
    public void connection(Optional<ZoneId> zone, Consumer<Finding> out)
            throws InterruptedException {
        try {
            JdbcUrl url = JdbcUrl.of(database, drivers);
            var hosts = new Hosts(key, DatabaseAddress.of(url));
            if (hosts.names(out)) {
                login(url, hosts, zone.orElse(ZoneOffset.UTC), out);
            }
        } catch (BadQueryException e) {
            out.accept(Finding.fail(e.getMessage()));
        }
    }

    private void login(JdbcUrl url, Hosts hosts, ZoneId zone, Consumer<Finding> out)
            throws InterruptedException {
        Faults faults = new Faults("", database.name(), url.dialect());
        try {
            run(
                    url,
                    session(url, zone),
                    faults,
                    (connection, watch) ->
                            new ConnectionDoctor(connection, url.dialect(), key, out)
                                    .look(hosts, clock, watch));
        } catch (SourceException e) {
            out.accept(failed(e));
            if (e.kind() == SourceException.Kind.PASSING) {
                hosts.ports(out);
            }
        }
    }

    private Session session(JdbcUrl url, ZoneId zone) {
        return Session.of(database, url, zone, QUERY, ROWS_AT_ONCE);
    }

    /**
     * Faults of the settings, of the way and of the query come as sentences with their remedy; of a
     * certificate that was shown and not trusted comes the line that would trust it.
     */
    private Finding failed(SourceException e) {
        Finding finding = Finding.fail(e.getMessage().replaceFirst(PREFIX, ""));
        return e.getCause() instanceof UntrustedServerException untrusted
                ? finding.with(List.of(untrusted.shown().pin(database.name())))
                : finding;
    }

    /** What is done with a connection that is rolled back and closed afterwards. */
    @FunctionalInterface
    private interface Work {
        void with(Connection connection, InterruptWatch watch) throws SQLException;
    }

    private void run(JdbcUrl url, Session session, Faults faults, Work work)
            throws SourceException, InterruptedException {
        var connector = new Connector(database, url, session, accounts, faults);
        connector.permit();
        try (Connection connection = connector.getConnection();
                var watch = new InterruptWatch(connection)) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            try {
                work.with(connection, watch);
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw connector.failure() == null ? faults.of(e) : connector.failure();
        } catch (RuntimeException | LinkageError e) {
            if (Drivers.threw(e)) {
                throw faults.of(new DriverFailedException(e));
            }
            throw e;
        }
    }

    /**
     * How a source's query is understood, what the login may do beyond it, and how its rows are
     * found, for an hour of yesterday. Runs no query of the source's.
     */
    public void query(SourceConfig source, Consumer<Finding> out) throws InterruptedException {
        if (!(source.origin() instanceof SourceConfig.Sql sql)) {
            throw new IllegalArgumentException(source.name() + " is no SQL source");
        }
        try {
            JdbcUrl url = JdbcUrl.of(database, drivers);
            var times = new TimeColumns(source, sql);
            var planner = new Planner(source, sql, times, url.dialect());
            var faults = Faults.of(source, sql, database.name(), url.dialect());
            run(
                    url,
                    session(url, source.zone()),
                    faults,
                    (connection, _) ->
                            look(
                                    connection,
                                    planner,
                                    new QueryDoctor(source, times, url.dialect(), out),
                                    Inspection.of(url.dialect()),
                                    out));
        } catch (SourceException e) {
            out.accept(failed(e));
        } catch (BadQueryException e) {
            out.accept(Finding.fail(e.getMessage()));
        }
    }

    private void look(
            Connection connection,
            Planner planner,
            QueryDoctor doctor,
            Inspection inspection,
            Consumer<Finding> out)
            throws SQLException {
        Instant from = clock.instant().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofDays(1));
        try {
            var query =
                    new Inspection.Case(
                            connection,
                            planner.plan(connection),
                            from,
                            from.plus(Duration.ofHours(1)));
            doctor.look(query);
            attempt(connection, "the rights", out, () -> inspection.rights(query, out));
            attempt(connection, "the plan", out, () -> inspection.cost(query, out));
        } catch (BadQueryException | ShapeException e) {
            out.accept(Finding.fail(e.getMessage().replaceFirst(PREFIX, "")));
        }
    }

    /** A question about a query. */
    @FunctionalInterface
    private interface Question {
        void ask() throws SQLException;
    }

    /** What a database does not tell is said, and is no reason to stop. */
    private static void attempt(
            Connection connection, String what, Consumer<Finding> out, Question question)
            throws SQLException {
        try {
            question.ask();
        } catch (SQLException e) {
            connection.rollback();
            out.accept(
                    Finding.warn(
                            "%s could not be looked at (%s)"
                                    .formatted(what, String.valueOf(e.getSQLState()))));
        }
    }
}

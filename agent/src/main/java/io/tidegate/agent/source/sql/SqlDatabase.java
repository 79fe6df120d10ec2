package io.tidegate.agent.source.sql;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.source.SourceException.Kind;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.SourceConfig;

import java.util.Optional;

/** A configured database, from which sources are opened. Thread-safe. */
public final class SqlDatabase {
    private final AgentConfig.Database database;
    private final Clock clock;
    private final Drivers drivers;
    private final Accounts accounts;

    /** For a look that logs in to nothing, or that counts refused logins by itself. */
    public SqlDatabase(AgentConfig.Database database, Clock clock) {
        this(database, clock, new Accounts(clock));
    }

    /**
     * @param accounts shared by all databases that might lead to one server
     */
    public SqlDatabase(AgentConfig.Database database, Clock clock, Accounts accounts) {
        this(database, clock, accounts, Drivers.ofProgram());
    }

    SqlDatabase(AgentConfig.Database database, Clock clock, Accounts accounts, Drivers drivers) {
        this.database = database;
        this.clock = clock;
        this.drivers = drivers;
        this.accounts = accounts;
    }

    /**
     * Readies a source without connecting to it.
     *
     * @throws SourceException of kind LASTING if its query, its {@code sql.bind} or the database's
     *     URL cannot be used as it is
     */
    public Source open(SourceConfig source) throws SourceException {
        if (!(source.origin() instanceof SourceConfig.Sql sql)) {
            throw new IllegalArgumentException(source.name() + " is no SQL source");
        }
        try {
            return open(source, sql);
        } catch (BadQueryException e) {
            throw new SourceException(
                    Kind.LASTING, "source %s: %s".formatted(source.name(), e.getMessage()), null);
        }
    }

    /** Why a source could never be read, as far as that can be told without the database. */
    public Optional<String> obstacle(SourceConfig source) {
        if (!(source.origin() instanceof SourceConfig.Sql sql)) {
            throw new IllegalArgumentException(source.name() + " is no SQL source");
        }
        try {
            JdbcUrl url = JdbcUrl.of(database, drivers);
            new Planner(source, sql, new TimeColumns(source, sql), url.dialect());
            return Optional.empty();
        } catch (BadQueryException e) {
            return Optional.of("source %s: %s".formatted(source.name(), e.getMessage()));
        }
    }

    private Source open(SourceConfig source, SourceConfig.Sql sql) throws BadQueryException {
        JdbcUrl url = JdbcUrl.of(database, drivers);
        var session = Session.of(database, url, source.zone(), sql.queryTimeout(), sql.fetchSize());
        var faults = Faults.of(source, sql, database.name(), url.dialect());
        var connector = new Connector(database, url, session, accounts, faults);
        var times = new TimeColumns(source, sql);
        var planner = new Planner(source, sql, times, url.dialect());
        var pool = new Pool(source.name(), connector, faults, clock);
        return new SqlSource(
                planner,
                session,
                url.dialect(),
                faults,
                new Connections(pool, faults),
                new Rows(url.dialect(), times));
    }
}

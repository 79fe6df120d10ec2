package io.tidegate.agent.source.sql;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.source.SourceException.Kind;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.SourceConfig;

/** A configured database; its sources share the care for its login. Thread-safe. */
public final class SqlDatabase {
    private final AgentConfig.Database database;
    private final Clock clock;
    private final Drivers drivers;
    private final Logins logins;

    public SqlDatabase(AgentConfig.Database database, Clock clock) {
        this(database, clock, Drivers.ofProgram());
    }

    SqlDatabase(AgentConfig.Database database, Clock clock, Drivers drivers) {
        this.database = database;
        this.clock = clock;
        this.drivers = drivers;
        this.logins = new Logins(database.name(), clock);
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

    private Source open(SourceConfig source, SourceConfig.Sql sql) throws BadQueryException {
        JdbcUrl url = JdbcUrl.of(database, drivers);
        refuseUnprovenTrust(url);
        var session =
                new Session(
                        source.zone(),
                        sql.queryTimeout(),
                        sql.fetchSize(),
                        database.caFile(),
                        url.verified());
        var faults = new Faults(source.name(), database.name(), url.dialect());
        var connector = new Connector(database, url, session, logins, faults);
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

    /**
     * SQL Server's driver takes a file of roots in one mode of several: better no than not quite.
     */
    private void refuseUnprovenTrust(JdbcUrl url) throws BadQueryException {
        if (database.caFile().isPresent() && url.dialect() instanceof SqlServer) {
            throw new BadQueryException(
                    "database.%s.ca-file is not for SQL Server: put the authority into the trust store of Java"
                            .formatted(database.name()));
        }
    }
}

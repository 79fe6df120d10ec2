package io.tidegate.agent.source.sql;

import io.tidegate.agent.finding.Finding;
import io.tidegate.agent.loop.Clock;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Looks at a connection that stands: as whom, how safe, how late, how harmless. */
final class ConnectionDoctor {
    /** Beyond it somebody should set a clock. */
    private static final Duration SKEW = Duration.ofSeconds(60);

    private final Connection connection;
    private final Dialect dialect;
    private final Inspection inspection;
    private final String key;
    private final Consumer<Finding> out;

    /**
     * @param key of the setting that says where the database is
     */
    ConnectionDoctor(Connection connection, Dialect dialect, String key, Consumer<Finding> out) {
        this.connection = connection;
        this.dialect = dialect;
        this.inspection = Inspection.of(dialect);
        this.key = key;
        this.out = out;
    }

    void look(Hosts hosts, Clock clock, InterruptWatch watch) throws SQLException {
        who();
        encryption(hosts);
        time(clock, watch);
        readOnly();
    }

    private void who() throws SQLException {
        var metadata = connection.getMetaData();
        out.accept(
                Finding.ok(
                        "the login works, as %s, on %s %s"
                                .formatted(
                                        user(),
                                        metadata.getDatabaseProductName(),
                                        metadata.getDatabaseProductVersion())));
    }

    private String user() throws SQLException {
        Optional<String> query = inspection.userQuery();
        return query.isPresent()
                ? Asked.one(connection, query.get())
                : connection.getMetaData().getUserName();
    }

    /** The end of a sentence about the clock. */
    private String zone() throws SQLException {
        Optional<String> zone;
        try {
            zone = inspection.zone(connection);
        } catch (SQLException _) {
            connection.rollback();
            zone = Optional.empty(); // What is not shown is not needed.
        }
        return zone.map(
                        "; its own time zone is %s, by which times without a zone are not read: source.<name>.time-zone says what those mean"
                                ::formatted)
                .orElse("");
    }

    private void encryption(Hosts hosts) throws SQLException {
        try {
            out.accept(
                    inspection
                            .encryption(connection)
                            .map(how -> Finding.ok("the connection is encrypted: " + how))
                            .orElseGet(() -> inTheClear(hosts.isLocal())));
        } catch (SQLException _) {
            connection.rollback();
            out.accept(
                    Finding.warn(
                            "whether the connection is encrypted cannot be seen with this login's rights, which is as it should be",
                            "see that %s asks for it".formatted(key)));
        }
    }

    private Finding inTheClear(boolean local) {
        return local
                ? Finding.ok("the connection is not encrypted, and stays on this machine")
                : Finding.warn(
                        "the connection is in the clear: password and rows can be read on their way",
                        "switch TLS on at the database, and ask for it in " + key);
    }

    private void time(Clock clock, InterruptWatch watch) throws SQLException {
        Instant here = clock.instant();
        Duration ahead = Duration.between(here, SqlSource.now(connection, dialect, watch));
        String zone = zone();
        if (ahead.abs().compareTo(SKEW) <= 0) {
            out.accept(Finding.ok("its clock agrees with this machine's" + zone));
            return;
        }
        out.accept(
                Finding.warn(
                        "its clock is %,d s %s this machine's%s"
                                .formatted(
                                        ahead.abs().toSeconds(),
                                        ahead.isNegative() ? "behind" : "ahead of",
                                        zone),
                        "set the one that is wrong; rows go by the database's clock, so none is lost"));
    }

    private void readOnly() throws SQLException {
        Optional<Boolean> readOnly = inspection.isReadOnly(connection);
        if (readOnly.isEmpty()) {
            out.accept(Finding.ok("it has no read-only sessions: the login's rights must do"));
        } else if (readOnly.get()) {
            out.accept(Finding.ok("the session refuses to write"));
        } else {
            out.accept(
                    Finding.warn(
                            "the session does not refuse to write",
                            "use a login that may only read; does a pooler stand in between?"));
        }
    }
}

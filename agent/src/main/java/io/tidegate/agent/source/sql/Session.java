package io.tidegate.agent.source.sql;

import io.tidegate.config.AgentConfig;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;

/**
 * How a connection is set up.
 *
 * @param zone what wall-clock times within the query mean
 * @param queryTimeout how long the database may work before the next rows come
 * @param fetchSize rows per round trip, at most
 * @param caFile extra trust roots, PEM
 * @param verified whether the URL asks for a verified certificate
 * @param certificate {@code sha256:...} of the one certificate that is trusted
 * @param certificateName what the certificate is for, if not for the host in the URL
 */
record Session(
        ZoneId zone,
        Duration queryTimeout,
        int fetchSize,
        Optional<Path> caFile,
        boolean verified,
        Optional<String> certificate,
        Optional<String> certificateName) {
    static Session of(
            AgentConfig.Database database,
            JdbcUrl url,
            ZoneId zone,
            Duration queryTimeout,
            int fetchSize) {
        return new Session(
                zone,
                queryTimeout,
                fetchSize,
                database.caFile(),
                url.verified(),
                database.certificate(),
                url.certificateName());
    }

    private static final Duration LOCK_WAIT = Duration.ofSeconds(5);
    private static final Duration NETWORK_GRACE = Duration.ofSeconds(30);

    /** How long to reach the database. */
    static final Duration CONNECT = Duration.ofSeconds(10);

    /** A blocked table delays the connector, never the writer. */
    Duration lockTimeout() {
        Duration half = queryTimeout.dividedBy(2);
        return half.compareTo(LOCK_WAIT) < 0 ? half : LOCK_WAIT;
    }

    /** A silent network ends the read some time after the database would have. */
    Duration networkTimeout() {
        return queryTimeout.plus(NETWORK_GRACE);
    }
}

package io.tidegate.ingest;

import static io.tidegate.config.Setting.Group.ESSENTIAL;
import static io.tidegate.config.Setting.Group.USEFUL;

import io.tidegate.config.Catalogue;
import io.tidegate.config.Secret;
import io.tidegate.config.Setting;
import io.tidegate.config.Types;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** The settings of {@code ingest.properties}, each declared once. */
final class IngestSettings {
    private static final long MIB = 1 << 20;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Pattern ADDRESS =
            Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\s]+):\\d{1,5}");
    private static final Pattern JDBC = Pattern.compile("jdbc:postgresql:\\S+");
    private static final Pattern CREDENTIALS =
            Pattern.compile("(?i)//[^/?]*@|[?&](user|\\w*password)=");

    static final Setting<String> LISTEN =
            Setting.of(
                            "listen",
                            Types.text(ADDRESS, "an address and a port", "0.0.0.0:8443"),
                            "The address and port to listen on; port 0 picks one.")
                    .or("127.0.0.1:8443")
                    .in(ESSENTIAL);
    static final Setting<Path> TLS_CERTIFICATE =
            Setting.of(
                            "tls.certificate",
                            Types.readableFile(),
                            "The certificate, PEM, with its chain behind it.")
                    .without("plain HTTP, on a loopback address only")
                    .in(ESSENTIAL);
    static final Setting<Path> TLS_KEY =
            Setting.of(
                            "tls.key",
                            Types.readableFile(),
                            "The certificate's private key, PEM (PKCS#8), not encrypted.")
                    .in(ESSENTIAL);
    static final Setting<String> DATABASE_URL =
            Setting.of(
                            "database.url",
                            Types.text(
                                    JDBC,
                                    "a JDBC address of PostgreSQL",
                                    "jdbc:postgresql://localhost/ingest"),
                            "The PostgreSQL database, without credentials. Its tables are made by"
                                    + " the ingest itself.")
                    .check(
                            url -> !CREDENTIALS.matcher(url).find(),
                            "must not hold credentials: put them into database.username and"
                                    + " database.password")
                    .in(ESSENTIAL);
    static final Setting<Secret> DATABASE_USERNAME =
            Setting.of(
                            "database.username",
                            Types.account(),
                            "The account at the database, owner of its schema.")
                    .in(ESSENTIAL);
    static final Setting<Secret> DATABASE_PASSWORD =
            Setting.of("database.password", Types.secret(), "Its password.").in(ESSENTIAL);
    static final Setting<Path> TOKENS_FILE =
            Setting.of(
                            "tokens-file",
                            Types.readableFile(),
                            "A line for each agent: tenant, agent, SHA-256 of its token. Read again"
                                    + " when it changes.")
                    .example("tokens")
                    .in(ESSENTIAL);
    static final Setting<Integer> DATABASE_CONNECTIONS =
            Setting.of(
                            "database.connections",
                            Types.integer(1, 200),
                            "Connections to the database, and so many requests are worked at at a"
                                    + " time.")
                    .or("8")
                    .in(USEFUL);
    static final Setting<Duration> STATEMENT_TIMEOUT =
            Setting.of(
                            "database.statement-timeout",
                            Types.duration(SECOND, HOUR),
                            "How long one statement may take. A file or window in many parts is given"
                                    + " more.")
                    .or("2m");
    static final Setting<Duration> LOCK_TIMEOUT =
            Setting.of(
                            "database.lock-timeout",
                            Types.duration(SECOND, HOUR),
                            "How long a batch waits for another of the same stream.")
                    .or("10s");
    static final Setting<Long> BODY =
            Setting.of(
                            "limits.body",
                            Types.size(MIB, 64 * MIB),
                            "The largest batch as it travels. The protocol's own limit is 1 MiB.")
                    .or("1MiB");
    static final Setting<Long> DECODED =
            Setting.of(
                            "limits.decoded",
                            Types.size(8 * MIB, 64 * MIB),
                            "The largest batch, decompressed. Agents keep to 8 MiB.")
                    .or("64MiB");
    static final Setting<Integer> CONNECTIONS =
            Setting.of(
                            "limits.connections",
                            Types.integer(1, 100_000),
                            "Connections at a time; more are closed at once.")
                    .or("1000");
    static final Setting<Integer> REQUESTS =
            Setting.of(
                            "limits.requests",
                            Types.integer(1, 10_000),
                            "Requests at a time, over all connections; more are told to come again.")
                    .or("64");
    static final Setting<Duration> REQUEST_TIME =
            Setting.of(
                            "limits.request-time",
                            Types.duration(SECOND, HOUR),
                            "Until a request must have arrived as a whole.")
                    .or("1m");
    static final Setting<Duration> IDLE_TIME =
            Setting.of(
                            "limits.idle-time",
                            Types.duration(SECOND, Duration.ofDays(1)),
                            "After which a connection without any request is closed.")
                    .or("5m");

    /** In the order of the reference. */
    static final Catalogue CATALOGUE =
            new Catalogue(
                    List.of(
                            LISTEN,
                            TLS_CERTIFICATE,
                            TLS_KEY,
                            DATABASE_URL,
                            DATABASE_USERNAME,
                            DATABASE_PASSWORD,
                            TOKENS_FILE,
                            DATABASE_CONNECTIONS,
                            STATEMENT_TIMEOUT,
                            LOCK_TIMEOUT,
                            BODY,
                            DECODED,
                            CONNECTIONS,
                            REQUESTS,
                            REQUEST_TIME,
                            IDLE_TIME));

    private IngestSettings() {}
}

package io.tidegate.config;

import static io.tidegate.config.Setting.Group.ESSENTIAL;
import static io.tidegate.config.Setting.Group.EXPERT;
import static io.tidegate.config.Setting.Group.USEFUL;

import io.tidegate.config.AgentConfig.Compression;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The settings of the agent itself and of databases: contract of {@code tidegate.properties}. */
final class AgentSettings {
    static final String NAME_RULE = "lower-case letters, digits and -, not - at the start";
    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;
    private static final long TIB = 1024 * 1024 * MIB;
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration DECADE = DAY.multipliedBy(3650);

    static final Setting<String> NAME =
            Setting.of(
                            "agent.name",
                            Types.text(
                                    Pattern.compile("[a-z0-9][a-z0-9-]{0,62}"),
                                    NAME_RULE + ", at most 63 characters",
                                    "berlin-dc1"),
                            "The name of this connector, unique among yours.")
                    .in(ESSENTIAL);
    static final Setting<Path> DATA_DIR =
            Setting.of(
                            "agent.data-dir",
                            Types.path(),
                            "The folder for everything that must be remembered. One connector per"
                                    + " folder.")
                    .or("data")
                    .in(USEFUL);

    static final Setting<URI> INGEST_URL =
            Setting.of(
                            "ingest.url",
                            Types.of(
                                    "https address (http only to this machine)",
                                    "https://ingest.example.com",
                                    UrlText::ingest),
                            "Where to send. Needed to run, not to check or preview.")
                    .in(ESSENTIAL);
    static final Setting<Secret> INGEST_TOKEN =
            Setting.of(
                            "ingest.token",
                            Types.secret(),
                            "The token that the ingest knows this"
                                    + " connector by. Needed as soon as ingest.url is set.")
                    .example("${file:token.txt}")
                    .in(ESSENTIAL);
    static final Setting<String> INGEST_KIND =
            Setting.of(
                            "ingest.kind",
                            Types.choice("tidegate", "injixo-api"),
                            "The protocol to" + " send by. This version speaks tidegate only.")
                    .or("tidegate")
                    .check(
                            "tidegate"::equals,
                            "this version cannot send to the injixo API: set ingest.kind = tidegate");
    static final Setting<Compression> INGEST_COMPRESSION =
            Setting.of(
                            "ingest.compression",
                            Types.choice(Compression.class),
                            "auto is zstd, and gzip for an ingest that refuses it.")
                    .or("auto");
    static final Setting<Path> INGEST_CA =
            Setting.of(
                            "ingest.ca-file",
                            Types.readableFile(),
                            "PEM file with roots to trust besides the system's, for an ingest with"
                                    + " a private certificate or a proxy that opens TLS.")
                    .example("ca.pem")
                    .in(USEFUL);
    static final Setting<Path> INGEST_KEY =
            Setting.of(
                            "ingest.client-key",
                            Types.readableFile(),
                            "PEM file with the private key,"
                                    + " if the ingest asks for a client certificate.")
                    .example("client.key");
    static final Setting<Path> INGEST_CERTIFICATE =
            Setting.of(
                            "ingest.client-certificate",
                            Types.readableFile(),
                            "PEM file with the" + " certificate of ingest.client-key.")
                    .example("client.crt");
    static final Setting<AgentConfig.Proxy> PROXY =
            Setting.of(
                            "ingest.proxy",
                            Types.of(
                                    "`http://host:port` or `none`",
                                    "http://proxy.example:3128",
                                    UrlText::proxy),
                            "The way out.")
                    .without("what https_proxy and no_proxy in the environment say")
                    .in(USEFUL);
    static final Setting<Secret> PROXY_USERNAME =
            Setting.of("ingest.proxy.username", Types.account(), "The account at the proxy.");
    static final Setting<Secret> PROXY_PASSWORD =
            Setting.of("ingest.proxy.password", Types.secret(), "Its password.");

    static final Setting<String> HTTP_BIND =
            Setting.of(
                            "http.bind",
                            Types.text(
                                    Pattern.compile("[\\w.:%-]+"),
                                    "an address of this machine",
                                    "127.0.0.1"),
                            "The address that the status page and metrics listen on.")
                    .or("127.0.0.1")
                    .in(USEFUL);
    static final Setting<Integer> HTTP_PORT =
            Setting.of(
                            "http.port",
                            Types.integer(0, 65535),
                            "Its port. 0 picks a free one and"
                                    + " logs it; a busy port is a warning, no outage.")
                    .or("8484")
                    .in(USEFUL);
    static final Setting<Long> SPOOL_MAX =
            Setting.of(
                            "spool.max-size",
                            Types.size(4 * MIB, 4 * TIB),
                            "How much may wait on disk for the ingest. When it is full, reading"
                                    + " waits and nothing is lost; the past takes at most half.")
                    .or("1GiB")
                    .in(USEFUL);
    static final Setting<Long> SPOOL_MIN_FREE =
            Setting.of(
                            "spool.min-free-disk",
                            Types.size(0, 4 * TIB),
                            "Reading waits when less" + " than that is free on the disk.")
                    .or("512MiB");
    static final Setting<Set<String>> CONTROL_ALLOW =
            Setting.of(
                            "control.allow",
                            Types.words("ping", "pause", "resume", "reimport"),
                            "Commands that the cloud may give. No effect yet: this version asks"
                                    + " the cloud for none. resume lifts only what the cloud"
                                    + " paused.")
                    .or("ping, pause, resume");
    static final Setting<Duration> REJECTS_KEEP =
            Setting.of(
                            "rejects.keep",
                            Types.duration(DAY, DECADE),
                            "How long rejected rows stay" + " listed.")
                    .or("30d");
    static final Setting<Duration> LOG_KEEP =
            Setting.of("log.keep", Types.duration(DAY, DECADE), "How long log files are kept.")
                    .or("14d");
    static final Setting<Long> LOG_MAX =
            Setting.of(
                            "log.max-size",
                            Types.size(MIB, TIB),
                            "How large all log files together" + " may grow.")
                    .or("100MiB");
    static final Setting<String> LOG_FORMAT =
            Setting.of(
                            "log.format",
                            Types.choice("text", "json"),
                            "One line of text or one JSON" + " object per event.")
                    .or("text");
    static final Setting<String> LOG_LEVEL =
            Setting.of(
                            "log.level",
                            Types.choice("error", "warn", "info", "debug", "trace"),
                            "The least important events that are logged.")
                    .or("info");

    static final Setting<String> DATABASE_URL =
            Setting.of(
                            "database.<db>.url",
                            Types.of(
                                    "JDBC address without credentials",
                                    "jdbc:postgresql://acd.example:5432/acd",
                                    JdbcUrl::parse),
                            "The database that sources read. Drivers for jdbc:postgresql:,"
                                    + " jdbc:sqlserver:, jdbc:mariadb: and jdbc:mysql: are built in;"
                                    + " others (jdbc:oracle:, jdbc:informix-sqli:, jdbc:db2: and more)"
                                    + " are served by the jar that you put into the program's folder"
                                    + " drivers/: see DATABASES.md.")
                    .in(ESSENTIAL);
    static final Setting<Secret> DATABASE_USERNAME =
            Setting.of("database.<db>.username", Types.account(), "A login that may only read.")
                    .in(ESSENTIAL);
    static final Setting<Secret> DATABASE_PASSWORD =
            Setting.of(
                            "database.<db>.password",
                            Types.secret(),
                            "Its password. After two failed logins none is tried until it changes"
                                    + " or 30 min pass, by no process of this data folder.")
                    .example("${file:acd-password.txt}")
                    .in(ESSENTIAL);
    static final Setting<Path> DATABASE_CA =
            Setting.of(
                            "database.<db>.ca-file",
                            Types.readableFile(),
                            "PEM file with roots to" + " trust for the database's certificate.")
                    .example("acd-ca.pem")
                    .in(EXPERT);
    static final Setting<String> DATABASE_CERTIFICATE =
            Setting.of(
                            "database.<db>.server-certificate",
                            Types.fingerprint(),
                            "The one certificate that SQL Server may show, by its fingerprint:"
                                    + " neither its authority, its name nor its last day is looked"
                                    + " at then. Instead of ca-file.")
                    .in(EXPERT);

    static final List<Setting<?>> ALL =
            List.of(
                    NAME,
                    DATA_DIR,
                    INGEST_URL,
                    INGEST_TOKEN,
                    INGEST_KIND,
                    INGEST_COMPRESSION,
                    INGEST_CA,
                    INGEST_KEY,
                    INGEST_CERTIFICATE,
                    PROXY,
                    PROXY_USERNAME,
                    PROXY_PASSWORD,
                    HTTP_BIND,
                    HTTP_PORT,
                    SPOOL_MAX,
                    SPOOL_MIN_FREE,
                    CONTROL_ALLOW,
                    REJECTS_KEEP,
                    LOG_KEEP,
                    LOG_MAX,
                    LOG_FORMAT,
                    LOG_LEVEL,
                    DATABASE_URL,
                    DATABASE_USERNAME,
                    DATABASE_PASSWORD,
                    DATABASE_CA,
                    DATABASE_CERTIFICATE);

    private AgentSettings() {}
}

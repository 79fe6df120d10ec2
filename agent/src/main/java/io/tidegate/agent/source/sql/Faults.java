package io.tidegate.agent.source.sql;

import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.source.SourceException.Kind;
import io.tidegate.config.SourceConfig;

import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Optional;

import javax.net.ssl.SSLException;

/**
 * Turns what a driver throws into one clear sentence with its remedy and what follows from it.
 * Neither the driver's exception nor its text is passed on, except where the text cannot hold a
 * value of a row: a message about a value that does not fit quotes the value.
 */
final class Faults {
    private final String source;
    private final Optional<String> preset;
    private final String database;
    private final Dialect dialect;

    /**
     * @param source empty where no query is run for one
     */
    Faults(String source, String database, Dialect dialect) {
        this(source, Optional.empty(), database, dialect);
    }

    /** For what a source's query may lead to. */
    static Faults of(SourceConfig source, SourceConfig.Sql sql, String database, Dialect dialect) {
        return new Faults(source.name(), sql.presetFile(), database, dialect);
    }

    private Faults(String source, Optional<String> preset, String database, Dialect dialect) {
        this.source = source;
        this.preset = preset;
        this.database = database;
        this.dialect = dialect;
    }

    /** A preset that ships is mended in a copy. */
    private String mend() {
        return preset.map(
                        file ->
                                "it is that of the preset presets/%s; copy that file, correct the copy and write its path in source.%s.preset"
                                        .formatted(file, source))
                .orElseGet(() -> "correct source.%s.query".formatted(source));
    }

    SourceException of(SQLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UntrustedServerException untrusted) {
                return of(untrusted);
            }
        }
        Trouble trouble = trouble(e);
        String key = "database." + database;
        if (source.isEmpty() && (trouble == Trouble.TOO_SLOW || trouble == Trouble.TOO_WIDE)) {
            return of(
                    Kind.PASSING,
                    e,
                    "what answers there does not speak as this database does, or not in time: is %s.url right?"
                            .formatted(key));
        }
        return switch (trouble) {
            case LOGIN ->
                    of(
                            Kind.LOGIN,
                            e,
                            "the login was refused: check %s.username and %s.password, and that the account may log in from here"
                                    .formatted(key, key));
            case NO_LOGIN_METHOD ->
                    of(
                            Kind.LASTING,
                            e,
                            "no way to log in was agreed on: is %s.password set, and does the server offer what sslmode in %s.url asks for?"
                                    .formatted(key, key));
            case NO_DATABASE ->
                    of(Kind.LASTING, e, "there is no such database: check %s.url".formatted(key));
            case UNKNOWN_NAME ->
                    of(
                            Kind.LASTING,
                            e,
                            "the query names a table or column that is not there: " + mend());
            case TYPES ->
                    of(
                            Kind.LASTING,
                            e,
                            "the query compares what cannot be compared: cast it, or if it is about :from and :to say in source.%s.sql.bind how times are kept"
                                    .formatted(source));
            case SYNTAX ->
                    of(Kind.LASTING, e, "the database does not understand the query: " + mend());
            case NOT_PERMITTED ->
                    of(
                            Kind.LASTING,
                            e,
                            "the account may not read this: grant it SELECT on what the query names");
            case WRITES ->
                    of(
                            Kind.LASTING,
                            e,
                            "the query tries to change data, which is not allowed: it may only read");
            case VALUE ->
                    of(
                            Kind.LASTING,
                            e,
                            "the query fails on a value, as a cast of a text or a division by zero does: make source.%s.query stand it"
                                    .formatted(source));
            case TOO_SLOW ->
                    of(
                            Kind.TOO_SLOW,
                            e,
                            "the query took longer than source.%s.sql.query-timeout: is there an index on its time column?"
                                    .formatted(source));
            case TOO_WIDE ->
                    of(
                            Kind.LASTING,
                            e,
                            "rows are too large for the memory: leave out columns, cut them in the query as in LEFT(note, 1000), or lower source.%s.sql.fetch-size"
                                    .formatted(source));
            case LOCKED -> of(Kind.PASSING, e, "a table is locked by others; it is tried again");
            case BUSY -> of(Kind.PASSING, e, "the database has no room for us; it is tried again");
            case UNKNOWN_HOST ->
                    of(
                            Kind.PASSING,
                            e,
                            "the name in %s.url is not known here: check it and the name service"
                                    .formatted(key));
            case UNKNOWN_PORT ->
                    of(
                            Kind.PASSING,
                            e,
                            "SQL Server Browser did not say at which port the instance in %s.url listens: open UDP port 1434 to it, or give the instance's own port, as in jdbc:sqlserver://host:1433"
                                    .formatted(key));
            case GONE ->
                    of(
                            Kind.PASSING,
                            e,
                            "the connection failed or broke: does the database run, is the address in %s.url right, is the network open?"
                                    .formatted(key));
            case TLS ->
                    of(
                            Kind.LASTING,
                            e,
                            "TLS failed: if the database's certificate is of a private authority, name that in %s.ca-file"
                                    .formatted(key));
            case NO_TLS ->
                    of(
                            Kind.LASTING,
                            e,
                            "the server offers no TLS: have it switched on, or if the network is trusted with the password and the rows add sslMode=disable to %s.url"
                                    .formatted(key));
            case DRIVER ->
                    of(
                            Kind.PASSING,
                            e,
                            "the driver in drivers/ failed in a way of its own (%s): is it complete, and of a version that suits database and Java?"
                                    .formatted(e.getMessage()));
            case NO_CLOCK ->
                    of(
                            Kind.LASTING,
                            e,
                            "the database shows its clock without a zone, so that nobody can tell what time it is there: this product or version of it cannot be read");
            case OTHER -> of(Kind.PASSING, e, "the database reported a failure; it is tried again");
        };
    }

    /** A fault of the settings that no database is needed to find. */
    SourceException of(BadQueryException e) {
        return new SourceException(
                Kind.LASTING, "source %s: %s".formatted(source, e.getMessage()), null);
    }

    /** Its cause holds what the database showed. */
    private SourceException of(UntrustedServerException e) {
        String key = "database." + database;
        return new SourceException(
                Kind.LASTING,
                "source %s, database %s: the database's certificate %s. It showed: %s. If this is the right server, name the authority in %s.ca-file, or trust this one certificate: %s"
                        .formatted(
                                source,
                                database,
                                e.getMessage(),
                                e.shown(),
                                key,
                                e.shown().pin(database)),
                e);
    }

    /** No connection within a reasonable time, for no reason that anyone gave. */
    SourceException noConnection() {
        return new SourceException(
                Kind.PASSING,
                "database %s: no connection came about in time; it is tried again"
                        .formatted(database),
                null);
    }

    Trouble trouble(SQLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return Trouble.UNKNOWN_HOST;
            }
            if (cause instanceof SSLException) {
                return Trouble.TLS;
            }
            if (cause instanceof DriverFailedException) {
                return Trouble.DRIVER;
            }
        }
        return dialect.trouble(e);
    }

    private SourceException of(Kind kind, SQLException e, String sentence) {
        String said = dialect.said(e).map(s -> ": " + s.lines().findFirst().orElse("")).orElse("");
        return new SourceException(
                kind,
                "source %s, database %s: %s (%s%s)"
                        .formatted(source, database, sentence, dialect.code(e), said),
                null);
    }
}

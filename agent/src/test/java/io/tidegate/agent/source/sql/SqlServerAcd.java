package io.tidegate.agent.source.sql;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.row.RawRow;
import io.tidegate.agent.row.RawShape;
import io.tidegate.agent.row.Sources;
import io.tidegate.agent.source.RowSink;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.source.sql.tds.TdsPeer;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.Secret;
import io.tidegate.protocol.DataType;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Reads what plays a SQL Server through the real driver. */
final class SqlServerAcd {
    static final String PASSWORD = "right-4711";
    static final Instant FROM = Instant.parse("2026-11-20T08:00:00Z");
    static final Instant TO = Instant.parse("2026-11-20T09:00:00Z");

    private SqlServerAcd() {}

    /** On this machine, without TLS. */
    static String url(TdsPeer peer) {
        return secureUrl(peer) + ";encrypt=optional";
    }

    static String secureUrl(TdsPeer peer) {
        return "jdbc:sqlserver://localhost:%d;databaseName=acd".formatted(peer.port());
    }

    static AgentConfig.Database config(String url) {
        return config(url, Optional.empty(), Optional.empty());
    }

    static AgentConfig.Database config(
            String url, Optional<Path> caFile, Optional<String> certificate) {
        return new AgentConfig.Database(
                "acd",
                url,
                Optional.of(Secret.of("reader")),
                Optional.of(Secret.of(PASSWORD)),
                caFile,
                certificate);
    }

    static Sources contacts(String query) {
        return Sources.of(DataType.CONTACTS).query(query);
    }

    static Source open(TdsPeer peer, Sources source) throws SourceException {
        return open(url(peer), source);
    }

    static Source open(String url, Sources source) throws SourceException {
        return new SqlDatabase(config(url), Clock.system()).open(source.sql());
    }

    /** What a range gave. */
    static AcdDatabase.Read read(TdsPeer peer, Sources source, Instant from, Instant to)
            throws Exception {
        try (Source opened = open(peer, source)) {
            return AcdDatabase.read(opened, source.sql(), from, to);
        }
    }

    static AcdDatabase.Read read(TdsPeer peer, Sources source) throws Exception {
        return read(peer, source, FROM, TO);
    }

    /** Does something with every row. */
    interface Each extends RowSink {
        void row() throws InterruptedException;

        @Override
        default void shape(RawShape shape) {
            // Any will do.
        }

        @Override
        default void row(RawRow row) throws InterruptedException {
            for (int i = 0; i < 2; i++) {
                row.value(i);
            }
            row();
        }
    }
}

package io.tidegate.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.function.UnaryOperator;

/** An ingest over a database of its own, with one agent called berlin. */
final class Bed implements AutoCloseable {
    final Postgres database;
    final TurnedClock clock = new TurnedClock();
    final Path tokens;
    private final IngestServer server;

    Bed() throws IOException, SQLException {
        this(new Postgres());
    }

    /** One more ingest over the same database, or the next after one. */
    Bed(Postgres database) throws IOException {
        this(database, UnaryOperator.identity());
    }

    /** One with settings of its own. */
    Bed(Postgres database, UnaryOperator<IngestConfig> change) throws IOException {
        this.database = database;
        this.tokens = Files.createTempFile("tokens", "");
        Files.writeString(tokens, line("acme", "berlin", Sender.TOKEN));
        server =
                IngestServer.start(
                        change.apply(IngestConfig.onLoopback(database.settings(), tokens)), clock);
    }

    static String line(String tenant, String agent, String token) {
        return "%s %s %s%n"
                .formatted(tenant, agent, HexFormat.of().formatHex(Sender.sha256(token)));
    }

    IngestServer server() {
        return server;
    }

    /** An agent that has begun an epoch. */
    Sender sender() throws IOException, InterruptedException {
        return new Sender(server.url()).begin("first");
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(tokens);
    }
}

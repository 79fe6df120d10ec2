package io.tidegate.ingest;

import io.tidegate.ingest.api.Api;
import io.tidegate.ingest.api.Tokens;
import io.tidegate.ingest.http.HttpServer;
import io.tidegate.ingest.store.Agents;
import io.tidegate.ingest.store.Database;
import io.tidegate.ingest.store.Ledger;
import io.tidegate.ingest.store.Records;

import java.io.IOException;
import java.time.InstantSource;

/** A running ingest. Ends with {@link #close()}. */
public final class IngestServer implements AutoCloseable {
    private final boolean secure;
    private final Database database;
    private final HttpServer server;

    private IngestServer(boolean secure, Database database, HttpServer server) {
        this.secure = secure;
        this.database = database;
        this.server = server;
    }

    /**
     * Connects to the database, makes or mends its tables, and listens.
     *
     * @throws IOException if the tokens file or the certificate cannot be used, or the port is
     *     taken
     * @throws RuntimeException if the database cannot be reached or is not to be mended
     */
    public static IngestServer start(IngestConfig config) throws IOException {
        return start(config, InstantSource.system());
    }

    /** The same with a clock of its own. */
    public static IngestServer start(IngestConfig config, InstantSource clock) throws IOException {
        Tokens tokens = Tokens.read(config.tokensFile(), clock);
        Database database = Database.open(config.database());
        try {
            Agents agents = new Agents();
            Api api =
                    new Api(
                            tokens,
                            database,
                            new Ledger(database, agents, clock),
                            new Records(database, agents, clock),
                            config.decodedBytes());
            HttpServer server =
                    HttpServer.start(config.listen(), config.tls(), config.limits(), api);
            return new IngestServer(config.tls().isPresent(), database, server);
        } catch (IOException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.address().getPort();
    }

    /** The address to send to, such as {@code https://127.0.0.1:8443}. */
    public String url() {
        String host = server.address().getAddress().getHostAddress();
        return "%s://%s:%d"
                .formatted(
                        secure ? "https" : "http",
                        host.contains(":") ? "[" + host + "]" : host,
                        port());
    }

    /** Stops listening, lets open requests come to their end for some seconds, and disconnects. */
    @Override
    public void close() {
        server.close();
        database.close();
    }
}

package io.tidegate.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

/**
 * The whole chain on this machine: a PostgreSQL with an ACD's and the ingest's database, and the
 * two programs as shipped.
 */
final class Chain implements AutoCloseable {
    private final Path folder;
    private final Path layout;
    private final EmbeddedPostgres postgres;
    private final DataSource acd;
    private final DataSource ingest;
    private final int ingestPort;
    private final int httpPort;

    private Chain(Path folder, Path layout, EmbeddedPostgres postgres)
            throws IOException, SQLException {
        this.folder = folder;
        this.layout = layout;
        this.postgres = postgres;
        this.acd = database("acd");
        this.ingest = database("ingest");
        this.ingestPort = freePort();
        this.httpPort = freePort();
    }

    /**
     * @param folder emptied first; everything of this chain but PostgreSQL's files is kept there
     * @param layout what {@code mvn package} laid out
     */
    static Chain open(Path folder, Path layout) throws IOException, SQLException {
        clear(folder);
        return new Chain(folder, layout, EmbeddedPostgres.builder().start());
    }

    DataSource acd() {
        return acd;
    }

    DataSource ingest() {
        return ingest;
    }

    int httpPort() {
        return httpPort;
    }

    /** What to tell a person who wants to look. */
    List<String> addresses() {
        return List.of(
                "ACD       " + postgres.getJdbcUrl("connector", "acd"),
                "files     " + folder.resolve("drop"),
                "ingest    https://localhost:"
                        + ingestPort
                        + "  "
                        + postgres.getJdbcUrl("postgres", "ingest"),
                "connector http://127.0.0.1:"
                        + httpPort
                        + "/   (status page, /health/ready, /metrics)");
    }

    /** Writes the configuration, certificate and token of both programs. */
    void configure(List<String> templates)
            throws IOException, InterruptedException, GeneralSecurityException {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        String token = HexFormat.of().formatHex(secret);
        byte[] digest =
                MessageDigest.getInstance("SHA-256")
                        .digest(token.getBytes(StandardCharsets.US_ASCII));
        Files.writeString(folder.resolve("token"), token + "\n");
        Files.writeString(
                folder.resolve("tokens"), "demo demo " + HexFormat.of().formatHex(digest) + "\n");
        Files.writeString(folder.resolve("acd-password"), "connector\n");
        Certificate.make(folder.resolve("ingest.pem"), folder.resolve("ingest.key"));
        String server = "jdbc:postgresql://localhost:" + postgres.getPort() + "/";
        var values =
                Map.of(
                        "ingestPort", String.valueOf(ingestPort),
                        "httpPort", String.valueOf(httpPort),
                        "ingestUrl", "https://localhost:" + ingestPort,
                        "acdUrl", server + "acd",
                        "ingestDatabaseUrl", server + "ingest");
        for (String template : templates) {
            Template.of(template).writeTo(folder.resolve(template), values);
        }
    }

    Child startIngest() throws IOException {
        return Child.start(layout.resolve("bin/tidegate-ingest"), folder, "ingest.properties");
    }

    Child startConnector(String configuration) throws IOException {
        return Child.start(layout.resolve("bin/tidegate"), folder, configuration);
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }

    private DataSource database(String name) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return postgres.getDatabase("postgres", name);
    }

    private static void clear(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var walk = Files.walk(folder)) {
                for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(folder);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}

package io.tidegate.ingest;

import io.tidegate.config.Secret;
import io.tidegate.ingest.store.DatabaseSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A database of its own on a PostgreSQL that all tests share; it ends with the JVM. */
final class Postgres {
    private static EmbeddedPostgres server;

    private final String name = "ingest_" + UUID.randomUUID().toString().replace("-", "");

    Postgres() throws IOException, SQLException {
        try (var connection = DriverManager.getConnection(url("postgres"));
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
    }

    private static synchronized EmbeddedPostgres server() throws IOException {
        if (server == null) {
            server = EmbeddedPostgres.builder().setCleanDataDirectory(true).start();
        }
        return server;
    }

    private static String url(String database) throws IOException {
        return server().getJdbcUrl("postgres", database);
    }

    DatabaseSettings settings() throws IOException {
        return new DatabaseSettings(
                "jdbc:postgresql://localhost:%d/%s".formatted(server().getPort(), name),
                Optional.of(Secret.of("postgres")),
                Optional.of(Secret.of("postgres")),
                4,
                Duration.ofSeconds(30),
                Duration.ofSeconds(1));
    }

    /** Nobody gets in any more, and who was in is out. */
    void goAway() throws IOException, SQLException {
        try (var connection = DriverManager.getConnection(url("postgres"));
                var statement = connection.createStatement()) {
            statement.execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
            statement.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
                            + name
                            + "'");
        }
    }

    Connection connect() throws IOException, SQLException {
        return DriverManager.getConnection(url(name));
    }

    void run(String sql) throws IOException, SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The rows of a query, the values of each separated by bars. */
    List<String> rows(String sql) throws IOException, SQLException {
        List<String> rows = new ArrayList<>();
        try (var connection = connect();
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            while (result.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    values.add(result.getString(i));
                }
                rows.add(String.join("|", values));
            }
        }
        return rows;
    }

    /** The only value of a query. */
    String value(String sql) throws IOException, SQLException {
        return String.join(" ", rows(sql));
    }
}

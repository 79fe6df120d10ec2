package io.tidegate.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

import javax.sql.DataSource;

/** Folders, databases and configurations for the runs. */
record Bed(Path folder, EmbeddedPostgres postgres) {
    int configure(Path run, String ingestUrl, String poll, String settle) throws IOException {
        return configure(run, "tidegate.properties", ingestUrl, poll, settle);
    }

    /**
     * @param template a resource beside this class
     */
    int configure(Path run, String template, String ingestUrl, String poll, String settle)
            throws IOException {
        int port = freePort();
        var values = new TreeMap<String, String>();
        values.put("ingestUrl", ingestUrl);
        values.put("httpPort", String.valueOf(port));
        values.put("acdUrl", "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres");
        values.put("poll", poll);
        values.put("settle", settle);
        write(run.resolve("tidegate.properties"), resource(template), values);
        return port;
    }

    void ingestConfiguration(Path run, int ingestPort) throws Exception {
        byte[] digest =
                MessageDigest.getInstance("SHA-256")
                        .digest("bench-token".getBytes(StandardCharsets.US_ASCII));
        Files.writeString(
                run.resolve("tokens"), "bench bench " + HexFormat.of().formatHex(digest) + "\n");
        var values =
                Map.of(
                        "ingestPort",
                        String.valueOf(ingestPort),
                        "ingestDatabaseUrl",
                        "jdbc:postgresql://localhost:" + postgres.getPort() + "/ingest");
        write(run.resolve("ingest.properties"), resource("ingest.properties"), values);
    }

    /** Runs a resource of statements, each with its semicolon at the end of a line. */
    void load(String name, Map<String, String> values) throws IOException, SQLException {
        String sql = resource(name);
        for (var value : values.entrySet()) {
            sql = sql.replace("${" + value.getKey() + "}", value.getValue());
        }
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            for (String one : sql.split(";\n")) {
                statement.execute(one);
            }
        }
    }

    DataSource ingestDatabase() throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS ingest WITH (FORCE)");
            statement.execute("CREATE DATABASE ingest");
        }
        return postgres.getDatabase("postgres", "ingest");
    }

    static long count(DataSource where, String sql) throws SQLException {
        try (Connection connection = where.getConnection();
                var statement = connection.createStatement();
                var count = statement.executeQuery(sql)) {
            count.next();
            return count.getLong(1);
        }
    }

    Path fresh(String name) throws IOException {
        Path run = folder.resolve(name);
        delete(run);
        return Files.createDirectories(run);
    }

    void clear() throws IOException {
        delete(folder);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var walk = Files.walk(folder)) {
                for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    static void write(Path file, String template, Map<String, String> values) throws IOException {
        String filled = template;
        for (var value : values.entrySet()) {
            filled = filled.replace("${" + value.getKey() + "}", value.getValue());
        }
        Files.writeString(file, filled);
    }

    static String resource(String name) throws IOException {
        try (var in = Bed.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}

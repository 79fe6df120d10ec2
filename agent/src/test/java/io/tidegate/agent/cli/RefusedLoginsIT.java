package io.tidegate.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.service.Child;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The program as it runs, with a wrong password, and what the database's own log says of it. */
class RefusedLoginsIT {
    private static final int RESTARTS = 10;

    @TempDir private static Path logs;
    private static EmbeddedPostgres server;

    @TempDir Path folder;

    @BeforeAll
    static void start() throws Exception {
        Files.setPosixFilePermissions(logs, PosixFilePermissions.fromString("rwxrwxrwx"));
        server =
                EmbeddedPostgres.builder()
                        .setCleanDataDirectory(true)
                        .setServerConfig("logging_collector", "on")
                        .setServerConfig("log_directory", logs.toString())
                        .setServerConfig("log_filename", "server.log")
                        .start();
        run(
                "CREATE TABLE calls (id text, queue text, at timestamptz, answered int)",
                "CREATE ROLE restarted LOGIN PASSWORD 'right-4711'",
                "CREATE ROLE impatient LOGIN PASSWORD 'right-4711'",
                "GRANT SELECT ON calls TO restarted, impatient");
        Path hba = Path.of(ask("SHOW hba_file"));
        Files.writeString(
                hba, "host all restarted,impatient all scram-sha-256\n" + Files.readString(hba));
        run("SELECT pg_reload_conf()");
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void ofTenRestartsWithAWrongPasswordTheDatabaseSeesTwoLogins() throws Exception {
        configure("restarted", "localhost");
        password("wrong-4711");
        for (int i = 0; i < RESTARTS; i++) {
            String said = killedOnceItKnows();
            assertEquals(i > 1, said.contains("two logins were refused"), i + ": " + said);
        }
        assertEquals(2, refusals("restarted"));

        configure("restarted", "127.0.0.1");
        String doctor = print(Exit.FAILED, "doctor", "a");
        assertTrue(
                doctor.contains("two logins were refused (user restarted), the last at"), doctor);
        String preview = print(Exit.FAILED, "preview", "a");
        assertTrue(preview.contains("A changed database.acd.username or"), preview);
        assertEquals(2, refusals("restarted"));

        password("right-4711");
        print(Exit.FINE, "preview", "a");
        assertEquals(2, refusals("restarted"));
    }

    @Test
    void ofManyCommandsAtOnceTheDatabaseSeesTwoLogins() throws Exception {
        configure("impatient", "localhost");
        password("wrong-4711");
        Files.createDirectory(folder.resolve("data"));
        List<Child> children = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            children.add(Child.run(Main.class, "preview", "a", "-c", file().toString()));
        }
        for (Child child : children) {
            assertEquals(Exit.FAILED, child.exit());
        }
        assertEquals(2, refusals("impatient"));
    }

    /** As a service that dies as soon as it has logged why it cannot read. */
    private String killedOnceItKnows() throws Exception {
        try (Child child = Child.run(Main.class, "run", "-c", file().toString())) {
            String line = child.line();
            while (line != null && !line.contains("TG-0508")) {
                line = child.line();
            }
            child.kill();
            return String.valueOf(line);
        }
    }

    private String print(int exit, String... words) {
        var out = new java.io.StringWriter();
        var to = new java.io.PrintWriter(out, true);
        String[] all = java.util.Arrays.copyOf(words, words.length + 2);
        all[words.length] = "-c";
        all[words.length + 1] = file().toString();
        assertEquals(exit, Main.commandLine().setOut(to).setErr(to).execute(all), out.toString());
        assertFalse(out.toString().contains("4711"), out.toString());
        return out.toString().replaceAll("\\s+", " ");
    }

    private Path file() {
        return folder.resolve("tidegate.properties");
    }

    private void password(String password) throws Exception {
        Files.writeString(folder.resolve("password"), password);
    }

    private void configure(String user, String host) throws Exception {
        Files.writeString(
                file(),
                """
                agent.name = berlin
                ingest.url = http://127.0.0.1:1
                ingest.token = k3y
                http.port = 0
                database.acd.url = jdbc:postgresql://%s:%d/postgres
                database.acd.username = %s
                database.acd.password = ${file:password}
                source.a.data = contacts
                source.a.time-zone = UTC
                source.a.database = acd
                source.a.query = SELECT id AS contactidentifier, queue AS queueidentifier, \\
                  queue AS queuename, at AS timestamp, answered FROM calls
                """
                        .formatted(host, server.getPort(), user));
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
    }

    private static long refusals(String user) throws Exception {
        String text = Files.readString(logs.resolve("server.log"), StandardCharsets.UTF_8);
        return text.lines()
                .filter(l -> l.contains("password authentication failed for user \"" + user))
                .count();
    }

    private static void run(String... statements) throws SQLException {
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String ask(String sql) throws SQLException {
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}

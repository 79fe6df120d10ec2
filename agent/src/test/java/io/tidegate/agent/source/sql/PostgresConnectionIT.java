package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.loop.TestClock;
import io.tidegate.agent.row.Sources;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.source.SourceException.Kind;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.Secret;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How a connection comes about, or does not: TLS, silent servers, a database that restarts. */
@Timeout(300)
class PostgresConnectionIT {
    @TempDir Path folder;

    @Test
    void aServerOfAPrivateAuthorityIsTrustedByItsFileAlone() throws Exception {
        Path trusted = Certificates.make(folder, "server");
        Path stranger = Certificates.make(folder, "stranger");
        try (var server = tlsServer()) {
            String url = "jdbc:postgresql://localhost:" + server.getPort() + "/postgres";

            try (var source = open(url, Optional.of(trusted))) {
                assertNotNull(source.now());
            }
            try (var source = open(url, Optional.of(stranger))) {
                var fault = assertThrows(SourceException.class, source::now);
                assertEquals(Kind.LASTING, fault.kind(), fault.getMessage());
                assertTrue(fault.getMessage().contains("database.acd.ca-file"), fault.getMessage());
            }
            try (var source = open(url + "?sslmode=verify-full", Optional.empty())) {
                assertEquals(Kind.LASTING, assertThrows(SourceException.class, source::now).kind());
            }
        }
    }

    @Test
    void aDatabaseThatRestartsIsFoundAgain() throws Exception {
        var server = EmbeddedPostgres.builder().setCleanDataDirectory(true).start();
        int port = server.getPort();
        try (var source =
                open("jdbc:postgresql://localhost:" + port + "/postgres", Optional.empty())) {
            assertNotNull(source.now());
            server.close();
            assertEquals(Kind.PASSING, assertThrows(SourceException.class, source::now).kind());
            try (var _ = EmbeddedPostgres.builder().setPort(port).start()) {
                assertNotNull(source.now());
            }
        }
    }

    @Test
    void aServerThatNeverAnswersIsGivenUpAndDoesNotDelayTheStop() throws Exception {
        var clock = TestClock.at("2026-11-20T08:00:00Z");
        try (var silent = new ServerSocket(0)) {
            String url = "jdbc:postgresql://localhost:" + silent.getLocalPort() + "/acd";
            var source = new SqlDatabase(config(url, Optional.empty()), clock).open(contacts());
            var reading = new Reading(source::now);
            silent.accept();
            clock.advance(Duration.ofSeconds(31));
            assertEquals(
                    "database acd: no connection came about in time; it is tried again",
                    reading.awaited().getMessage());

            var second = new Reading(source::now);
            assertInstanceOf(InterruptedException.class, second.interrupted());
            long began = System.nanoTime();
            source.close();
            assertTrue(System.nanoTime() - began < 8_000_000_000L, "SIGTERM leaves 10 seconds");
        }
    }

    @Test
    void aRefusedLoginIsTriedOnceMoreBeforeTheAccountIsSpared() throws Exception {
        var acd = new AcdDatabase();
        String role = "changing_" + acd.port();
        acd.run("CREATE ROLE " + role + " LOGIN PASSWORD 'old'");
        Path hba = Path.of(acd.ask("SHOW hba_file"));
        Files.writeString(hba, "host all " + role + " all scram-sha-256\n" + Files.readString(hba));
        acd.run("SELECT pg_reload_conf()");
        var wrong = AcdDatabase.config(acd.url(), role, "new");
        try (var source = new SqlDatabase(wrong, Clock.system()).open(contacts())) {
            assertEquals(Kind.LOGIN, assertThrows(SourceException.class, source::now).kind());
            acd.run("ALTER ROLE " + role + " PASSWORD 'new'");
            assertNotNull(source.now());
        }
    }

    private Source open(String url, Optional<Path> caFile) throws SourceException {
        return new SqlDatabase(config(url, caFile), Clock.system()).open(contacts());
    }

    private static AgentConfig.Database config(String url, Optional<Path> caFile) {
        return new AgentConfig.Database(
                "acd", url, Optional.of(Secret.of("postgres")), Optional.of(Secret.of("")), caFile);
    }

    private static SourceConfig contacts() {
        return Sources.of(DataType.CONTACTS).query("SELECT now() AS timestamp").sql();
    }

    /** A server with the certificate of that name below the test's folder. */
    private EmbeddedPostgres tlsServer() throws IOException {
        return EmbeddedPostgres.builder()
                .setCleanDataDirectory(true)
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", folder.resolve("server.pem").toString())
                .setServerConfig("ssl_key_file", folder.resolve("server.key").toString())
                .start();
    }
}

package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.finding.Finding;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.row.Sources;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.source.SourceException.Kind;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.Secret;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;

/** How a connection to MariaDB comes about, or does not: TLS, a server that dies and comes back. */
@Timeout(300)
class MariaDbConnectionIT {
    @TempDir Path folder;

    @Test
    void aServerOfAPrivateAuthorityIsTrustedByItsFileAlone() throws Exception {
        Path trusted = Certificates.make(folder, "server");
        Path stranger = Certificates.make(folder, "stranger");
        try (var server =
                MariaDbServer.start(
                        folder.resolve("tls"),
                        "--ssl-cert=" + trusted,
                        "--ssl-key=" + folder.resolve("server.key"))) {
            String url = "jdbc:mariadb://localhost:" + server.port() + "/mysql";

            try (var source = open(url, Optional.of(trusted))) {
                assertNotNull(source.now());
                assertEquals("yes", encrypted(server, url, Optional.of(trusted)));
                assertTrue(doctored(url, trusted).contains("the connection is encrypted: TLSv1."));
            }
            try (var source = open(url, Optional.of(stranger))) {
                var fault = assertThrows(SourceException.class, source::now);
                assertEquals(Kind.LASTING, fault.kind(), fault.getMessage());
                assertTrue(fault.getMessage().contains("database.acd.ca-file"), fault.getMessage());
            }
            try (var source = open(url + "?sslMode=verify-full", Optional.empty())) {
                var fault = assertThrows(SourceException.class, source::now);
                assertEquals(Kind.LASTING, fault.kind(), fault.getMessage());
                assertTrue(fault.getMessage().contains("database.acd.ca-file"), fault.getMessage());
            }
            assertEquals("yes", encrypted(server, url + "?sslMode=trust", Optional.empty()));
            assertEquals("no", encrypted(server, url, Optional.empty()));
        }
    }

    @Test
    void aServerWithoutTlsIsNotSpokenToInTheClearWhereItMustBe() throws Exception {
        try (var server = MariaDbServer.start(folder.resolve("plain"), "--skip-ssl");
                var source =
                        open(
                                "jdbc:mysql://localhost:%d/mysql?sslMode=verify-full"
                                        .formatted(server.port()),
                                Optional.empty())) {
            var fault = assertThrows(SourceException.class, source::now);
            assertEquals(Kind.LASTING, fault.kind(), fault.getMessage());
            assertTrue(fault.getMessage().contains("the server offers no TLS"), fault.getMessage());
        }
    }

    @Test
    void aDatabaseThatIsKilledAndComesBackIsFoundAgain() throws Exception {
        try (var server = MariaDbServer.start(folder.resolve("restart"))) {
            try (var source =
                    open(
                            "jdbc:mariadb://localhost:%d/mysql".formatted(server.port()),
                            Optional.empty())) {
                assertNotNull(source.now());
                server.kill();
                assertEquals(Kind.PASSING, assertThrows(SourceException.class, source::now).kind());
                server.start();
                assertNotNull(source.now());
            }
        }
    }

    private static String encrypted(MariaDbServer server, String url, Optional<Path> caFile)
            throws Exception {
        var source =
                contacts(
                        "SELECT IF(variable_value = '', 'no', 'yes') AS queueidentifier, '2026-11-20' AS timestamp, 'q' AS queuename, 1 AS answered"
                                + " FROM information_schema.session_status WHERE variable_name = 'SSL_CIPHER' AND :from < :to");
        try (var opened = open(url, caFile, source)) {
            return (String)
                    AcdDatabase.read(opened, source, AcdDatabase.BEGINNING, AcdDatabase.END)
                            .raw
                            .getFirst()
                            .getFirst();
        }
    }

    private static String doctored(String url, Path caFile) throws Exception {
        var found = new ArrayList<Finding>();
        new DatabaseDoctor(
                        config(url, Optional.of(caFile)),
                        Clock.system(),
                        new Accounts(Clock.system()))
                .connection(Optional.empty(), found::add);
        return found.toString();
    }

    private static Source open(String url, Optional<Path> caFile) throws SourceException {
        return open(url, caFile, contacts("SELECT 1"));
    }

    private static Source open(String url, Optional<Path> caFile, SourceConfig source)
            throws SourceException {
        return new SqlDatabase(config(url, caFile), Clock.system()).open(source);
    }

    private static AgentConfig.Database config(String url, Optional<Path> caFile) {
        return new AgentConfig.Database(
                "acd",
                url,
                Optional.of(Secret.of(MariaDbServer.USER)),
                Optional.of(Secret.of(MariaDbServer.PASSWORD)),
                caFile);
    }

    private static SourceConfig contacts(String query) {
        return Sources.of(DataType.CONTACTS).bind("local").query(query).sql();
    }
}

package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.source.SourceException.Kind;
import io.tidegate.agent.source.sql.tds.Answer;
import io.tidegate.agent.source.sql.tds.Browser;
import io.tidegate.agent.source.sql.tds.TdsPeer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.OptionalInt;

/** How a SQL Server is found and what its URL may say. */
@Timeout(60)
class SqlServerConnectionTest {
    private TdsPeer peer;

    @BeforeEach
    void start() throws Exception {
        peer = TdsPeer.plain();
        peer.when(
                "SYSDATETIMEOFFSET",
                Answer.columns("now datetimeoffset(7)")
                        .row(OffsetDateTime.parse("2026-11-20T10:00:00+01:00")));
    }

    @AfterEach
    void stop() throws Exception {
        peer.close();
        assertEquals(List.of(), peer.failures());
    }

    private static Browser browser(OptionalInt port) throws IOException {
        try {
            return Browser.start(port);
        } catch (BindException _) {
            return abort("UDP port 1434 is taken on this machine");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost\\ACD;encrypt=no", "localhost;instanceName=ACD;encrypt=no"})
    void anInstanceIsFoundByItsName(String address) throws Exception {
        try (Browser browser = browser(OptionalInt.of(peer.port()));
                var source =
                        SqlServerAcd.open(
                                "jdbc:sqlserver://" + address,
                                SqlServerAcd.contacts("SELECT * FROM calls"))) {
            assertNotNull(source.now());
            assertEquals("acd", browser.asked().toLowerCase(java.util.Locale.ROOT));
        }
    }

    @Test
    void aSilentBrowserIsNamedWithBothRemedies() throws Exception {
        try (Browser _ = browser(OptionalInt.empty());
                var source =
                        SqlServerAcd.open(
                                "jdbc:sqlserver://localhost\\ACD",
                                SqlServerAcd.contacts("SELECT * FROM calls"))) {
            var fault = assertThrows(SourceException.class, source::now);
            assertEquals(Kind.PASSING, fault.kind());
            assertTrue(
                    fault.getMessage()
                            .contains(
                                    "open UDP port 1434 to it, or give the instance's own port, as in"
                                            + " jdbc:sqlserver://host:1433"),
                    fault.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "h;encrypt=false                | which is for a server on this machine alone",
                "h;Encrypt=Optional             | which is for a server on this machine alone",
                "10.0.0.7\\ACD;encrypt=no       | which is for a server on this machine alone",
                "localhost.example;encrypt=no   | which is for a server on this machine alone",
                "h;encrypt={false}              | true and strict are possible",
                "h;encrypt=maybe                | true and strict are possible",
                "h;trustServerCertificate=true  | anybody could answer in the server's place",
                "localhost;TrustServerCertificate=TRUE | anybody could answer",
                "h;trustServerCertificate={true} | anybody could answer",
                "h;integratedSecurity=true      | add authenticationScheme=JavaKerberos",
                "h;integratedSecurity=true;authenticationScheme=NativeAuthentication | JavaKerberos and NTLM",
                "h;user=sa                      | which is not allowed",
                "h;trustStore=/etc/x            | which is not allowed",
                "h;jaasConfigurationName=x      | which is not allowed",
                "h;authentication=ActiveDirectoryPassword | which is not allowed",
                "h;databaseName={a;socketFactoryClass=x} | which is not allowed"
            })
    void aUrlThatWouldTakeTheSafeguardsOffIsRefused(String rest, String why) {
        var refused =
                assertThrows(
                        BadQueryException.class, () -> JdbcUrlTest.of("jdbc:sqlserver://" + rest));

        assertTrue(refused.getMessage().startsWith("database.acd.url holds "));
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h",
                "h:1433;databaseName=d",
                "h;encrypt=true;trustServerCertificate=false",
                "h;Encrypt=Strict;DatabaseName=d",
                "h\\ACD;multiSubnetFailover=true;hostNameInCertificate=*.acd.example",
                "127.0.0.1;encrypt=false",
                "[::1]:1433;encrypt=optional",
                "h;integratedSecurity=true;authenticationScheme=JavaKerberos",
                "h;integratedSecurity=true;authenticationScheme=NTLM;domain=ACME"
            })
    void whereAndHowSafelyMayBeSaid(String rest) throws Exception {
        JdbcUrlTest.of("jdbc:sqlserver://" + rest);
    }

    /** A second client, written by others, shows that the peer is no accident of one driver. */
    @Test
    void anotherClientUnderstandsThePeer() throws Exception {
        Path tsql = Path.of("/usr/bin/tsql");
        if (!Files.isExecutable(tsql)) {
            abort("FreeTDS is not on this machine");
        }
        peer.when(
                "FROM calls",
                Answer.columns("queue nvarchar(20)", "offered int")
                        .row("Zentrale", 18)
                        .row(null, 7));
        var client =
                new ProcessBuilder(
                                tsql.toString(),
                                "-H",
                                "localhost",
                                "-p",
                                Integer.toString(peer.port()),
                                "-U",
                                "reader",
                                "-P",
                                SqlServerAcd.PASSWORD,
                                "-o",
                                "fhq")
                        .redirectErrorStream(true);
        client.environment().put("TDSVER", "7.4");
        Process process = client.start();
        try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
            in.write("SELECT queue, offered FROM calls\ngo\nexit\n");
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertEquals(0, process.waitFor(), said);
        assertEquals(List.of("Zentrale\t18", "NULL\t7"), said.strip().lines().toList());
        assertEquals(SqlServerAcd.PASSWORD, peer.logins().getFirst().password());
    }
}

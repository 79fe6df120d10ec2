package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.finding.Finding;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.source.SourceException.Kind;
import io.tidegate.agent.source.sql.tds.Answer;
import io.tidegate.agent.source.sql.tds.TdsPeer;
import io.tidegate.agent.source.sql.tds.TdsPeer.Encryption;
import io.tidegate.agent.uplink.wire.Pki;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which SQL Server is trusted, in TDS 7.4 and in TDS 8.0, and what is said of another. */
@Timeout(60)
class SqlServerTrustTest {
    private static final Optional<Path> NO_FILE = Optional.empty();
    private static final Optional<String> NO_PIN = Optional.empty();

    @TempDir static Path folder;
    private static Pki local;
    private static Pki stranger;
    private static Pki expired;

    @BeforeAll
    static void make() throws Exception {
        local = Pki.local(folder);
        stranger =
                Pki.make(
                        folder,
                        "db.example",
                        "SAN=DNS:db.example,DNS:*.acd.example",
                        "-10d",
                        "365");
        expired = Pki.make(folder, "old", "SAN=DNS:localhost", "-30d", "10");
    }

    private static TdsPeer peer(Encryption encryption, Pki pki) throws Exception {
        TdsPeer peer = TdsPeer.secure(encryption, pki.context());
        peer.when(
                "SYSDATETIMEOFFSET",
                Answer.columns("now datetimeoffset(7)")
                        .row(OffsetDateTime.parse("2026-11-20T10:00:00+01:00")));
        return peer;
    }

    private static String url(TdsPeer peer, Encryption encryption) {
        return SqlServerAcd.secureUrl(peer)
                + (encryption == Encryption.STRICT ? ";encrypt=strict" : "");
    }

    private static Source open(String url, Optional<Path> caFile, Optional<String> pin)
            throws SourceException {
        return new SqlDatabase(SqlServerAcd.config(url, caFile, pin), Clock.system())
                .open(SqlServerAcd.contacts("SELECT * FROM calls").sql());
    }

    private static X509Certificate certificate(Pki pki) throws Exception {
        byte[] pem = Files.readAllBytes(pki.certificate());
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(pem));
    }

    private static Optional<String> pin(Pki pki) throws Exception {
        return Optional.of(ServerCertificates.fingerprint(certificate(pki)));
    }

    private static SourceException refused(String url, Optional<Path> caFile, Optional<String> pin)
            throws Exception {
        try (Source source = open(url, caFile, pin)) {
            return assertThrows(SourceException.class, source::now);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OFFERED", "STRICT"})
    void everyConnectionIsEncryptedAndAnAuthorityOfTheFileIsTrusted(Encryption encryption)
            throws Exception {
        try (TdsPeer peer = peer(encryption, local)) {
            try (Source source =
                    open(url(peer, encryption), Optional.of(local.certificate()), NO_PIN)) {
                assertNotNull(source.now());
            }
            assertTrue(peer.logins().getFirst().secured());
            assertEquals(SqlServerAcd.PASSWORD, peer.logins().getFirst().password());
            assertTrue(peer.logins().getFirst().readOnly());
            assertEquals("tidegate", peer.logins().getFirst().application());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OFFERED", "STRICT"})
    void anUnknownCertificateIsShownWithTheLineThatWouldTrustIt(Encryption encryption)
            throws Exception {
        try (TdsPeer peer = peer(encryption, local)) {
            SourceException fault = refused(url(peer, encryption), NO_FILE, NO_PIN);

            var shown = ServerCertificates.of(certificate(local)).chain().getFirst();
            assertEquals(Kind.LASTING, fault.kind());
            assertEquals(
                    "source acd1, database acd: the database's certificate is signed by no authority"
                            + " that is known here. It showed: CN=localhost,O=Tests, signed by itself,"
                            + " good from "
                            + shown.from()
                            + " to "
                            + shown.to()
                            + ", "
                            + shown.fingerprint()
                            + ". If this is the right server, name the authority in"
                            + " database.acd.ca-file, or trust this one certificate:"
                            + " database.acd.server-certificate = "
                            + shown.fingerprint(),
                    fault.getMessage());
            var cause = assertInstanceOf(UntrustedServerException.class, fault.getCause());
            assertEquals(List.of(shown), cause.shown().chain());
            assertEquals(0, peer.logins().size(), "no password goes to a stranger");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OFFERED", "STRICT"})
    void aPinnedCertificateIsTrustedWhateverItsNameAndItsLastDay(Encryption encryption)
            throws Exception {
        for (Pki pki : new Pki[] {local, stranger, expired}) {
            try (TdsPeer peer = peer(encryption, pki);
                    Source source = open(url(peer, encryption), NO_FILE, pin(pki))) {
                assertNotNull(source.now());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OFFERED", "STRICT"})
    void anotherCertificateThanThePinnedOneIsRefused(Encryption encryption) throws Exception {
        try (TdsPeer peer = peer(encryption, local)) {
            SourceException fault = refused(url(peer, encryption), NO_FILE, pin(stranger));

            assertTrue(fault.getMessage().contains("is not the one that is pinned. It showed: "));
            assertEquals(0, peer.logins().size());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OFFERED", "STRICT"})
    void aCertificateForAnotherHostIsRefusedUnlessItsNameIsSaid(Encryption encryption)
            throws Exception {
        Optional<Path> known = Optional.of(stranger.certificate());
        try (TdsPeer peer = peer(encryption, stranger)) {
            String url = url(peer, encryption);
            SourceException fault = refused(url, known, NO_PIN);
            assertTrue(
                    fault.getMessage()
                            .contains("is for db.example, *.acd.example, not for localhost. It"),
                    fault.getMessage());

            for (String name : new String[] {"db.example", "DB7.acd.example"}) {
                try (Source source = open(url + ";hostNameInCertificate=" + name, known, NO_PIN)) {
                    assertNotNull(source.now());
                }
            }
            refused(url + ";hostNameInCertificate=a.b.acd.example", known, NO_PIN);
        }
    }

    @Test
    void aCertificateThatIsOutOfDateIsSaidToBe() throws Exception {
        try (TdsPeer peer = peer(Encryption.OFFERED, expired)) {
            String url = url(peer, Encryption.OFFERED);
            SourceException fault = refused(url, Optional.of(expired.certificate()), NO_PIN);

            assertTrue(fault.getMessage().contains("is out of date"), fault.getMessage());
        }
    }

    @Test
    void theFileHoldsTheAuthorityAndTheWholeChainIsShown() throws Exception {
        Pki authority = Pki.make(folder, "authority", "BC=ca:true", "-10d", "365");
        Pki signed = Pki.signed(folder, authority);
        try (TdsPeer peer = peer(Encryption.OFFERED, signed)) {
            String url = url(peer, Encryption.OFFERED);
            try (Source source = open(url, Optional.of(authority.certificate()), NO_PIN)) {
                assertNotNull(source.now());
            }
            SourceException fault = refused(url, Optional.of(local.certificate()), NO_PIN);
            assertEquals(
                    List.of(pin(signed).orElseThrow(), pin(authority).orElseThrow()),
                    ((UntrustedServerException) fault.getCause())
                            .shown().chain().stream()
                                    .map(ServerCertificates.Shown::fingerprint)
                                    .toList());
            assertTrue(fault.getMessage().contains("is signed by no authority of ca-file"));
            assertTrue(fault.getMessage().contains("CN=signed,O=Tests, signed by CN=authority"));
        }
    }

    @Test
    void withoutAFileTheAuthoritiesOfJavaAreTrusted() throws Exception {
        System.setProperty("javax.net.ssl.trustStore", local.store().toString());
        System.setProperty("javax.net.ssl.trustStorePassword", Pki.PASSWORD);
        try (TdsPeer peer = peer(Encryption.OFFERED, local);
                Source source = open(url(peer, Encryption.OFFERED), NO_FILE, NO_PIN)) {
            assertNotNull(source.now());
        } finally {
            System.clearProperty("javax.net.ssl.trustStore");
            System.clearProperty("javax.net.ssl.trustStorePassword");
        }
    }

    @Test
    void aServerWithoutEncryptionGetsNoPassword() throws Exception {
        try (TdsPeer peer = TdsPeer.plain()) {
            SourceException fault = refused(SqlServerAcd.secureUrl(peer), NO_FILE, NO_PIN);

            assertEquals(Kind.PASSING, fault.kind());
            assertEquals(0, peer.logins().size());
        }
    }

    @Test
    void onThisMachineALoginIsEncryptedEvenWhereRowsNeedNotBe() throws Exception {
        try (TdsPeer peer = peer(Encryption.OFFERED, local);
                Source source = open(SqlServerAcd.url(peer), NO_FILE, NO_PIN)) {
            assertNotNull(source.now());
            assertTrue(peer.logins().getFirst().secured());
        }
    }

    @Test
    void aPinIsForSqlServerAndStandsAlone() {
        var postgres =
                assertThrows(
                        SourceException.class,
                        () -> open("jdbc:postgresql://h/db", NO_FILE, Optional.of("sha256:00")));
        assertTrue(postgres.getMessage().contains("name it in database.acd.ca-file"));
        var both =
                assertThrows(
                        SourceException.class,
                        () ->
                                open(
                                        "jdbc:sqlserver://h",
                                        Optional.of(Path.of("ca.pem")),
                                        Optional.of("sha256:00")));
        assertTrue(both.getMessage().contains("alone decides"), both.getMessage());
    }

    @Test
    void theDoctorOffersTheLineThatTrustsTheCertificateItSaw() throws Exception {
        try (TdsPeer peer = peer(Encryption.OFFERED, stranger)) {
            var said = new ArrayList<Finding>();
            var database = SqlServerAcd.config(SqlServerAcd.secureUrl(peer), NO_FILE, NO_PIN);
            new DatabaseDoctor(database, Clock.system(), new Accounts(Clock.system()))
                    .connection(Optional.empty(), said::add);

            assertEquals(
                    List.of("database.acd.server-certificate = " + pin(stranger).orElseThrow()),
                    said.getLast().paste());
        }
    }
}

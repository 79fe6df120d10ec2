package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.tidegate.agent.loop.TestClock;
import io.tidegate.agent.source.SourceException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A data folder that was tampered with must not lead an administrator's command elsewhere. */
class LoginFolderTest {
    private static final Credentials WRONG =
            new Credentials(Optional.of("reader"), Optional.of("wrong-4711"));
    private static final String URL = "jdbc:postgresql://acd.invalid/sales";
    private static final String PRECIOUS = "root:x:0:0\n";
    private static final Logger LOG = (Logger) LoggerFactory.getLogger(LoginRecord.class);

    private final TestClock clock = TestClock.at("2026-11-20T08:00:00Z");
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    @TempDir Path temp;
    private Path data;
    private Path elsewhere;

    @BeforeEach
    void prepare() throws IOException {
        said.start();
        LOG.addAppender(said);
        data = Files.createDirectory(temp.resolve("data"));
        elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("refused"), PRECIOUS);
    }

    @AfterEach
    void nothingHasHappenedElsewhere() throws IOException {
        LOG.detachAppender(said);
        try (Stream<Path> all = Files.list(elsewhere)) {
            assertEquals(List.of(elsewhere.resolve("refused")), all.toList());
        }
        assertEquals(PRECIOUS, Files.readString(elsewhere.resolve("refused")));
        UserPrincipal me = Files.getOwner(temp);
        assertEquals(me, Files.getOwner(elsewhere));
        assertEquals(me, Files.getOwner(elsewhere.resolve("refused")));
    }

    @Test
    void aLinkInPlaceOfTheRecordIsNotFollowed() throws Exception {
        Files.createDirectory(data.resolve("logins"));
        Files.createSymbolicLink(data.resolve("logins/refused"), elsewhere.resolve("refused"));

        refuse();
        assertUnkept("logins/refused: is a link");
    }

    @Test
    void aLinkInPlaceOfTheFolderIsNotFollowed() throws Exception {
        Files.createSymbolicLink(data.resolve("logins"), elsewhere);

        refuse();
        assertUnkept("logins: is a link");
    }

    @Test
    void aSecondNameOfAnotherFileIsNotUsed() throws Exception {
        Files.createDirectory(data.resolve("logins"));
        Files.createLink(data.resolve("logins/refused"), elsewhere.resolve("refused"));

        refuse();
        assertUnkept("logins/refused: is a link");
    }

    @Test
    void theServicesLinksLeadAnAdministratorNowhere() throws Exception {
        Files.createDirectory(data.resolve("logins"));
        Files.createSymbolicLink(data.resolve("logins/refused"), elsewhere.resolve("refused"));
        Files.createSymbolicLink(data.resolve("logins/refused.lock"), elsewhere.resolve("lock"));
        giveToTheService();

        refuse();
        refuse();
        assertUnkept("logins/refused: is a link");
    }

    @Test
    void whatIsNotTheServicesOwnIsNotUsedByAnAdministrator() throws Exception {
        Files.createDirectory(data.resolve("logins"));
        giveToTheService();
        Path file = Files.writeString(data.resolve("logins/refused"), PRECIOUS);

        refuse();
        assertEquals(PRECIOUS, Files.readString(file));
        assertUnkept("belongs to another account than " + data);
    }

    @Test
    void anAdministratorMakesNothingInTheServicesFolder() throws Exception {
        giveToTheService();

        refuse();
        assertFalse(Files.exists(data.resolve("logins")));
        assertUnkept("only the account that " + data + " belongs to makes it");
    }

    @Test
    void anAdministratorObeysTheServicesRecordAndAddsToIt() throws Exception {
        refuse();
        UserPrincipal service = giveToTheService();

        refuse();
        assertThrows(SourceException.class, this::refuse);
        assertEquals(List.of(), said.list);
        try (Stream<Path> all = Files.walk(data)) {
            for (Path path : all.toList()) {
                assertEquals(service, Files.getOwner(path), path.toString());
            }
        }
    }

    @Test
    void anAdministratorTakesNothingAway() throws Exception {
        refuse();
        giveToTheService();
        String old = Files.readString(data.resolve("logins/refused"));
        clock.advance(java.time.Duration.ofDays(1));

        refuse();
        String text = Files.readString(data.resolve("logins/refused"));
        assertTrue(text.startsWith(old) && text.length() > old.length(), text);
    }

    @Test
    void aServiceThatDoesNotOwnItsFolderKeepsTheRecordAllTheSame() throws Exception {
        giveToTheService(); // Here: to somebody else, whose folder was mounted.
        Files.createFile(data.resolve("lock"));

        try (Turn turn = connector().turn(JdbcUrlTest.of(URL))) {
            turn.check(WRONG, AcdDatabase.config(URL, "reader", ""));
            turn.refused(WRONG);
        }
        refuse();
        assertThrows(SourceException.class, this::refuse, "a command knows of the service's try");
        assertEquals(List.of(), said.list);
    }

    private Accounts connector() {
        Accounts connector = Accounts.ofConnector(clock, data);
        connector.prepare();
        return connector;
    }

    @Test
    void theServiceFollowsNoLinkInAFolderThatIsSomebodyElses() throws Exception {
        Files.createSymbolicLink(data.resolve("logins"), elsewhere);
        giveToTheService();

        try (Turn turn = connector().turn(JdbcUrlTest.of(URL))) {
            turn.check(WRONG, AcdDatabase.config(URL, "reader", ""));
            turn.refused(WRONG);
        }
        assertUnkept("logins: is a link");
    }

    @Test
    void theServiceUsesNothingThatSomebodyElseHasPutThere() throws Exception {
        Files.createDirectory(data.resolve("logins"));
        giveToTheService();

        try (Turn turn = connector().turn(JdbcUrlTest.of(URL))) {
            turn.check(WRONG, AcdDatabase.config(URL, "reader", ""));
            turn.refused(WRONG);
        }
        assertUnkept("logins: belongs to another account than this process");
    }

    @Test
    void aLockOfItsOwnMakesAnAdministratorMakeNothing() throws Exception {
        giveToTheService();
        Files.createFile(data.resolve("lock"));

        refuse();
        assertFalse(Files.exists(data.resolve("logins")));
        assertUnkept("is not there");
    }

    @Test
    void aSecondNameOfAnotherFileIsNoLock() throws Exception {
        Files.createDirectory(data.resolve("logins"));
        giveToTheService();
        Files.writeString(data.resolve("logins/refused"), "");
        Files.createLink(data.resolve("lock"), elsewhere.resolve("refused"));

        refuse();
        assertUnkept("belongs to another account than " + data);
    }

    /** All that is in the data folder; links themselves, not what they lead to. */
    private UserPrincipal giveToTheService() throws IOException {
        UserPrincipal service =
                data.getFileSystem()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByName("nobody");
        try (Stream<Path> all = Files.walk(data)) {
            for (Path path : all.toList()) {
                Files.getFileAttributeView(
                                path,
                                java.nio.file.attribute.FileOwnerAttributeView.class,
                                LinkOption.NOFOLLOW_LINKS)
                        .setOwner(service);
            }
        } catch (FileSystemException e) {
            abort("only an administrator can give files away: " + e);
        }
        return service;
    }

    private void assertUnkept(String why) {
        String text = said.list.getFirst().getFormattedMessage();
        assertTrue(text.contains(why), text);
        assertTrue(said.list.stream().allMatch(e -> e.toString().contains("will not know")), text);
        assertDoesNotThrow(this::refuse);
    }

    /** Each time as another process. */
    private void refuse() throws Exception {
        try (Turn turn = new Accounts(clock, data).turn(JdbcUrlTest.of(URL))) {
            turn.check(WRONG, AcdDatabase.config(URL, "reader", ""));
            turn.refused(WRONG);
        }
    }
}

package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidegate.agent.loop.TestClock;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.source.SourceException.Kind;
import io.tidegate.config.AgentConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A wrong password must not lock the account. */
class LoginsTest {
    private static final Credentials WRONG = credentials("acd", "wrong");
    private static final String URL = "jdbc:postgresql://acd.invalid/sales";

    private final TestClock clock = TestClock.at("2026-11-20T08:00:00Z");
    private final Accounts accounts = new Accounts(clock);

    @TempDir Path folder;

    @Test
    void afterTwoRefusalsNoneIsTriedFor30Minutes() throws Exception {
        refuse(URL, WRONG);
        refuse(URL, WRONG);

        assertEquals(Kind.LOGIN, obstacle(URL, WRONG).kind());
        clock.advance(Duration.ofMinutes(29));
        obstacle(URL, WRONG);
        clock.advance(Duration.ofMinutes(1));
        assertDoesNotThrow(() -> check(URL, WRONG));
    }

    @Test
    void thoseThirtyMinutesBeginWithTheSecondRefusal() throws Exception {
        refuse(URL, WRONG);
        clock.advance(Duration.ofMinutes(29));
        refuse(URL, WRONG);
        clock.advance(Duration.ofMinutes(29));

        obstacle(URL, WRONG);
        clock.advance(Duration.ofMinutes(1));
        refuse(URL, WRONG);
        refuse(URL, WRONG);
        obstacle(URL, WRONG);
    }

    @Test
    void aClockThatIsSetChangesNothingWithinAProcess() throws Exception {
        refuse(URL, WRONG);
        refuse(URL, WRONG);

        clock.setInstant(clock.instant().plus(Duration.ofDays(1)));
        obstacle(URL, WRONG);
        clock.setInstant(clock.instant().minus(Duration.ofDays(9)));
        obstacle(URL, WRONG);
        clock.advance(Duration.ofMinutes(30));
        assertDoesNotThrow(() -> check(URL, WRONG));
    }

    @Test
    void aNewPasswordIsTriedAtOnceAndMakesNobodyForgetTheOld() throws Exception {
        Credentials other = credentials("acd", "other");
        refuse(URL, WRONG);
        refuse(URL, WRONG);

        refuse(URL, other);
        obstacle(URL, WRONG);
        succeed(URL, other);
        obstacle(URL, WRONG);
    }

    @Test
    void aLoginThatWorkedForgivesTheOneBefore() throws Exception {
        refuse(URL, WRONG);
        succeed(URL, WRONG);
        refuse(URL, WRONG);

        assertDoesNotThrow(() -> check(URL, WRONG));
    }

    @Test
    void theMessageSaysWhoWhenAndWhatToDo() throws Exception {
        refuse(URL, WRONG);
        clock.advance(Duration.ofMillis(3_500));
        refuse(URL, WRONG);

        assertEquals(
                "database acd: two logins were refused (user acd), the last at 2026-11-20T08:00:03Z, so"
                        + " none is tried before 2026-11-20T08:30:03Z, lest the account be locked. A"
                        + " changed database.acd.username or database.acd.password is tried at once;"
                        + " a restart or another command is not. If they are right and the account"
                        + " was mended at the database, it is tried then by itself",
                obstacle(URL, WRONG).getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://acd.invalid/sales,jdbc:postgresql://ACD.Invalid:5432/service",
        "jdbc:postgresql://acd.invalid/sales,jdbc:postgresql://acd.invalid.:5432/sales",
        "jdbc:postgresql://localhost/sales,jdbc:postgresql://127.0.0.1/sales",
        "jdbc:postgresql://LOCALHOST/sales,jdbc:postgresql://[::1]:5432/sales",
        "jdbc:postgresql:sales,jdbc:postgresql://[0:0:0:0:0:0:0:1]/sales",
        "jdbc:postgresql://127.0.0.1/sales,jdbc:postgresql://127.1.2.3/sales",
        "'jdbc:postgresql://one.invalid,two.invalid/a',jdbc:postgresql://two.invalid/a",
        "jdbc:mariadb://acd.invalid/sales,jdbc:mysql://acd.invalid:3306/sales",
        "jdbc:mariadb://[2001:db8::1]/sales,jdbc:mariadb://[2001:DB8:0:0:0:0:0:1]/sales",
        "jdbc:sqlserver://acd.invalid,jdbc:sqlserver://acd.invalid:1433;databaseName=a",
        "jdbc:sqlserver://acd.invalid\\ACD,jdbc:sqlserver://ACD.invalid;instanceName=acd"
    })
    void oneServerUnderItsNamesCountsOnce(String url, String other) throws Exception {
        refuse(url, WRONG);
        refuse(other, WRONG);

        obstacle(url, WRONG);
        obstacle(other, WRONG);
    }

    @Test
    void oneServerByNameAndByAddressCountsOnce() throws Exception {
        String here = java.net.InetAddress.getLocalHost().getHostAddress();
        refuse("jdbc:postgresql://localhost/sales", WRONG);
        refuse("jdbc:postgresql://%s/sales".formatted(here), WRONG);

        obstacle("jdbc:postgresql://127.0.0.1/sales", WRONG);
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://acd.invalid:5433/sales",
        "jdbc:postgresql://acd2.invalid/sales",
        "jdbc:sqlserver://acd.invalid",
        "jdbc:sqlserver://acd.invalid\\ACD"
    })
    void anotherServerCountsForItself(String other) throws Exception {
        refuse(URL, WRONG);
        refuse(URL, WRONG);

        assertDoesNotThrow(() -> check(other, WRONG));
    }

    @Test
    void anInstanceOfAServerCountsForItself() throws Exception {
        refuse("jdbc:sqlserver://acd.invalid\\ONE", WRONG);
        refuse("jdbc:sqlserver://acd.invalid\\ONE", WRONG);

        assertDoesNotThrow(() -> check("jdbc:sqlserver://acd.invalid\\TWO", WRONG));
    }

    @Test
    void anotherUserCountsForHimself() throws Exception {
        refuse(URL, WRONG);
        refuse(URL, WRONG);

        assertDoesNotThrow(() -> check(URL, credentials("other", "wrong")));
    }

    @Test
    void credentialsNeverShow() {
        assertEquals("***", WRONG.toString());
    }

    /** Neither where this process counts nor where marks for the record are. */
    @Test
    void noPasswordStaysInMemory() throws Exception {
        var kept = new Accounts(clock, folder);
        WeakReference<String> password = refusedOnce(kept);

        System.gc();
        assertNull(password.get());
        Reference.reachabilityFence(kept);
    }

    private static WeakReference<String> refusedOnce(Accounts accounts) throws Exception {
        var password = new String(new char[] {'o', 'l', 'd'});
        Credentials credentials = credentials("acd", password);
        try (Turn turn = accounts.turn(JdbcUrlTest.of(URL))) {
            turn.check(credentials, database(URL));
            turn.refused(credentials);
        }
        return new WeakReference<>(password);
    }

    private void refuse(String url, Credentials credentials) throws Exception {
        try (Turn turn = accounts.turn(JdbcUrlTest.of(url))) {
            turn.check(credentials, database(url));
            turn.refused(credentials);
        }
    }

    private void succeed(String url, Credentials credentials) throws Exception {
        try (Turn turn = accounts.turn(JdbcUrlTest.of(url))) {
            turn.check(credentials, database(url));
            turn.succeeded(credentials);
        }
    }

    private void check(String url, Credentials credentials) throws Exception {
        try (Turn turn = accounts.turn(JdbcUrlTest.of(url))) {
            turn.check(credentials, database(url));
        }
    }

    private SourceException obstacle(String url, Credentials credentials) {
        return assertThrows(SourceException.class, () -> check(url, credentials));
    }

    private static AgentConfig.Database database(String url) {
        return AcdDatabase.config(url, "acd", "");
    }

    private static Credentials credentials(String user, String password) {
        return new Credentials(Optional.of(user), Optional.of(password));
    }
}

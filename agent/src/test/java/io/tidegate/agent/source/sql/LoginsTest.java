package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidegate.agent.loop.TestClock;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.source.SourceException.Kind;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;

/** A wrong password must not lock the account. */
class LoginsTest {
    private static final Credentials WRONG = credentials("wrong");

    private final TestClock clock = TestClock.at("2026-11-20T08:00:00Z");
    private final Logins logins = new Logins(clock);

    @Test
    void afterTwoRefusalsNoneIsTriedFor30Minutes() throws Exception {
        fail();
        fail();

        var refused = assertThrows(SourceException.class, () -> logins.check(WRONG, "acd"));
        assertEquals(Kind.LOGIN, refused.kind());
        clock.advance(Duration.ofMinutes(29));
        assertThrows(SourceException.class, () -> logins.check(WRONG, "acd"));
        clock.advance(Duration.ofMinutes(1));
        assertDoesNotThrow(() -> logins.check(WRONG, "acd"));
    }

    @Test
    void aNewPasswordIsTriedAtOnce() throws Exception {
        fail();
        fail();

        assertDoesNotThrow(() -> logins.check(credentials("right"), "acd"));
    }

    @Test
    void aLoginThatWorkedForgivesTheOneBefore() throws Exception {
        fail();
        logins.succeeded();
        fail();

        assertDoesNotThrow(() -> logins.check(WRONG, "acd"));
    }

    @Test
    void whatIsCountedIsTheUserOfAServer() throws Exception {
        var accounts = new Accounts(clock);
        Logins sales = accounts.of(url("jdbc:postgresql://acd.example/sales"), user("reader"));

        assertSame(
                sales,
                accounts.of(url("jdbc:postgresql://ACD.example:5432/service"), user("reader")));
        assertNotSame(
                sales, accounts.of(url("jdbc:postgresql://acd.example/sales"), user("other")));
        assertNotSame(
                sales, accounts.of(url("jdbc:postgresql://acd2.example/sales"), user("reader")));
    }

    private static JdbcUrl url(String text) throws BadQueryException {
        return JdbcUrlTest.of(text);
    }

    private static Optional<String> user(String name) {
        return Optional.of(name);
    }

    @Test
    void credentialsNeverShow() {
        assertEquals("***", WRONG.toString());
    }

    private void fail() throws SourceException {
        logins.check(WRONG, "acd");
        logins.failed(WRONG);
    }

    private static Credentials credentials(String password) {
        return new Credentials(Optional.of("acd"), Optional.of(password));
    }
}

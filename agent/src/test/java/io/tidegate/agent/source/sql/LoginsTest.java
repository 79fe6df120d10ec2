package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
    private final Logins logins = new Logins("acd", clock);

    @Test
    void afterTwoRefusalsNoneIsTriedFor30Minutes() throws Exception {
        fail();
        fail();

        var refused = assertThrows(SourceException.class, () -> logins.check(WRONG));
        assertEquals(Kind.LOGIN, refused.kind());
        clock.advance(Duration.ofMinutes(29));
        assertThrows(SourceException.class, () -> logins.check(WRONG));
        clock.advance(Duration.ofMinutes(1));
        assertDoesNotThrow(() -> logins.check(WRONG));
    }

    @Test
    void aNewPasswordIsTriedAtOnce() throws Exception {
        fail();
        fail();

        assertDoesNotThrow(() -> logins.check(credentials("right")));
    }

    @Test
    void aLoginThatWorkedForgivesTheOneBefore() throws Exception {
        fail();
        logins.succeeded();
        fail();

        assertDoesNotThrow(() -> logins.check(WRONG));
    }

    @Test
    void credentialsNeverShow() {
        assertEquals("***", WRONG.toString());
    }

    private void fail() throws SourceException {
        logins.check(WRONG);
        logins.failed(WRONG);
    }

    private static Credentials credentials(String password) {
        return new Credentials(Optional.of("acd"), Optional.of(password));
    }
}

package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.loop.TestClock;
import io.tidegate.agent.source.SourceException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** What processes of one data folder know of each other's refused logins. */
class LoginRecordTest {
    private static final Credentials WRONG =
            new Credentials(Optional.of("reader"), Optional.of("wrong-4711"));
    private static final Credentials RIGHT =
            new Credentials(Optional.of("reader"), Optional.of("right-4712"));
    private static final String URL = "jdbc:postgresql://acd.invalid/sales";
    private static final Logger LOG = (Logger) LoggerFactory.getLogger(LoginRecord.class);

    private final TestClock clock = TestClock.at("2026-11-20T08:00:00Z");
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    @TempDir Path folder;

    @BeforeEach
    void listen() {
        said.start();
        LOG.addAppender(said);
    }

    @AfterEach
    void stopListening() {
        LOG.detachAppender(said);
    }

    /** Each has a memory of its own, as each process has. */
    private Accounts process() {
        return new Accounts(clock, folder);
    }

    private Path file() {
        return folder.resolve("logins/refused");
    }

    @Test
    void aRestartForgetsNoRefusal() throws Exception {
        refuse(process());
        clock.advance(Duration.ofMinutes(1));
        refuse(process());

        clock.advance(Duration.ofMinutes(29));
        String obstacle = obstacle(process()).getMessage();
        assertTrue(obstacle.contains("the last at 2026-11-20T08:01:00Z"), obstacle);
        assertTrue(obstacle.contains("before 2026-11-20T08:31:00Z"), obstacle);
        clock.advance(Duration.ofMinutes(1));
        assertDoesNotThrow(() -> check(process(), WRONG));
    }

    @Test
    void aRunningProcessKnowsWhatAnotherWasRefused() throws Exception {
        Accounts running = process();
        refuse(running);
        refuse(process());

        obstacle(running);
        obstacle(process());
    }

    @Test
    void aChangedPasswordIsTriedAtOnceByWhoeverAsks() throws Exception {
        refuse(process());
        refuse(process());

        succeed(process(), RIGHT);
        assertDoesNotThrow(() -> check(process(), RIGHT));
        obstacle(process());
    }

    @Test
    void aLoginThatWorkedForgivesTheOneBeforeInOtherProcessesToo() throws Exception {
        refuse(process());
        succeed(process(), WRONG);
        refuse(process());

        assertDoesNotThrow(() -> check(process(), WRONG));
    }

    @Test
    void whatIsKeptShowsNeitherSecretNorUserNorServerAndIsForItsOwnerOnly() throws Exception {
        refuse(process());

        String text = Files.readString(file());
        assertTrue(
                text.matches(
                        "\\nrefused 2026-11-20T08:00:00Z [0-9a-f]{8} [0-9a-f]{32} [0-9a-f]{3} [0-9a-f]{16}\\n"),
                text);
        for (Path path : List.of(file(), folder.resolve("logins"))) {
            String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
            assertTrue(rights.endsWith("------"), path + " " + rights);
        }
    }

    /** With all of a list of passwords tried against it nobody knows which it was. */
    @Test
    void manyPasswordsHaveTheSameMark() {
        String salt = "00112233445566778899aabbccddeeff";
        assertEquals(3, SecretMark.of(WRONG, salt).length());
        assertEquals(SecretMark.of(WRONG, salt), SecretMark.of(WRONG, salt));
        assertFalse(SecretMark.of(WRONG, salt).equals(SecretMark.of(RIGHT, salt)));
    }

    @Test
    void aClockThatWasSetBackBlocksForAnHourAtMost() throws Exception {
        refuse(process());
        refuse(process());

        clock.setInstant(clock.instant().minus(Duration.ofMinutes(30)));
        obstacle(process());
        clock.setInstant(clock.instant().minus(Duration.ofSeconds(1)));
        assertDoesNotThrow(() -> check(process(), WRONG));
    }

    @Test
    void aClockThatWasSetBackALittleForgetsNothing() throws Exception {
        refuse(process());
        clock.setInstant(clock.instant().minus(Duration.ofSeconds(2)));
        refuse(process());

        obstacle(process());
    }

    @Test
    void aDamagedRecordCountsAsNoneIsSaidAndMended() throws Exception {
        refuse(process());
        refuse(process());
        Files.write(file(), new byte[] {0, 1, 2, (byte) 0xff, '\n', 'r', 'e', 'f'});

        assertDoesNotThrow(() -> check(process(), WRONG));
        assertEquals(List.of("TG-0542"), ids());
        refuse(process());
        refuse(process());
        obstacle(process());
        assertEquals(2, lines());
    }

    @Test
    void aLineThatWasCutShortHidesNoOther() throws Exception {
        refuse(process());
        String text = Files.readString(file());
        Files.writeString(file(), text + "\nrefused 2026-11-20T08:0");

        refuse(process());
        obstacle(process());
    }

    @Test
    void ofARecordThatHasGrownTooLargeTheEndCounts() throws Exception {
        refuse(process());
        String line = Files.readString(file());
        Files.writeString(file(), "x".repeat(70_000) + '\n' + line);

        refuse(process());
        obstacle(process());
        assertTrue(Files.size(file()) < 1_000);
        assertEquals(List.of(), ids());
    }

    @Test
    void whatMattersNoMoreIsTakenAway() throws Exception {
        for (int i = 0; i < 20; i++) {
            refuse(process());
            refuse(process());
            clock.advance(Duration.ofHours(1));
        }
        assertEquals(2, lines());
    }

    @Test
    void ofTwoWrongPasswordsOutOfStepTheOldLinesAreTakenAwayToo() throws Exception {
        Accounts first = process();
        Accounts second = process();
        for (int i = 0; i < 20; i++) {
            refuse(first, WRONG);
            refuse(first, WRONG);
            clock.advance(Duration.ofMinutes(15));
            refuse(second, RIGHT);
            refuse(second, RIGHT);
            clock.advance(Duration.ofMinutes(15));
        }
        assertTrue(lines() <= 8, Files.readString(file()));
        assertThrows(SourceException.class, () -> check(process(), RIGHT));
    }

    /** The first lies longer back than the pause, and still makes the second the second. */
    @Test
    void aLineIsNotTakenAwayWhileALaterOneCountsOnIt() throws Exception {
        refuse(process(), WRONG);
        clock.advance(Duration.ofMinutes(29));
        refuse(process(), WRONG);
        clock.advance(Duration.ofMinutes(29));
        refuse(process(), RIGHT);

        obstacle(process());
    }

    /** A command that is cut short by its time limit. */
    @Test
    void whoIsInterruptedStillNotesTheRefusal() throws Exception {
        Accounts first = process();
        try (Turn turn = first.turn(JdbcUrlTest.of(URL))) {
            Thread.currentThread().interrupt();
            turn.refused(WRONG);
        }
        assertTrue(Thread.interrupted());
        assertEquals(1, lines());
        refuse(process());
        obstacle(process());
    }

    @Test
    void withoutADataFolderItGoesOnSaysSoAndMakesNone() throws Exception {
        Path none = folder.resolve("none");
        Accounts first = new Accounts(clock, none);
        refuse(first);
        refuse(first);
        obstacle(first);

        assertFalse(Files.exists(none));
        assertEquals(List.of("TG-0541", "TG-0541"), ids());
        assertTrue(said.list.getFirst().getFormattedMessage().contains(none + " is not there yet"));
    }

    @Test
    void aFolderThatCannotBeUsedIsSaidAndStopsNothing() throws Exception {
        Files.writeString(folder.resolve("logins"), "a file where a folder should be");
        Accounts first = process();
        refuse(first);
        refuse(first);

        obstacle(first);
        assertEquals(List.of("TG-0541", "TG-0541"), ids());
    }

    @Test
    @Timeout(60)
    void ofManyAtOnceTwoAreRefused() throws Exception {
        var refused = new AtomicInteger();
        Callable<Void> login =
                () -> {
                    try (Turn turn =
                            new Accounts(Clock.system(), folder).turn(JdbcUrlTest.of(URL))) {
                        turn.check(WRONG, AcdDatabase.config(URL, "reader", ""));
                        refused.incrementAndGet();
                        turn.refused(WRONG);
                    } catch (SourceException _) {
                        // As it should be.
                    }
                    return null;
                };
        try (var threads = Executors.newFixedThreadPool(6)) {
            for (Future<Void> one :
                    threads.invokeAll(IntStream.range(0, 6).mapToObj(_ -> login).toList())) {
                one.get();
            }
        }
        assertEquals(2, refused.get());
    }

    @Test
    void whatIsPreparedIsThereBeforeAnyRefusal() {
        process().prepare();

        assertTrue(Files.isRegularFile(file()));
        assertTrue(Files.isRegularFile(folder.resolve("logins/refused.lock")));
    }

    @Test
    void whoHangsInALoginKeepsOthersWaitingForSecondsOnly() throws Exception {
        try (Turn hanging = process().turn(JdbcUrlTest.of(URL))) {
            long begin = clock.nanoTime();
            check(process(), WRONG);
            Duration waited = Duration.ofNanos(clock.nanoTime() - begin);
            assertTrue(waited.toSeconds() >= 5 && waited.toSeconds() < 10, waited.toString());
            hanging.succeeded(WRONG);
        }
    }

    private long lines() throws Exception {
        return Files.readString(file()).lines().filter(l -> !l.isEmpty()).count();
    }

    private List<String> ids() {
        return said.list.stream()
                .map(e -> String.valueOf(e.getKeyValuePairs().getFirst().value))
                .toList();
    }

    private static void refuse(Accounts process) throws Exception {
        refuse(process, WRONG);
    }

    private static void refuse(Accounts process, Credentials credentials) throws Exception {
        try (Turn turn = process.turn(JdbcUrlTest.of(URL))) {
            turn.check(credentials, AcdDatabase.config(URL, "reader", ""));
            turn.refused(credentials);
        }
    }

    private static void succeed(Accounts process, Credentials credentials) throws Exception {
        try (Turn turn = process.turn(JdbcUrlTest.of(URL))) {
            turn.check(credentials, AcdDatabase.config(URL, "reader", ""));
            turn.succeeded(credentials);
        }
    }

    private static void check(Accounts process, Credentials credentials) throws Exception {
        try (Turn turn = process.turn(JdbcUrlTest.of(URL))) {
            turn.check(credentials, AcdDatabase.config(URL, "reader", ""));
        }
    }

    private static SourceException obstacle(Accounts process) {
        return assertThrows(SourceException.class, () -> check(process, WRONG));
    }
}

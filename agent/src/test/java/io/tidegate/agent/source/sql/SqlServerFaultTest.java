package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.source.SourceException.Kind;
import io.tidegate.agent.source.sql.tds.Answer;
import io.tidegate.agent.source.sql.tds.TdsPeer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** What is said, and what follows, when a SQL Server does not give what is asked. */
@Timeout(60)
class SqlServerFaultTest {
    private static final String QUERY = "SELECT * FROM calls";
    private static final LocalDateTime AT = LocalDateTime.of(2026, 11, 20, 9, 30);
    private TdsPeer peer;

    @BeforeEach
    void start() throws Exception {
        peer = TdsPeer.plain();
        peer.when("calls", calls());
    }

    @AfterEach
    void stop() throws Exception {
        peer.close();
        assertEquals(List.of(), peer.failures());
    }

    private static Answer.Rows calls() {
        return Answer.columns(
                "timestamp datetime2(7)",
                "queueidentifier varchar(20)",
                "queuename nvarchar(20)",
                "answered bit");
    }

    private static SourceException fault(Source source) {
        return assertThrows(SourceException.class, () -> read(source, () -> {}));
    }

    private static void read(Source source, SqlServerAcd.Each each) throws Exception {
        source.read(SqlServerAcd.FROM, SqlServerAcd.TO, each);
    }

    private Source open() throws SourceException {
        return SqlServerAcd.open(peer, SqlServerAcd.contacts(QUERY));
    }

    /** What is answered to the query itself, not to the questions about its columns. */
    private void run(Answer answer) {
        peer.when("tidegate.[timestamp] >=", answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "207   | LASTING  | names a table or column that is not there",
                "208   | LASTING  | names a table or column that is not there",
                "102   | LASTING  | does not understand the query",
                "8156  | LASTING  | does not understand the query",
                "206   | LASTING  | compares what cannot be compared",
                "229   | LASTING  | grant it SELECT",
                "916   | LASTING  | grant it SELECT",
                "8152  | LASTING  | fails on a value",
                "241   | LASTING  | fails on a value",
                "8134  | LASTING  | fails on a value",
                "3906  | LASTING  | it may only read",
                "1205  | PASSING  | locked by others; it is tried again",
                "1222  | PASSING  | locked by others; it is tried again",
                "3960  | PASSING  | locked by others; it is tried again",
                "601   | PASSING  | locked by others; it is tried again",
                "701   | PASSING  | has no room for us",
                "9002  | PASSING  | has no room for us",
                "40613 | PASSING  | has no room for us",
                "40197 | PASSING  | has no room for us",
                "10928 | PASSING  | has no room for us",
                "6005  | PASSING  | the connection failed or broke",
                "50000 | PASSING  | reported a failure; it is tried again"
            })
    void anErrorOfTheServerSaysWhatToDo(int number, Kind kind, String sentence) throws Exception {
        run(Answer.error(number, "The value '+49301234567' is bad."));
        try (var source = open()) {
            var fault = fault(source);

            assertEquals(kind, fault.kind());
            assertTrue(fault.getMessage().contains(sentence), fault.getMessage());
            assertTrue(fault.getMessage().endsWith("(SQL Server error " + number + ")"));
            assertFalse(fault.getMessage().contains("4930"), "a message may hold a value");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "18456, LOGIN",
        "18452, LOGIN",
        "18488, LOGIN",
        "4060, LASTING",
        "40613, PASSING",
        "18401, PASSING"
    })
    void aRefusedLoginSaysWhatFollows(int number, Kind kind) throws Exception {
        peer.refuse(new Answer.Failure(number, 14, "Login failed for user 'reader'."));
        try (var source = open()) {
            assertEquals(kind, fault(source).kind());
        }
        assertEquals(1, peer.logins().size(), "the driver tries no second time on its own");
    }

    @Test
    void afterTwoRefusedLoginsNoneIsTriedWhoeverAsks() throws Exception {
        peer.refuse(new Answer.Failure(18456, 14, "Login failed for user 'reader'."));
        var database = new SqlDatabase(SqlServerAcd.config(SqlServerAcd.url(peer)), Clock.system());
        try (var one = database.open(SqlServerAcd.contacts(QUERY).sql());
                var other = database.open(SqlServerAcd.contacts(QUERY).sql())) {
            assertEquals(
                    "source acd1, database acd: the login was refused: check database.acd.username and"
                            + " database.acd.password, and that the account may log in from here (SQL"
                            + " Server error 18456)",
                    fault(one).getMessage());
            fault(other);
            assertTrue(fault(one).getMessage().contains("two logins were refused"));
            assertTrue(fault(other).getMessage().contains("two logins were refused"));
        }
        assertEquals(2, peer.logins().size(), "each try is one login");
    }

    @Test
    void aServerThatDoesNotAnswerTheLoginIsGivenUp() throws Exception {
        peer.ignoreLogins();
        try (var source = open()) {
            assertEquals(Kind.PASSING, fault(source).kind());
        }
    }

    @Test
    void aConnectionCutAmidRowsIsAPassingFaultAndTheNextReadSucceeds() throws Exception {
        Answer.Rows rows = calls().row(AT, "q", "Queue", true).row(AT, "q", null, true);
        run(rows);
        peer.once("tidegate.[timestamp] >=", rows.then(new Answer.Cut()));
        try (var source = open()) {
            assertEquals(Kind.PASSING, fault(source).kind());
            var seen = new AtomicLong();
            read(source, seen::incrementAndGet);
            assertEquals(2, seen.get());
        }
    }

    @Test
    void aDeadlockAmidRowsIsAPassingFaultAndTheNextReadUsesTheSameConnection() throws Exception {
        Answer.Rows rows = calls().row(AT, "q", "Queue", true);
        run(rows);
        peer.once("tidegate.[timestamp] >=", rows.then(Answer.error(1205, "deadlock victim")));
        try (var source = open()) {
            assertEquals(Kind.PASSING, fault(source).kind());
            read(source, () -> {});
        }
        assertEquals(1, peer.logins().size());
    }

    @Test
    void aQueryThatGivesNoRowInTimeIsSaidToBeSlow() throws Exception {
        run(new Answer.Stall());
        slow();
    }

    @Test
    void aResultThatFallsSilentIsSaidToBeSlow() throws Exception {
        run(calls().row(AT, "q", "Queue", true).then(new Answer.Stall()));
        slow();
    }

    private void slow() throws Exception {
        var source = SqlServerAcd.contacts(QUERY).queryTimeout(Duration.ofSeconds(1));
        try (var opened = SqlServerAcd.open(peer, source)) {
            long began = System.nanoTime();
            var fault = fault(opened);
            assertEquals(Kind.TOO_SLOW, fault.kind(), fault.getMessage());
            assertTrue(fault.getMessage().contains("sql.query-timeout"));
            assertTrue(System.nanoTime() - began < 5_000_000_000L);

            run(calls().row(AT, "q", "Queue", true));
            read(opened, () -> {});
        }
        assertEquals(1, peer.attentions());
        assertEquals(1, peer.logins().size(), "attention ended it, so the connection is good");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anInterruptEndsARead(boolean rows) throws Exception {
        run(rows ? calls().endless(AT, "q", "Queue", true) : new Answer.Stall());
        var begun = new CountDownLatch(1);
        try (var source = open()) {
            var reading = new Reading(() -> read(source, begun::countDown));
            if (rows) {
                begun.await();
            } else {
                awaitQuery();
            }
            assertInstanceOf(InterruptedException.class, reading.interrupted());
            assertEquals(1, peer.attentions());
        }
    }

    private void awaitQuery() {
        while (peer.count("tidegate.[timestamp] >=") == 0) {
            Thread.onSpinWait();
        }
    }

    /** The driver would read on to the end before it lets go. */
    @Test
    void aResultThatItsReaderRefusesIsNotReadToItsEnd() throws Exception {
        run(calls().endless(AT, "q", "Queue", true));
        try (var source = open()) {
            var rows = new AtomicLong();
            assertThrows(
                    IllegalStateException.class,
                    () ->
                            read(
                                    source,
                                    () -> {
                                        if (rows.incrementAndGet() == 10_000) {
                                            throw new IllegalStateException("enough");
                                        }
                                    }));
            run(calls());
            read(source, () -> {});
        }
        assertEquals(1, peer.logins().size());
    }

    @Test
    void everyReadEndsItsTransactionAndNoConnectionIsLeftOpen() throws Exception {
        run(calls().row(AT, "q", "Queue", true));
        try (var source = open()) {
            for (int i = 0; i < 20; i++) {
                read(source, () -> {});
            }
            assertEquals(1, peer.connections());
            assertEquals(20, peer.count("IF @@TRANCOUNT > 0 ROLLBACK TRAN"));
        }
        assertEquals("IF @@TRANCOUNT > 0 ROLLBACK TRAN", peer.texts().getLast());
        while (peer.connections() > 0) {
            Thread.onSpinWait();
        }
    }
}

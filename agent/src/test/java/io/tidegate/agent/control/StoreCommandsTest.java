package io.tidegate.agent.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.loop.TestClock;
import io.tidegate.agent.store.AgentRecord;
import io.tidegate.agent.store.FileRecord;
import io.tidegate.agent.store.SqliteStore;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.StreamRecord;
import io.tidegate.agent.store.StreamRecord.Pause;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.protocol.WindowHash;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What commands change in the store. */
class StoreCommandsTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
    private static final Days ONE_DAY = new Days(DAY, DAY);
    private static final Instant MIDNIGHT = DAY.atStartOfDay(TestSources.ZONE).toInstant();
    private static final WindowHash TEN = WindowHash.of(10, "ab".repeat(32));
    private static final WindowHash TWO = WindowHash.of(2, "cd".repeat(32));
    private static final String SHA = "a".repeat(64);

    @TempDir Path folder;
    private final List<String> woken = new ArrayList<>();
    private final TestClock clock = TestClock.at("2026-11-21T08:00:00Z");
    private Store store;
    private Commands commands;

    @BeforeEach
    void open() throws IOException {
        Files.createDirectories(folder.resolve("drop"));
        store = SqliteStore.open(folder, clock, () -> "instance-1");
        var sources = new TreeMap<String, io.tidegate.config.SourceConfig>();
        sources.put("acd1", TestSources.sql("acd1"));
        sources.put("files", TestSources.csv("files", folder.resolve("drop")));
        commands =
                new StoreCommands(
                        store,
                        sources,
                        () -> "{}",
                        (request, _) -> new Reply(0, "verified " + request.source()),
                        folder,
                        woken::add);
    }

    @Test
    void aFencedFolderSendsAgainWhenAPersonAdoptsIt() {
        AgentRecord before = store.read(Tx::agent);
        store.change(tx -> tx.putAgent(fenced(tx.agent(), Optional.of("taken over"))));
        assertEquals(
                "This connector sends from now on. Another one that still runs under its name stops"
                        + " by itself.",
                commands.adopt().text());
        assertEquals(before, store.read(Tx::agent));
        assertEquals("Nothing kept this connector from sending.", commands.adopt().text());
    }

    private static AgentRecord fenced(AgentRecord agent, Optional<String> why) {
        return new AgentRecord(agent.instance(), agent.epoch(), why, agent.machine());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Optional<Pause> paused() {
        return store.read(tx -> tx.stream("acd1")).flatMap(StreamRecord::paused);
    }

    private void pauseBy(String by) {
        store.change(
                tx ->
                        tx.putStream(
                                StreamRecord.unread("acd1")
                                        .paused(
                                                Optional.of(
                                                        new Pause(by, "the column x is gone.")))));
    }

    @Test
    void anUnknownSourceIsAnsweredWithTheNamesThereAre() {
        Reply reply = commands.pause("acd9");
        assertEquals(64, reply.exit());
        assertEquals("there is no source 'acd9'; the sources are: acd1, files", reply.text());
        assertTrue(woken.isEmpty());
    }

    @Test
    void aPauseSurvivesARestartAndIsLiftedByResume() throws IOException {
        assertEquals(0, commands.pause("acd1").exit());
        close();
        open();
        assertEquals("local", paused().orElseThrow().by());
        assertEquals("acd1 is read again.", commands.resume("acd1").text());
        assertEquals(Optional.empty(), paused());
        assertEquals("acd1 was not paused.", commands.resume("acd1").text());
        assertEquals(List.of("acd1", "acd1", "acd1"), woken);
    }

    @Test
    void aPauseOfTheIngestIsLiftedByResumeAndOneForItsShapeByAcceptAlone() {
        pauseBy("ingest");
        assertEquals(0, commands.resume("acd1").exit());
        pauseBy("shape");
        Reply reply = commands.resume("acd1");
        assertEquals(1, reply.exit());
        assertTrue(reply.text().contains("the column x is gone"), reply.text());
        assertTrue(reply.text().contains("tidegate accept acd1"), reply.text());
        String said = commands.accept("acd1", Optional.empty()).text();
        assertTrue(said.contains("columns") && said.contains("tidegate reimport acd1"), said);
        assertEquals(Optional.empty(), paused());
    }

    @Test
    void aPauseByHandDoesNotTakeThePlaceOfOneByTheIngest() {
        for (String by : List.of("ingest", "conflict")) {
            pauseBy(by);
            assertTrue(commands.pause("acd1").text().contains("paused already"));
            assertEquals(by, paused().orElseThrow().by());
        }
    }

    private void window(int hour, State state) {
        Instant from = MIDNIGHT.plusSeconds(hour * 3600L);
        store.change(
                tx ->
                        tx.putWindow(
                                new WindowRecord(
                                        "acd1",
                                        from,
                                        from.plusSeconds(3600),
                                        state,
                                        Optional.of(TEN),
                                        10,
                                        3,
                                        3,
                                        0,
                                        false,
                                        "recipe",
                                        Optional.of(from),
                                        state == State.READ ? Optional.empty() : Optional.of(TWO),
                                        Optional.empty(),
                                        false,
                                        "lost much")));
    }

    private WindowRecord window(int hour) {
        return store.read(tx -> tx.window("acd1", MIDNIGHT.plusSeconds(hour * 3600L)))
                .orElseThrow();
    }

    @Test
    void anAcceptedWindowIsReadAndSentWhateverItLacks() {
        window(0, State.HELD);
        window(1, State.READ);
        window(24, State.HELD);
        Reply reply = commands.accept("acd1", Optional.of(ONE_DAY));
        assertEquals("1 window of acd1 is read again and sent, whatever it lacks.", reply.text());
        assertEquals(State.STALE, window(0).state());
        assertTrue(window(0).accepted());
        assertEquals(State.READ, window(1).state());
        assertEquals(State.HELD, window(24).state());
    }

    @Test
    void aWindowThatIsGoneIsEmptiedOnlyIfItsDayIsNamed() {
        window(0, State.GONE);
        Reply all = commands.accept("acd1", Optional.empty());
        assertEquals(1, all.exit());
        assertEquals(
                "Nothing of acd1 waits for a decision. What is gone at the source (1 window) stays in"
                        + " the cloud; --from and --to with its days empty it there too.",
                all.text());
        assertEquals(State.GONE, window(0).state());
        commands.accept("acd1", Optional.of(ONE_DAY));
        assertEquals(State.STALE, window(0).state());
        assertTrue(window(0).accepted());
    }

    @Test
    void aDecisionAboutNothingIsOneSentenceAndFails() {
        for (Reply reply :
                List.of(
                        commands.accept("acd1", Optional.empty()),
                        commands.keep("acd1", Optional.empty()))) {
            assertEquals(new Reply(1, "Nothing of acd1 waits for a decision."), reply);
        }
        assertEquals(
                new Reply(1, "Nothing of files (2026-11-20) waits for a decision."),
                commands.accept("files", Optional.of(ONE_DAY)));
        assertEquals(1, commands.keep("files", Optional.empty()).exit());
    }

    @Test
    void aKeptWindowStaysAsItIsStored() {
        window(0, State.HELD);
        window(1, State.GONE);
        assertEquals(
                "2 windows of acd1 stay as they are stored.",
                commands.keep("acd1", Optional.empty()).text());
        assertEquals(State.READ, window(0).state());
        assertEquals(Optional.of(TWO), window(0).kept());
        assertEquals(Optional.of(TEN), window(0).content());
        assertFalse(window(0).accepted());
    }

    @Test
    void aReimportOfAStreamThatWasNeverReadIsRefusedWithTheReason() {
        Reply reply = commands.reimport("acd1", ONE_DAY);
        assertEquals(1, reply.exit());
        assertTrue(reply.text().contains("never read"), reply.text());
    }

    @Test
    void aReimportMakesTheWindowsOfItsDaysStale() {
        store.change(
                tx ->
                        tx.putStream(
                                new StreamRecord(
                                        "acd1",
                                        Optional.of(MIDNIGHT),
                                        Optional.empty(),
                                        Optional.of(clock.instant()),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty())));
        window(3, State.READ);
        Reply reply = commands.reimport("acd1", ONE_DAY);
        assertEquals(
                "24 windows of acd1 (2026-11-20) are read again and what they hold is sent. What is"
                        + " then empty at the source stays as it is stored, and what lost much is"
                        + " held.",
                reply.text());
        assertEquals(
                new Reply(0, "The windows of acd1 (2026-11-20) are to be read again already."),
                commands.reimport("acd1", ONE_DAY));
        Reply future = commands.reimport("acd1", new Days(DAY.plusDays(9), DAY.plusDays(9)));
        assertEquals(1, future.exit());
        assertEquals(
                "Nothing of acd1 lies in 2026-11-29: these days are still to come, or older than its"
                        + " history or than source.acd1.keeps. It was read up to 2026-11-21"
                        + " 08:00:00 UTC.",
                future.text());
        assertEquals(State.STALE, window(3).state());
        assertEquals(Optional.of(TEN), window(3).content());
    }

    private void file(FileRecord.State state, Optional<Instant> from) {
        store.change(
                tx ->
                        tx.putFile(
                                new FileRecord(
                                        "files",
                                        SHA,
                                        folder.resolve("drop/x.csv").toString(),
                                        3,
                                        MIDNIGHT.plusSeconds(90_000),
                                        state,
                                        3,
                                        10,
                                        0,
                                        from,
                                        from.map(t -> t.plusSeconds(900)),
                                        Optional.empty(),
                                        Optional.empty(),
                                        false,
                                        "lowers stored intervals")));
    }

    private FileRecord file() {
        return store.read(tx -> tx.file("files", SHA)).orElseThrow();
    }

    @Test
    void aHeldFileIsTakenOrKeptOut() {
        file(FileRecord.State.HELD, Optional.empty());
        assertEquals(
                "1 file of files is read again and taken whatever speaks against it.",
                commands.accept("files", Optional.empty()).text());
        assertEquals(FileRecord.State.STALE, file().state());
        assertTrue(file().accepted());
        file(FileRecord.State.REFUSED, Optional.of(MIDNIGHT));
        commands.keep("files", Optional.of(ONE_DAY));
        assertEquals(FileRecord.State.KEPT_OUT, file().state());
        assertEquals("kept out: lowers stored intervals", file().reason());
    }

    @Test
    void aFileOfAnotherDayIsLeftAlone() {
        file(FileRecord.State.HELD, Optional.empty());
        commands.accept("files", Optional.of(ONE_DAY));
        assertEquals(FileRecord.State.HELD, file().state());
        commands.accept("files", Optional.of(new Days(DAY.plusDays(1), DAY.plusDays(1))));
        assertEquals(FileRecord.State.STALE, file().state());
    }

    @Test
    void aReimportTakesTheFilesOfItsDaysAgain() {
        file(FileRecord.State.COMMITTED, Optional.of(MIDNIGHT));
        Reply reply = commands.reimport("files", ONE_DAY);
        assertTrue(reply.text().startsWith("1 file of files (2026-11-20) is read"), reply.text());
        assertEquals(FileRecord.State.STALE, file().state());
        file(FileRecord.State.HELD, Optional.of(MIDNIGHT));
        Reply nothing = commands.reimport("files", ONE_DAY);
        assertEquals(1, nothing.exit());
        assertTrue(nothing.text().startsWith("No file of files that was taken"), nothing.text());
    }
}

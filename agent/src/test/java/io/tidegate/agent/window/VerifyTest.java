package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.control.Days;
import io.tidegate.agent.control.Reply;
import io.tidegate.agent.control.Request;
import io.tidegate.agent.control.Talk;
import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Optional;

/** What verify says of the days of a database, and what it sets going. */
class VerifyTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:30:00Z");
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final LocalDate TODAY = LocalDate.parse("2026-11-20");

    @TempDir Path folder;
    private Settings settings;
    private World world;
    private Verifying verifying;

    @BeforeEach
    void begin() throws InterruptedException {
        settings = new Settings(DataType.CONTACTS);
        settings.backfill = Optional.of(Period.ofDays(60));
        world = new World(folder, settings, NOW.toString()).start();
        world.contacts(NOW.minus(Duration.ofDays(58)), NOW, Duration.ofMinutes(30));
        world.run();
        verifying = new Verifying(world);
    }

    @AfterEach
    void end() {
        world.close();
    }

    private static Instant ago(int days) {
        return NOW.minus(Duration.ofDays(days));
    }

    private Reply verify(int fromAgo, int toAgo) throws Exception {
        return verifying.verify(TODAY.minusDays(fromAgo), TODAY.minusDays(toAgo));
    }

    private void has(String... texts) {
        for (String text : texts) {
            assertTrue(verifying.all().contains(text), verifying.all());
        }
    }

    private void hasNot(String text) {
        assertTrue(!verifying.all().contains(text), verifying.all());
    }

    private void agree() {
        world.agree(world.stream().bound().orElseThrow());
    }

    /** Some windows move, and another look takes its time; then all is as it should be. */
    private void settle() throws InterruptedException {
        world.pass(Duration.ofMinutes(1), Duration.ofSeconds(10));
    }

    @Test
    void whatIsEqualIsCountedAndNotListed() throws Exception {
        int batches = world.cloud.batches;
        assertEquals(0, verify(57, 0).exit());
        has("equal", "Nothing is BROKEN.", "acd1, 2026-09-24 to 2026-11-20, days of Europe/Berlin");
        hasNot("ingest the");
        assertEquals(0, verifying.lines.size());
        settle();
        assertEquals(batches, world.cloud.batches, "nothing is sent");
    }

    @Test
    void aChangeBeyondEveryHorizonIsFoundAndSent() throws Exception {
        world.contact("late", ago(50));
        world.pass(Duration.ofDays(3), QUARTER);
        int batches = world.cloud.batches;
        assertEquals(0, verify(57, 5).exit());
        has("will be sent", "the source has changed", "source      49  ingest      48");
        settle();
        agree();
        assertEquals(1, world.cloud.batches - batches);
        assertEquals(0, verify(57, 5).exit());
        hasNot("will be sent");
    }

    @Test
    void aChangeOfTheLookBackIsSentByItself() throws Exception {
        world.contact("late", NOW.minus(Duration.ofHours(5)));
        assertEquals(0, verify(0, 0).exit());
        has("will be sent");
        settle();
        agree();
    }

    @Test
    void whatIsPurgedIsGoneAtTheSourceAndStays() throws Exception {
        List<String> before = world.cloud.shown();
        Instant midnight = Instant.parse("2026-10-10T22:00:00Z");
        world.acd.rows.removeIf(row -> ((Instant) row[3]).isBefore(midnight));
        assertEquals(0, verify(57, 30).exit());
        has("gone at source");
        settle();
        assertEquals(before, world.cloud.shown());
        assertTrue(world.count(State.GONE) > 15);
    }

    @Test
    void whatTheSourceKeepsNoLongerIsNotReadAndIsComparedWithTheIngestAllTheSame()
            throws Exception {
        settings.keeps = Optional.of(Period.ofDays(30));
        world.restart();
        world.run();
        verifying = new Verifying(world);
        world.acd.queries.clear();
        world.cloud.windows.remove(world.window("2026-10-01T22:00:00Z").from());
        assertEquals(1, verify(57, 40).exit());
        has("gone at source", "BROKEN", "the source does not have it either");
        assertTrue(world.acd.queries.isEmpty());
    }

    @Test
    void aDayThatLostMuchIsHeldWithTheCommandThatDecides() throws Exception {
        world.contacts(ago(20), ago(19), Duration.ofMinutes(2));
        settings.deep = Period.ofDays(35);
        Decisions.Days day = new Decisions.Days(TODAY.minusDays(20), TODAY.minusDays(19));
        world.store.change(tx -> Decisions.reimport(tx, settings.config(), day));
        settle();
        agree();
        int[] n = {0};
        world.acd.rows.removeIf(
                row ->
                        ((Instant) row[3]).isAfter(ago(20))
                                && ((Instant) row[3]).isBefore(ago(19))
                                && n[0]++ % 4 > 0);
        List<String> before = world.cloud.shown();
        assertEquals(0, verify(21, 18).exit());
        has("held", "max-shrink", "'tidegate accept acd1 --from 2026-10-31 --to 2026-10-31'");
        settle();
        assertEquals(before, world.cloud.shown());
    }

    @Test
    void aWindowThatTheIngestHasLostIsBrokenAndMended() throws Exception {
        Instant lost = world.window("2026-10-10T22:00:00Z").from();
        world.cloud.windows.remove(lost);
        Reply reply = verify(57, 0);
        assertEquals(1, reply.exit());
        has(
                "BROKEN",
                "the ingest does not have it; it is read and sent again",
                "1 window is BROKEN");
        settle();
        agree();
        assertEquals(0, verify(57, 0).exit());
    }

    @Test
    void rowsThatAreMissingOrOthersAtTheIngestAreBrokenAndMended() throws Exception {
        tamper("2026-10-10T22:00:00Z", rows -> rows.subList(1, rows.size()));
        tamper("2026-11-20T05:00:00Z", rows -> List.of(rows.get(0), rows.get(0)));
        assertEquals(1, verify(57, 0).exit());
        has("the ingest has 47 rows, and had taken 48", "as many rows, but not the same");
        settle();
        agree();
        assertEquals(0, verify(57, 0).exit());
    }

    private void tamper(String from, java.util.function.UnaryOperator<List<Row>> change) {
        world.cloud.windows.computeIfPresent(
                Instant.parse(from),
                (_, w) -> new Cloud.Stored(w.to(), w.revision(), change.apply(w.rows())));
    }

    @Test
    void aWindowOfWhichTheLedgerKnowsNothingIsBrokenAndTakenOver() throws Exception {
        Cloud.Stored day = world.cloud.windows.get(Instant.parse("2026-10-10T22:00:00Z"));
        world.cloud.windows.put(
                Instant.parse("2026-09-20T22:00:00Z"),
                new Cloud.Stored(Instant.parse("2026-09-21T22:00:00Z"), 1, day.rows()));
        assertEquals(1, verifying.verify(TODAY.minusDays(61), TODAY.minusDays(59)).exit());
        has("of which the ledger knows nothing");
    }

    @Test
    void whatIsOnItsWayIsNeverBroken() throws Exception {
        world.contact("late", ago(10));
        verifying.cloudTakes = false;
        assertEquals(0, verify(12, 8).exit());
        has("will be sent");
        world.turn();
        assertEquals(0, verify(12, 8).exit());
        has("it is on its way");
        settle();
        assertEquals(0, verify(12, 8).exit());
        hasNot("will be sent");
    }

    @Test
    void aWindowThatMovesMeanwhileIsLookedAtAgain() throws Exception {
        world.contact("late", ago(10));
        Decisions.Days days = new Decisions.Days(TODAY.minusDays(12), TODAY.minusDays(8));
        verifying.beforeListing =
                () -> world.store.change(tx -> Decisions.reimport(tx, settings.config(), days));
        assertEquals(0, verify(12, 8).exit());
        hasNot("BROKEN:");
        settle();
        assertEquals(0, verify(12, 8).exit());
        agree();
    }

    @Test
    void whatTheHistoryHasNotReadIsNotReadYet() throws Exception {
        world.stop();
        world = new World(folder.resolve("young"), settings, NOW.toString()).start();
        world.contacts(NOW.minus(Duration.ofDays(80)), NOW, Duration.ofMinutes(30));
        world.full =
                lane ->
                        lane == io.tidegate.protocol.Lane.BACKFILL
                                ? Optional.of("full")
                                : Optional.empty();
        world.run();
        verifying = new Verifying(world);
        assertEquals(0, verify(75, 3).exit());
        has("not read yet", "the history has not come there", "older than the history");
    }

    @Test
    void whatAPersonHasKeptIsSaidToBeKept() throws Exception {
        world.acd.rows.removeIf(row -> ((Instant) row[3]).isBefore(ago(40)));
        verify(57, 30);
        world.store.change(tx -> Decisions.keep(tx, settings.config(), Optional.empty()));
        assertEquals(0, verify(57, 30).exit());
        has("kept");
        hasNot("gone at source");
    }

    @Test
    void anIngestThatIsAwayIsSaidToBeAway() throws Exception {
        verifying.away = Optional.of("the connection was refused");
        Reply reply = verify(5, 0);
        assertEquals(69, reply.exit());
        assertTrue(reply.text().contains("the connection was refused"), reply.text());
        assertTrue(!reply.text().contains("BROKEN"), reply.text());
    }

    @Test
    void aSourceThatCannotBeReadIsSaidToBe() throws Exception {
        world.acd.event =
                _ -> {
                    throw new io.tidegate.agent.source.SourceException(
                            io.tidegate.agent.source.SourceException.Kind.LASTING,
                            "no rights",
                            null);
                };
        Reply reply = verify(5, 3);
        assertEquals(69, reply.exit());
        assertTrue(reply.text().contains("acd1 cannot be read: no rights"), reply.text());
    }

    @Test
    void liveGoesFirstAndTheLoadOfTheSourceHolds() throws Exception {
        world.stop();
        settings.load = 0.1;
        world.start();
        verifying = new Verifying(world);
        world.acd.took = Duration.ofSeconds(3);
        world.run();
        Instant began = world.clock.instant();
        long queries = world.acd.queries.size();
        verify(57, 30);
        Duration took = Duration.between(began, world.clock.instant());
        long reading = (world.acd.queries.size() - queries) * 3;
        assertTrue(took.toSeconds() >= reading * 5, took + " for " + reading + " s of reading");
    }

    @Test
    void rejectedRowsAreCountedBesideThoseThatAreStored() throws Exception {
        world.acd.add("bad", "4711", "Sales", ago(10), 7L, 60L);
        Decisions.Days day = new Decisions.Days(TODAY.minusDays(10), TODAY.minusDays(10));
        world.store.change(tx -> Decisions.reimport(tx, settings.config(), day));
        settle();
        assertEquals(0, verify(10, 10).exit());
        has("Source: 49 rows = 48 that can be stored + 1 rejected. Ingest: 48.");
        has("Days with rejected rows: 2026-11-10: 49 rows at the source = 48 + 1 rejected.");
    }

    @Test
    void totalsAddUpWhatTheAcdsOwnReportSays() throws Exception {
        world.acd.add("x", "4712", "Service", ago(10), 0L, 3_725.5);
        settle();
        verifying.totals = true;
        assertEquals(0, verify(11, 10).exit());
        assertEquals(
                """
                day         queue                        channel        offered  answered     handling  ingest
                2026-11-09  4711 Sales                   calls               48        48      0:48:00
                2026-11-09  all                                              48        48      0:48:00  equal
                2026-11-10  4711 Sales                   calls               48        48      0:48:00
                2026-11-10  4712 Service                 calls                1         0  1:02:05.500
                2026-11-10  all                                              49        48  1:50:05.500  will be sent
                """,
                String.join(
                                "\n",
                                verifying.lines.stream()
                                        .filter(l -> !l.startsWith("will") && !l.startsWith(" "))
                                        .toList())
                        + "\n");
        has("Days that are not equal: 2026-11-10 will be sent.");
        assertTrue(verifying.lines.stream().allMatch(l -> l.length() <= 100), verifying.all());
    }

    @Test
    void csvGivesALineForEachWindowOrForEachDayAndQueue() throws Exception {
        verifying.csv = true;
        assertEquals(0, verify(11, 10).exit());
        assertEquals(
                List.of(
                        "day,file,from,to,source,rejected,ledger,ingest,verdict,reason",
                        "2026-11-09,,2026-11-08T23:00:00Z,2026-11-09T23:00:00Z,48,0,48,48,equal,",
                        "2026-11-10,,2026-11-09T23:00:00Z,2026-11-10T23:00:00Z,48,0,48,48,equal,"),
                verifying.lines);
        verifying.totals = true;
        assertEquals(0, verify(11, 10).exit());
        assertEquals(
                List.of(
                        "day,queueidentifier,queuename,channel,offered,answered,handlingtime,verdict",
                        "2026-11-09,4711,Sales,calls,48,48,2880,equal",
                        "2026-11-10,4711,Sales,calls,48,48,2880,equal"),
                verifying.lines);
    }

    @Test
    void manyWindowsThatAreNotEqualDoNotFillTheScreen() throws Exception {
        for (int day = 3; day < 58; day++) {
            world.contact("late" + day, ago(day));
        }
        assertEquals(0, verify(57, 2).exit());
        assertEquals(100, verifying.lines.size());
        has("and 5 more windows will be sent; --csv names all");
        settle();
        agree();
    }

    @Test
    void whoeverHasGoneEndsIt() throws Exception {
        verifying.hangUp = true;
        org.junit.jupiter.api.Assertions.assertThrows(
                java.io.IOException.class, () -> verify(57, 0));
        verifying.hangUp = false;
        assertEquals(0, verify(5, 0).exit());
    }

    @Test
    void aSecondOneOfTheSameSourceIsRefused() throws Exception {
        Reply[] second = new Reply[1];
        verifying.beforeListing =
                () -> second[0] = second[0] == null ? verifyingAgain() : second[0];
        assertEquals(0, verify(5, 0).exit());
        assertEquals(69, second[0].exit());
        assertEquals(
                "acd1 is being verified already (day 1 of 6); wait for that, or end it",
                second[0].text());
        assertEquals(Optional.empty(), verifying.verifier.progress("acd1"));
    }

    private Reply verifyingAgain() {
        try {
            return verifying.verifier.verify(
                    new Request.Verify(World.STREAM, new Days(TODAY, TODAY), false, false),
                    new Talk() {
                        @Override
                        public void line(String text) {}

                        @Override
                        public void progress(String text) {}
                    });
        } catch (java.io.IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aSourceThatIsNotThereIsNamed() throws Exception {
        Reply reply =
                verifying.verifier.verify(
                        new Request.Verify("other", new Days(TODAY, TODAY), false, false), null);
        assertEquals(64, reply.exit());
        assertTrue(reply.text().contains("acd1"));
    }
}

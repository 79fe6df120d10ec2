package io.tidegate.agent.file;

import static io.tidegate.agent.file.DropFixture.HEADER;
import static io.tidegate.agent.file.DropFixture.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.source.csv.CsvSourceBuilder;
import io.tidegate.agent.store.FileRecord.State;
import io.tidegate.config.SourceConfig.AcrossFiles;
import io.tidegate.config.SourceConfig.After;
import io.tidegate.config.SourceConfig.CsvMode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Files as programs drop them, day in, day out: what stands in the ingest's tables afterwards, or
 * the question that is asked instead.
 */
class FileScenariosTest {
    private static final String CONTACTS =
            "queueidentifier,queuename,timestamp,answered,duration\n";
    private static final String IDENTIFIED = "contactidentifier," + CONTACTS;

    @TempDir Path home;
    private FileChain c;

    private void open(CsvSourceBuilder source) throws Exception {
        c = new FileChain(home, source);
    }

    @AfterEach
    void close() {
        c.close();
    }

    private static CsvSourceBuilder intervals(CsvMode mode) {
        return CsvSourceBuilder.intervals().mode(mode);
    }

    private static CsvSourceBuilder contacts(CsvMode mode) {
        return CsvSourceBuilder.contacts().mode(mode);
    }

    private void isHeld(String name, String... words) {
        assertEquals(State.HELD, c.file(name).state(), name);
        for (String word : words) {
            assertTrue(c.file(name).reason().contains(word), c.file(name).reason());
        }
    }

    /** Today's calls so far, a quarter of an hour more each time. */
    private void today(int quarters) throws Exception {
        var text = new StringBuilder(HEADER);
        for (int quarter = 0; quarter < quarters; quarter++) {
            text.append(row("%02d:%02d".formatted(6 + quarter / 4, quarter % 4 * 15), quarter + 1));
            c.carry(quarter * 900, "today.csv", text.toString());
        }
    }

    @Test
    void todaysCallsRewrittenEveryQuarterOfAnHourCountOnceByIdentity() throws Exception {
        open(intervals(CsvMode.UPSERT));
        today(8);
        assertEquals("36 36 2160", c.totals());
        assertEquals(8, c.intervals().size());
    }

    @Test
    void todaysCallsRewrittenEveryQuarterOfAnHourCountOnceAsTheWholeTruth() throws Exception {
        open(intervals(CsvMode.REPLACE));
        today(8);
        assertEquals("36 36 2160", c.totals());
        assertEquals(8, c.intervals().size());
    }

    @Test
    void todaysCallsRewrittenAreAskedAboutWhereFilesAreAppended() throws Exception {
        open(contacts(CsvMode.APPEND));
        c.carry(0, "today.csv", CONTACTS + call("08:00:01", 60) + call("08:10:00", 60));
        c.carry(
                900,
                "today.csv",
                CONTACTS + call("08:00:01", 60) + call("08:10:00", 60) + call("08:20:00", 60));
        isHeld("today.csv", "would count twice", "source.drops.csv.mode = replace");
        assertEquals("2", c.postgres.ask("SELECT count(*) FROM contacts"));
        c.restart(contacts(CsvMode.REPLACE).recipe("r2"));
        c.carry();
        assertEquals("3", c.postgres.ask("SELECT count(*) FROM contacts"));
    }

    @Test
    void newCallsUnderAnOldNameAreAppendedWithoutAQuestion() throws Exception {
        open(contacts(CsvMode.APPEND));
        c.carry(0, "new.csv", CONTACTS + call("08:00:01", 60) + call("08:10:00", 60));
        c.carry(900, "new.csv", CONTACTS + call("08:15:01", 60) + call("08:20:00", 60));
        assertEquals("4", c.postgres.ask("SELECT count(*) FROM contacts"));
    }

    @Test
    void aDayExportedAgainUnderAnotherNameIsAskedAboutWhereFilesAreAppended() throws Exception {
        open(contacts(CsvMode.APPEND));
        c.carry(0, "a.csv", CONTACTS + call("08:00:01", 60) + call("11:10:00", 60));
        c.carry(
                9,
                "b.csv",
                CONTACTS + call("08:00:01", 60) + call("09:00:00", 9) + call("11:10:00", 60));
        isHeld("b.csv", "a.csv", "would count twice", "source.drops.csv.across-files = add");
        c.restart(contacts(CsvMode.APPEND).acrossFiles(AcrossFiles.ADD).recipe("r2"));
        c.carry();
        assertEquals("5", c.postgres.ask("SELECT count(*) FROM contacts"));
    }

    private static String call(String time, int seconds) {
        return "1,Sales,2026-11-20T%sZ,1,%d\n".formatted(time, seconds);
    }

    @Test
    void aDayExportedAgainWithLateCallsAndCorrectionsStandsAsItIsNow() throws Exception {
        for (CsvMode mode : List.of(CsvMode.UPSERT, CsvMode.REPLACE)) {
            try (var chain = new FileChain(home.resolve(mode.name()), contacts(mode))) {
                chain.carry(0, "day.csv", IDENTIFIED + day(0, 20, 60));
                chain.carry(9, "day-again.csv", IDENTIFIED + day(0, 2, 75) + day(2, 23, 60));
                assertEquals(
                        "23 1410",
                        chain.postgres.ask(
                                "SELECT concat_ws(' ', count(*), sum(duration)::int) FROM contacts"));
            }
        }
        open(contacts(CsvMode.UPSERT));
    }

    /** Calls c{from} to c{to}, a minute apart. */
    private static String day(int from, int to, int seconds) {
        var text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(
                    "c%d,1,Sales,2026-11-20T%02d:%02d:00Z,1,%d\n"
                            .formatted(i, 6 + i / 60, i % 60, seconds));
        }
        return text.toString();
    }

    @Test
    void deletedCallsGoWithAFileThatIsTheWholeTruthAndStayByIdentity() throws Exception {
        open(contacts(CsvMode.REPLACE));
        c.carry(0, "day.csv", IDENTIFIED + day(0, 30, 60));
        c.carry(9, "day.csv", IDENTIFIED + day(0, 10, 60) + day(15, 30, 60));
        assertEquals("25", c.postgres.ask("SELECT count(*) FROM contacts"));
        c.close();
        open(contacts(CsvMode.UPSERT));
        c.carry(0, "other.csv", IDENTIFIED + day(0, 30, 60));
        c.carry(9, "other.csv", IDENTIFIED + day(0, 10, 60) + day(15, 30, 60));
        assertEquals("30", c.postgres.ask("SELECT count(*) FROM contacts"), "as CSV.md says");
    }

    @Test
    void aReExportThatHasLostMostOfADayIsHeldAsAWindowWouldBe() throws Exception {
        open(contacts(CsvMode.REPLACE));
        c.carry(0, "day.csv", IDENTIFIED + day(0, 300, 60));
        c.carry(9, "again.csv", IDENTIFIED + day(0, 60, 60) + day(299, 300, 60));
        isHeld("again.csv", "it lacks 239 of 300 contacts", "max-shrink 50%");
        assertEquals("300", c.postgres.ask("SELECT count(*) FROM contacts"));
        c.accept();
        c.carry();
        assertEquals("61", c.postgres.ask("SELECT count(*) FROM contacts"));
        c.carry(18, "less.csv", IDENTIFIED + day(0, 1, 60) + day(299, 300, 60));
        assertEquals("2", c.postgres.ask("SELECT count(*) FROM contacts"), "59 are few");
    }

    @Test
    void aReExportThatEndsEarlierThanTheOneOfItsNameIsAskedAbout() throws Exception {
        open(contacts(CsvMode.REPLACE));
        c.carry(0, "day.csv", IDENTIFIED + day(0, 30, 60));
        c.carry(9, "day.csv", IDENTIFIED + day(0, 29, 60));
        isHeld(
                "day.csv",
                "2026-11-20 07:28:00",
                "2026-11-20 07:29:00",
                "what is stored beyond stays");
        c.carry(18, "day.csv", IDENTIFIED + day(1, 40, 60));
        isHeld("day.csv", "what is stored beyond stays");
        c.carry(27, "day.csv", IDENTIFIED + day(0, 50, 60));
        assertEquals("50", c.postgres.ask("SELECT count(*) FROM contacts"));
    }

    @Test
    void twoSitesHalvesOfAQueueAreAskedAboutAndThenAddUp() throws Exception {
        open(intervals(CsvMode.UPSERT));
        c.carry(0, "north.csv", HEADER + row("08:00", 18) + row("08:15", 4));
        c.carry(1, "south.csv", HEADER + row("08:00", 7) + row("08:15", 9));
        isHeld(
                "south.csv",
                "source.drops.csv.across-files = add",
                "source.drops.csv.across-files = last",
                "csv.pattern");
        assertEquals("22 22 1320", c.totals(), "what was there stands");
        c.restart(intervals(CsvMode.UPSERT).acrossFiles(AcrossFiles.ADD).recipe("r2"));
        c.carry();
        assertEquals(
                List.of(
                        "1 08:00 18 18 1080",
                        "1 08:00 7 7 420",
                        "1 08:15 4 4 240",
                        "1 08:15 9 9 540"),
                c.intervals());
        c.carry(9, "north.csv", HEADER + row("08:00", 19) + row("08:15", 4));
        isHeld("north.csv", "would count twice", "csv.pattern");
        assertEquals("38 38 2280", c.totals());
    }

    @Test
    void twoSitesInSourcesOfTheirOwnMayBeCorrectedOnTheirOwn() throws Exception {
        open(intervals(CsvMode.UPSERT).pattern("north*.csv"));
        c.carry(0, "north.csv", HEADER + row("08:00", 18));
        c.carry(1, "south.csv", HEADER + row("08:00", 7));
        c.carry(2, "north.csv", HEADER + row("08:00", 19));
        assertEquals("19 19 1140", c.totals(), "south is another source's");
    }

    @Test
    void aThousandOldExportsAtTheFirstStartEndAsTheNewestSayInWhateverOrderTheyCome()
            throws Exception {
        open(intervals(CsvMode.UPSERT).acrossFiles(AcrossFiles.LAST));
        var random = new Random(1);
        List<String> texts = new ArrayList<>();
        Map<String, Integer> expected = new TreeMap<>();
        for (int i = 0; i < 1_000; i++) {
            texts.add(export(i % 20, random, expected));
        }
        List<Integer> order = new ArrayList<>(IntStream.range(0, 1_000).boxed().toList());
        Collections.shuffle(order, random);
        order.subList(0, 950).forEach(i -> dropOld(i, texts.get(i)));
        c.carry();
        order.subList(950, 1_000).forEach(i -> dropOld(i, texts.get(i))); // Older than some.
        c.carry();
        List<String> rows = new ArrayList<>();
        expected.forEach((time, n) -> rows.add("1 %s %d %d %d".formatted(time, n, n, n * 60)));
        assertEquals(rows, c.intervals());
    }

    /** Two hours of intervals; what it says is expected to stand until a newer one says more. */
    private static String export(int first, Random random, Map<String, Integer> expected) {
        var text = new StringBuilder(HEADER);
        for (int slot = first; slot < first + 8; slot++) {
            String time = "%02d:%02d".formatted(slot / 4, slot % 4 * 15);
            int offered = 1 + random.nextInt(99);
            text.append(row(time, offered));
            expected.put(time, offered);
        }
        return text.toString();
    }

    private void dropOld(int place, String text) {
        c.writer.at(FileChain.T0.minusSeconds(20_000 - place * 15L));
        c.writer.drop("export-" + (place * 7919 % 1_000) + ".csv", text);
    }

    @Test
    void sameBytesUnderAnotherNameAreSentOnceAndANameMayChangeItsContentFiveTimes()
            throws Exception {
        open(intervals(CsvMode.UPSERT));
        for (int i = 1; i <= 5; i++) {
            c.carry(i, "x.csv", HEADER + row("08:00", i));
        }
        int batches = c.batches();
        c.carry(9, "copy.csv", HEADER + row("08:00", 5));
        assertEquals(batches, c.batches());
        assertEquals(List.of("1 08:00 5 5 300"), c.intervals());
        c.carry(20, "x.csv", HEADER + row("08:00", 3));
        isHeld("x.csv", "it would lower 1 stored interval");
        assertEquals(List.of("1 08:00 5 5 300"), c.intervals());
        c.accept();
        c.carry();
        assertEquals(List.of("1 08:00 3 3 180"), c.intervals());
    }

    @Test
    void aTransferredCallIsOfferedInBothOfItsQueues() throws Exception {
        open(contacts(CsvMode.UPSERT));
        String second = "c1,2,Service,2026-11-20T08:01:00Z,1,30\n";
        c.carry(0, "a.csv", IDENTIFIED + "c1,1,Sales,2026-11-20T08:00:00Z,1,60\n" + second);
        c.carry(1, "b.csv", IDENTIFIED + second.replace(",30", ",45"));
        assertEquals(List.of("1 08:00:00 1 1 60", "2 08:01:00 1 1 45"), c.contacts());
    }

    @Test
    void twoEqualContactsAreTwoWhereAFileIsTheWholeTruth() throws Exception {
        open(contacts(CsvMode.REPLACE));
        String equal = call("08:00:01", 60);
        c.carry(0, "a.csv", CONTACTS + equal + equal + call("09:00:00", 5));
        c.carry(1, "a.csv", CONTACTS + equal + equal + call("08:30:00", 7) + call("09:00:00", 5));
        assertEquals(
                List.of("1 08:00:01 2 2 120", "1 08:30:00 1 1 7", "1 09:00:00 1 1 5"),
                c.contacts());
    }

    @Test
    void aLostDataFolderSendsNothingTwiceAndStillAsksAboutWhatIsLess() throws Exception {
        open(intervals(CsvMode.UPSERT).after(After.ARCHIVE));
        c.carry(0, "a.csv", HEADER + row("08:00", 18));
        c.carry(1, "b.csv", HEADER + row("08:15", 9));
        c.restart(intervals(CsvMode.UPSERT));
        c.carry(2, "c.csv", HEADER + row("08:30", 5));
        c.carry(3, "d.csv", HEADER + row("08:45", 3));
        int batches = c.batches();
        c.loseFolder();
        c.deliver();
        c.carry();
        assertEquals(batches, c.batches());
        assertEquals("35 35 2100", c.totals());
        c.carry(9, "e.csv", HEADER + row("08:00", 7));
        isHeld("e.csv", "offered 7, 18 stored");
        c.carry(10, "d.csv", HEADER + row("08:45", 2));
        isHeld("d.csv", "offered 2, 3 stored");
        c.carry(11, "d.csv", HEADER + row("08:45", 4));
        assertEquals("36 36 2160", c.totals());
    }

    @Test
    void anIngestThatWasRestoredGetsWhatItHasLost() throws Exception {
        open(intervals(CsvMode.UPSERT));
        c.carry(0, "a.csv", HEADER + row("08:00", 18));
        c.saveIngest();
        c.carry(1, "b.csv", HEADER + row("08:15", 9));
        c.carry(2, "a.csv", HEADER + row("08:00", 20));
        c.restoreIngest();
        c.restart();
        c.deliver();
        c.carry();
        assertEquals("29 29 1740", c.totals());
    }

    @Test
    void aDataFolderThatWasRestoredSendsNothingTwice() throws Exception {
        open(intervals(CsvMode.UPSERT));
        c.carry(0, "a.csv", HEADER + row("08:00", 18));
        Path saved = c.saveFolder();
        c.carry(1, "b.csv", HEADER + row("08:15", 9));
        int batches = c.batches();
        c.restoreFolder(saved);
        c.deliver();
        c.carry();
        assertEquals(batches, c.batches());
        assertEquals("27 27 1620", c.totals());
    }
}

package io.tidegate.agent.file;

import static io.tidegate.agent.file.DropFixture.HEADER;
import static io.tidegate.agent.file.DropFixture.T0;
import static io.tidegate.agent.file.DropFixture.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.tidegate.agent.file.FileDecisions.Accepted;
import io.tidegate.agent.file.FileDecisions.Days;
import io.tidegate.agent.file.FileDecisions.Kept;
import io.tidegate.agent.source.csv.CsvSourceBuilder;
import io.tidegate.agent.store.FileRecord.State;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** What a person's yes and no do to files, and what is told while nobody has decided. */
class FileDecisionsTest {
    private static final String GERMAN =
            "queueidentifier;queuename;timestamp;offered;answered;handlingtime\n";

    @TempDir Path home;
    private DropFixture f;

    private void open(CsvSourceBuilder source) {
        f = new DropFixture(home, source);
    }

    @AfterEach
    void close() {
        f.close();
    }

    private Accepted accept() {
        return f.store.write(tx -> FileDecisions.accept(tx, f.config(), Optional.empty()));
    }

    private Kept keep(Optional<Days> days) {
        return f.store.write(tx -> FileDecisions.keep(tx, f.config(), days));
    }

    private void carry(int second, String name, String text) throws Exception {
        f.writer.at(T0.plusSeconds(second)).drop(name, text);
        f.carry();
    }

    private static String german(String time, String seconds) {
        return "1;Sales;2026-11-20T%s:00Z;3;3;%s\n".formatted(time, seconds);
    }

    private static String comma(String time, String seconds) {
        return german(time, seconds).replace(';', ',');
    }

    @Test
    void anAcceptedFileThatIsWrittenOtherwiseLeavesTheUsualOnesUsual() throws Exception {
        open(CsvSourceBuilder.intervals());
        carry(0, "a.csv", GERMAN + german("08:00", "60,5"));
        carry(1, "comma.csv", GERMAN.replace(';', ',') + comma("08:15", "60.5"));
        assertEquals(List.of(State.COMMITTED, State.HELD), f.states());
        assertTrue(
                f.files().getLast().reason().endsWith("add:  source.drops.csv.delimiter = ,"),
                f.files().getLast().reason());
        assertEquals(new Accepted(1, 0, 0), accept());
        f.carry();
        carry(2, "b.csv", GERMAN + german("08:30", "60,5"));
        carry(3, "c.csv", GERMAN + german("08:45", "60,5"));
        assertEquals(
                List.of(State.COMMITTED, State.COMMITTED, State.COMMITTED, State.COMMITTED),
                f.states());
        assertEquals(12, f.ingest.sum("offered"));
        carry(4, "another.csv", GERMAN + german("09:00", "60.5"));
        assertEquals(State.HELD, f.files().getLast().state(), "it was taken for that file alone");
        assertTrue(
                f.files().getLast().reason().endsWith("add:  source.drops.csv.decimal = ."),
                f.files().getLast().reason());
    }

    @Test
    void aColumnThatAnAcceptedFileLacksMayBeLackingFromThenOn() throws Exception {
        open(CsvSourceBuilder.intervals());
        String wide = HEADER.replace("\n", ",talktime\n");
        carry(0, "a.csv", wide + row("08:00", 3).replace("\n", ",5\n"));
        carry(1, "b.csv", HEADER + row("08:15", 3));
        assertEquals(new Accepted(1, 0, 0), accept());
        f.carry();
        carry(2, "c.csv", HEADER + row("08:30", 3));
        carry(3, "d.csv", wide + row("08:45", 3).replace("\n", ",5\n"));
        assertEquals(12, f.ingest.sum("offered"));
    }

    @Test
    void rowsOfAFileThatIsNotTakenAreNotListed() throws Exception {
        open(CsvSourceBuilder.intervals());
        carry(0, "a.csv", GERMAN + german("08:00", "60,5"));
        carry(1, "b.csv", GERMAN + german("08:15", "60.5"));
        carry(2, "c.csv", GERMAN + german("08:30", "x"));
        assertEquals(List.of(State.COMMITTED, State.HELD, State.REFUSED), f.states());
        assertEquals(List.of(), f.rejects());
        assertEquals(1, f.files().getLast().rejected());
        try (var lists = Files.list(home.resolve("data/rejects/drops"))) {
            assertEquals(
                    List.of("c.csv"),
                    lists.map(path -> path.getFileName().toString().substring(0, 5)).toList(),
                    "whoever mends a refused file finds its rows beside the store");
        }
    }

    @Test
    void aYesTakesWhatWasHeldOrHadTooManyRejectsAndOnlyTriesTheRestAgain() throws Exception {
        open(CsvSourceBuilder.intervals());
        f.writer.drop("ambiguous.csv", HEADER + "1,Sales,03/11/2026 08:15,3,3,60\n");
        f.writer.drop("headless.csv", row("08:00", 3));
        f.writer.drop("rubbish.csv", "\u0001\u0002\n");
        f.writer.drop("rejects.csv", HEADER + row("08:15", -1) + row("08:30", -1));
        f.carry();
        assertEquals(new Accepted(1, 3, 0), accept());
        f.carry();
        assertEquals(
                List.of(State.HELD, State.REFUSED, State.COMMITTED, State.REFUSED), f.states());
        assertEquals(2, f.rejects().size());
    }

    @Test
    void aFileThatLacksWhatIsNeededIsRefusedAndNoYesIsSaidToTakeIt() throws Exception {
        open(CsvSourceBuilder.intervals());
        carry(0, "a.csv", HEADER + row("08:00", 3));
        carry(1, "b.csv", HEADER.replace("answered", "taken") + row("08:15", 3));
        assertEquals(List.of(State.COMMITTED, State.REFUSED), f.states());
        assertEquals(new Accepted(0, 1, 0), accept());
    }

    @Test
    void aNoCoversTheDaysThatCanBeToldAndSaysWhatItDoesNotCover() throws Exception {
        open(CsvSourceBuilder.intervals());
        carry(0, "a.csv", HEADER + "1,Sales,2026-11-02T08:00:00Z,-3,3,60\n");
        carry(1, "b.csv", "\u0001\u0002\n");
        assertEquals(List.of(State.REFUSED, State.REFUSED), f.states());
        var day = Optional.of(new Days(LocalDate.of(2026, 11, 2), LocalDate.of(2026, 11, 2)));
        assertEquals(new Kept(1, 1), keep(day));
        assertEquals(List.of(State.KEPT_OUT, State.REFUSED), f.states());
        assertEquals(new Kept(1, 0), keep(Optional.empty()));
    }

    @Test
    void aFileThatIsToBeSentAgainAndLiesNowhereIsMissingUntilItIsBackOrANoIsSaid()
            throws Exception {
        open(CsvSourceBuilder.intervals());
        carry(0, "a.csv", HEADER + row("08:00", 3));
        carry(1, "b.csv", HEADER + row("08:15", 4));
        f.writer.delete("a.csv");
        f.writer.delete("b.csv");
        var day = new Days(LocalDate.of(2026, 11, 20), LocalDate.of(2026, 11, 20));
        assertEquals(
                2, f.store.write(tx -> FileDecisions.reimport(tx, f.config(), day)).intValue());
        f.carry();
        assertEquals(2, missing());
        carry(0, "a.csv", HEADER + row("08:00", 3));
        f.run(Duration.ofMinutes(6));
        assertEquals(1, missing());
        assertEquals(new Kept(1, 0), keep(Optional.of(day)));
        f.carry();
        assertEquals(0, missing());
        assertEquals(7, f.ingest.sum("offered"));
    }

    private int missing() {
        return f.store.read(tx -> FileDecisions.missing(tx, f.config(), 10)).size();
    }

    @Test
    void nothingIsClaimedBeyondTheFirstFileThatIsHeldOrRefused() throws Exception {
        open(CsvSourceBuilder.intervals());
        carry(0, "a.csv", HEADER + row("08:00", 3));
        assertEquals(until("08:15"), f.report().completeUntil());
        carry(1, "b.csv", HEADER + row("09:00", -3));
        carry(2, "c.csv", HEADER + row("10:00", 3));
        assertEquals(List.of(State.COMMITTED, State.REFUSED, State.COMMITTED), f.states());
        assertEquals(until("09:00"), f.report().completeUntil());
        assertEquals(1, f.report().held());
        keep(Optional.empty());
        f.carry();
        assertEquals(until("10:15"), f.report().completeUntil());
    }

    @Test
    void nothingIsClaimedBeyondWhatWasCompleteBeforeAFileOfUnknownDays() throws Exception {
        open(CsvSourceBuilder.intervals());
        carry(0, "a.csv", HEADER + row("08:00", 3));
        carry(1, "b.csv", "\u0001\u0002\n");
        carry(2, "c.csv", HEADER + row("10:00", 3));
        assertEquals(until("08:15"), f.report().completeUntil());
        f.restart();
        carry(3, "d.csv", HEADER + row("11:00", 3));
        assertEquals(until("08:15"), f.report().completeUntil());
        keep(Optional.empty());
        f.carry();
        assertEquals(until("11:15"), f.report().completeUntil());
    }

    @Test
    void nothingIsClaimedBeyondWhatWasCompleteBeforeAFileThatWaits() throws Exception {
        open(CsvSourceBuilder.intervals());
        carry(0, "a.csv", HEADER + row("08:00", 3));
        f.writer.at(f.clock.instant()).drop("b.csv", (HEADER + row("09:00", 3)).stripTrailing());
        f.writer.drop("c.csv", HEADER + row("10:00", 3));
        f.carry();
        assertEquals(until("08:15"), f.report().completeUntil());
        f.run(Duration.ofMinutes(1));
        f.deliver();
        assertEquals(until("10:15"), f.report().completeUntil());
    }

    @Test
    void nothingIsClaimedAsLongAsTheFirstFilesAreUnread() throws Exception {
        open(CsvSourceBuilder.intervals());
        f.writer.drop("a.csv", "\u0001\u0002\n");
        carry(1, "b.csv", HEADER + row("08:00", 3));
        assertEquals(Optional.empty(), f.report().completeUntil());
    }

    @Test
    void anEmptyFileKeepsNobodyWaitingForEver() throws Exception {
        open(CsvSourceBuilder.intervals());
        f.writer.drop("empty.csv", "");
        carry(1, "b.csv", HEADER + row("08:00", 3));
        assertEquals(Optional.empty(), f.report().completeUntil());
        f.run(Duration.ofMinutes(16));
        assertEquals(until("08:15"), f.report().completeUntil());
    }

    @Test
    void whatIsReadInTheWrongEncodingIsSaidByThePreviewToo() throws Exception {
        open(CsvSourceBuilder.intervals().encoding("windows-1252"));
        String text = HEADER + row("08:00", 3).replace("Sales", "St\u00f6rung");
        carry(0, "a.csv", text);
        assertTrue(preview().orElseThrow().contains("source.drops.csv.encoding = UTF-8"));
        Path b = f.writer.path("b.csv");
        Files.write(b, text.getBytes(Charset.forName("windows-1252")));
        Files.setLastModifiedTime(b, FileTime.from(T0.plusSeconds(9)));
        assertEquals(Optional.empty(), preview());
    }

    @Test
    void eachFileThatIsReadInTheWrongEncodingIsNamedOnce() throws Exception {
        open(CsvSourceBuilder.intervals().encoding("windows-1252"));
        List<String> said =
                listening(
                        Told.class,
                        () -> {
                            carry(0, "a.csv", HEADER + umlaut("08:00"));
                            carry(1, "b.csv", HEADER + row("08:15", 3));
                            carry(2, "c.csv", HEADER + umlaut("08:30"));
                        });
        List<String> named = said.stream().filter(line -> line.contains("is UTF-8")).toList();
        assertEquals(2, named.size(), said.toString());
        assertTrue(named.getFirst().startsWith("a.csv: it is UTF-8, and was read as windows-1252"));
    }

    @Test
    void rowsThatWereAddedUpAreSaidToBe() throws Exception {
        open(CsvSourceBuilder.intervals());
        List<String> said =
                listening(
                        FileTaker.class,
                        () -> carry(0, "a.csv", HEADER + row("08:00", 3) + row("08:00", 4)));
        assertEquals(
                List.of(
                        "a.csv: A file holds several rows of one queue, channel and interval: they"
                                + " were added up (same-key = add)"),
                said);
    }

    @Test
    void aFileWithoutLineEndIsSaidToWaitOnce() throws Exception {
        open(CsvSourceBuilder.intervals());
        f.writer.drop("ne.csv", (HEADER + row("08:00", 3)).stripTrailing());
        List<String> said = listening(ReadyFiles.class, () -> f.run(Duration.ofSeconds(80)));
        assertEquals(
                List.of(
                        "ne.csv waits: its last line has no end; taken when it has been still for"
                                + " 60 s"),
                said);
    }

    private static String umlaut(String time) {
        return row(time, 3).replace("Sales", "St\u00f6rung");
    }

    private interface Work {
        void run() throws Exception;
    }

    /** What a class logs meanwhile. */
    private static List<String> listening(Class<?> speaker, Work work) throws Exception {
        var logger = (Logger) LoggerFactory.getLogger(speaker);
        var heard = new ListAppender<ILoggingEvent>();
        heard.start();
        logger.addAppender(heard);
        try {
            work.run();
        } finally {
            logger.detachAppender(heard);
        }
        return heard.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private Optional<String> preview() throws Exception {
        return new FilePreview(f.config(), value -> value, 5).read().warning();
    }

    private static Optional<Instant> until(String time) {
        return Optional.of(Instant.parse("2026-11-20T" + time + ":00Z"));
    }
}

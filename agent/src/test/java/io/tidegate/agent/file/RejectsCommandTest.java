package io.tidegate.agent.file;

import static io.tidegate.agent.file.DropFixture.HEADER;
import static io.tidegate.agent.file.DropFixture.STREAM;
import static io.tidegate.agent.file.DropFixture.T0;
import static io.tidegate.agent.file.DropFixture.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.control.Commands;
import io.tidegate.agent.control.Days;
import io.tidegate.agent.control.Reply;
import io.tidegate.agent.control.Request;
import io.tidegate.agent.control.Request.Rejects.What;
import io.tidegate.agent.control.StoreCommands;
import io.tidegate.agent.control.Talk;
import io.tidegate.agent.source.csv.CsvSourceBuilder;
import io.tidegate.agent.store.FileRecord.State;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a person is told of rejected rows, and how they are read again. */
class RejectsCommandTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);

    @TempDir Path home;
    private final List<String> said = new ArrayList<>();
    private DropFixture f;

    @BeforeEach
    void open() {
        f = new DropFixture(home, CsvSourceBuilder.intervals());
    }

    @AfterEach
    void close() {
        f.close();
    }

    private Reply ask(What what, String file, Optional<Days> days, boolean json)
            throws IOException {
        said.clear();
        Commands commands =
                new StoreCommands(
                        f.store,
                        Map.of(STREAM, f.config()),
                        () -> "{}",
                        (_, _) -> new Reply(0, ""),
                        home.resolve("data"),
                        _ -> {});
        Talk talk =
                new Talk() {
                    @Override
                    public void line(String text) {
                        said.add(text);
                    }

                    @Override
                    public void progress(String text) {
                        said.add(text);
                    }
                };
        return commands.rejects(
                new Request.Rejects(
                        what,
                        Optional.of(STREAM),
                        Optional.of(file).filter(name -> !name.isEmpty()),
                        days,
                        2,
                        json),
                talk);
    }

    private Reply ask(What what, String file) throws IOException {
        return ask(what, file, Optional.empty(), false);
    }

    private String bad(int rows) {
        var text = new StringBuilder(HEADER);
        for (int i = 0; i < rows; i++) {
            text.append(row("%02d:%02d".formatted(i / 4, i % 4 * 15), 1).replace(",1,1,", ",x,1,"));
        }
        return text.toString();
    }

    @Test
    void withoutRejectedRowsThatIsSaid() throws Exception {
        f.writer.drop("a.csv", HEADER + row("08:00", 3));
        f.carry();
        assertEquals("No rows are rejected.", ask(What.LIST, "").text());
        assertEquals(1, ask(What.RETRY, "").exit());
    }

    @Test
    void theListTellsOfEachFileHowManyWhyAndWhatBecameOfIt() throws Exception {
        f.writer.drop("a.csv", HEADER + row("08:00", 3) + row("08:15", -1));
        f.writer.at(T0.plusSeconds(60)).drop("b.csv", bad(30));
        f.carry();
        assertEquals(0, ask(What.LIST, "").exit());
        String all = String.join("\n", said);
        assertTrue(all.contains("1 rejected row, the other rows were taken"), all);
        assertTrue(all.contains("30 rejected rows, refused as a whole"), all);
        assertTrue(all.contains("30 x offered"), all);
        assertTrue(all.contains("list: " + home.resolve("data/rejects/drops/b.csv-")), all);
        ask(What.LIST, "", Optional.empty(), true);
        assertEquals(2, said.size());
        assertTrue(said.getLast().contains("\"state\":\"REFUSED\""), said.getLast());
    }

    @Test
    void rowsAreShownUpToANumberAndExportedAll() throws Exception {
        f.writer.drop("b.csv", bad(30));
        f.carry();
        Reply shown = ask(What.SHOW, "b.csv");
        assertEquals(2, said.size());
        assertTrue(
                said.getFirst().startsWith("b.csv line 2 (byte " + HEADER.length() + "): offered"));
        assertTrue(said.getFirst().endsWith("[text: x]"), said.getFirst());
        assertEquals(
                "2 rejected rows of 30 shown; more with --rows, all with export.", shown.text());
        ask(What.EXPORT, "");
        assertEquals(31, said.size());
        assertEquals("file,line,offset,column,class,value,reason", said.getFirst());
        ask(What.EXPORT, "", Optional.of(new Days(DAY.plusDays(3), DAY.plusDays(3))), false);
        assertEquals(1, said.size());
    }

    @Test
    void aNameThatIsMoreThanOneFileIsAskedAbout() throws Exception {
        f.writer.drop("b.csv", HEADER + row("08:00", 3) + row("08:15", -1));
        f.carry();
        f.writer.at(T0.plusSeconds(60)).drop("b.csv", HEADER + row("08:00", 4) + row("08:15", -2));
        f.carry();
        assertEquals(64, ask(What.SHOW, "b.csv").exit());
        String hash = f.files().getLast().sha256();
        assertEquals(0, ask(What.SHOW, hash.substring(0, 8)).exit());
        assertEquals(1, ask(What.SHOW, "c.csv").exit());
    }

    @Test
    void aRefusedFileIsReadAgainIfItStillLiesThere() throws Exception {
        f.writer.drop("b.csv", bad(30));
        f.carry();
        assertEquals(State.REFUSED, f.file().state());
        Reply reply = ask(What.RETRY, "b.csv");
        assertEquals("1 file of drops is read again: b.csv.", reply.text());
        assertEquals(State.STALE, f.file().state());
        f.carry();
        assertEquals(State.REFUSED, f.file().state());
        Files.delete(f.drop.resolve("b.csv"));
        Reply gone = ask(What.RETRY, "b.csv");
        assertEquals(1, gone.exit());
        assertEquals(
                "Neither in the folder nor in its archive any more: b.csv; drop it again.",
                gone.text());
        assertEquals(State.REFUSED, f.file().state());
    }

    @Test
    void aFileTakenWithRejectedRowsIsReadAgainUnderMendedSettings() throws Exception {
        f.writer.drop("a.csv", HEADER + row("08:00", 3) + row("08:15", -1));
        f.carry();
        assertEquals(0, ask(What.RETRY, "").exit());
        f.carry();
        assertEquals(State.COMMITTED, f.file().state());
        assertEquals(1, f.file().rejected());
        assertEquals(3, f.ingest.sum("offered"));
    }

    @Test
    void theListOfAFileThatWasMendedGoesAndOldListsGo() throws Exception {
        f.writer.drop("b.csv", bad(30));
        f.carry();
        assertEquals(1, lists());
        f.writer.at(T0.plusSeconds(60)).drop("b.csv", HEADER + row("08:00", 3));
        f.carry();
        assertEquals(0, lists());
        f.writer.at(T0.plusSeconds(90)).drop("c.csv", bad(30));
        f.carry();
        RejectFiles.forget(home.resolve("data"), T0.minus(Duration.ofDays(9_999)));
        assertEquals(1, lists());
        RejectFiles.forget(home.resolve("data"), java.time.Instant.MAX);
        assertEquals(0, lists());
        assertFalse(ask(What.SHOW, "c.csv").text().isEmpty());
    }

    private long lists() throws IOException {
        try (var all = Files.list(home.resolve("data/rejects/drops"))) {
            return all.filter(file -> file.toString().endsWith(".csv")).count();
        }
    }
}

package io.tidegate.config;

import static io.tidegate.config.ConfigFile.CSV;
import static io.tidegate.config.ConfigFile.SQL;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What Java would read as something else is refused, with the line that was meant. */
class LintTest {
    @TempDir Path folder;
    private ConfigFile file;

    @BeforeEach
    void file() {
        file = new ConfigFile(folder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "source.csv1.csv.directory = C:\\temp\\new | source.csv1.csv.directory = C:/temp/new",
                "source.csv1.csv.directory = C:\\drop\\ | source.csv1.csv.directory = C:/drop/",
                "source.csv1.csv.directory = \\\\nas\\tide | source.csv1.csv.directory = //nas/tide",
                "source.csv1.csv.directory=D:\\users | source.csv1.csv.directory=D:/users",
                "source.csv1.csv.directory = drop\\new | source.csv1.csv.directory = drop\\\\new",
                "agent.data-dir: E:\\Tidegate | agent.data-dir: E:/Tidegate",
                "source.csv1.csv.skip-containing = a\\.b | source.csv1.csv.skip-containing = a\\\\.b",
                "source.csv1.csv.pattern = \\d.csv | source.csv1.csv.pattern = \\\\d.csv",
            })
    void aLoneBackslash(String line, String meant) {
        String text = CSV.replace("source.csv1.csv.directory = drop\n", "");
        String directory = line.contains("csv.directory") ? "" : "source.csv1.csv.directory = d\n";
        Problem problem = only(line.strip() + "\n" + text + directory);
        assertEquals(1, problem.line());
        assertEquals(Optional.of(meant.strip()), problem.paste());
    }

    @Test
    void ofAnUnknownKeyNoLineToPasteIsMadeUp() {
        Loaded loaded = file.load("key with blank = 3\n" + ConfigFile.SQL);
        Problem problem =
                loaded.all().stream().filter(p -> p.line() == 1).findFirst().orElseThrow();
        assertEquals(Optional.empty(), problem.paste());
    }

    @Test
    void aPathWhoseBackslashesAreDoubledIsFine() {
        file.load(ConfigFile.with(CSV, "source.csv1.csv.directory = C:\\\\temp\\\\new"));
        assertEquals(
                "",
                ConfigFile.show(
                        file.load(
                                ConfigFile.with(
                                        CSV, "source.csv1.csv.directory = C:\\\\temp\\\\new"))));
    }

    @Test
    void aFolderThatEndsInABackslashDoesNotSwallowTheNextLine() {
        Loaded loaded =
                file.load(
                        CSV.replace("directory = drop", "directory = C:\\drop\\")
                                + "source.csv1.pol = 10s\n");
        assertEquals(2, loaded.all().size(), ConfigFile.show(loaded));
        assertEquals(3, loaded.all().getFirst().line());
        assertEquals(5, loaded.all().getLast().line());
    }

    @Test
    void aBlankInAKey() {
        Problem problem = only(CSV + "source.csv 1.poll = 10s\n" + csv("csv-1"));
        assertEquals(Optional.of("source.csv-1.poll = 10s"), problem.paste());
        problem = only(CSV + "source.csv1. poll = 10s\n");
        assertEquals(Optional.of("source.csv1.poll = 10s"), problem.paste());
    }

    private static String csv(String name) {
        return CSV.lines()
                .filter(l -> l.startsWith("source"))
                .map(l -> l.replace("csv1", name) + "\n")
                .reduce("", String::concat);
    }

    @Test
    void aMissingEqualsSign() {
        Problem problem = only(SQL + "source.acd1.reconcile.at 04:30\n");
        assertEquals(Optional.of("source.acd1.reconcile.at = 04:30"), problem.paste());
        assertTrue(only(SQL + "and this too\n").what().contains("key = value"));
    }

    @Test
    void aBlankMaySeparateKeyAndValueAsInJava() {
        assertEquals("", ConfigFile.show(file.load(SQL.replace("agent.name = ", "agent.name "))));
    }

    @Test
    void aRepeatedKeyNamesBothLines() {
        Problem problem = only(SQL + "agent.name = other\n");
        assertEquals(7, problem.line());
        assertTrue(problem.what().contains("line 1"), problem.what());
        assertEquals(Optional.of("# agent.name = other"), problem.paste());
    }

    @Test
    void aCommentInAnInlineQueryWouldSwallowTheRest() {
        Problem problem =
                only(
                        ConfigFile.without(SQL, "source.acd1.query-file")
                                + """
                                source.acd1.query = SELECT '--', \\
                                    queue -- the name \\
                                    FROM t
                                """);
        assertEquals(7, problem.line());
        assertEquals(Optional.of("    queue /* the name */ \\"), problem.paste());
    }

    @ParameterizedTest
    @CsvSource({
        "source.acd1.pol, source.acd1.poll",
        "source.acd1.timezone, source.acd1.time-zone",
        "source.acd1.interval, source.acd1.interval-length",
        "source.acd1.delimiter, source.acd1.csv.delimiter",
        "source.acd1.mapp.offered, source.acd1.map.offered",
        "source.acd1.Poll, source.acd1.poll",
        "source.poll, source.<name>.poll",
        "sorce.acd1.poll, source.acd1.poll",
        "agent.nmae, agent.name",
        "database.acd.passwort, database.acd.password",
        "ingest.compresion, ingest.compression",
    })
    void anUnknownKeyComesWithASuggestion(String key, String meant) {
        Problem problem = only(SQL + key + " = 5m\n");
        assertEquals(7, problem.line());
        assertTrue(problem.what().endsWith("is " + meant + " meant?"), problem.what());
    }

    @Test
    void aKeyThatIsLikeNoneHasNoSuggestion() {
        assertEquals("is no setting", only(SQL + "completely.different = 1\n").what());
    }

    @Test
    void aFileThatIsNotUtf8SaysSoWithItsLine() {
        Loaded loaded =
                file.load(
                        SQL + "source.acd1.map.queuename = Größe\n",
                        Charset.forName("windows-1252"));
        assertEquals(1, loaded.all().size(), ConfigFile.show(loaded));
        assertEquals(7, loaded.all().getFirst().line());
    }

    @Test
    void aFileInUtf16IsRefusedAsAWhole() throws Exception {
        Path path = Files.writeString(folder.resolve("x"), SQL, StandardCharsets.UTF_16);
        var e =
                assertThrows(
                        ConfigurationException.class,
                        () -> AgentFile.read(path, _ -> Optional.empty()));
        assertTrue(e.getMessage().contains("save it as UTF-8"), e.getMessage());
    }

    @Test
    void aBackslashThatSwallowsTheNextSettingIsFound() {
        Problem problem = only(SQL + "agent.data-dir = data\\\nlog.level = debug\n");
        assertEquals(Optional.of("agent.data-dir = data"), problem.paste());
        assertEquals(7, problem.line());
    }

    @Test
    void aBomAndWindowsLineEndsAreFine() {
        assertEquals("", ConfigFile.show(file.load("\uFEFF" + SQL.replace("\n", "\r\n"))));
    }

    private Problem only(String text) {
        Loaded loaded = file.load(text);
        assertEquals(1, loaded.all().size(), ConfigFile.show(loaded));
        return loaded.all().getFirst();
    }
}

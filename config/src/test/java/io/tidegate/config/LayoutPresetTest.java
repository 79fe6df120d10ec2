package io.tidegate.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What presets say of a source that reads files, what they ask for, and what stays. */
class LayoutPresetTest {
    private static final Path FOLDER = Path.of("src/main/resources/io/tidegate/config/presets");
    private static final String SOURCE =
            """
            agent.name = berlin-dc1
            source.csv1.csv.directory = drop
            source.csv1.time-zone = Europe/Berlin
            """;

    @TempDir Path folder;
    private ConfigFile file;

    @BeforeEach
    void open() {
        file = new ConfigFile(folder);
    }

    static List<String> names() {
        return Preset.names(PresetForm.LAYOUT);
    }

    /** Whatever a preset sets must be good, and it may ask for nothing else than it says. */
    @ParameterizedTest
    @MethodSource("names")
    void everyPresetOfTheDistributionLacksOnlyWhatItAsksFor(String name) throws Exception {
        String[] parts = name.split("\\.");
        var asked =
                PresetForm.LAYOUT
                        .parse(Preset.text(name + ".csv.properties").orElseThrow())
                        .settings()
                        .entrySet()
                        .stream()
                        .filter(line -> line.getValue().startsWith("<"))
                        .map(line -> "source.csv1." + line.getKey())
                        .sorted()
                        .toList();
        List<Problem> all = problems(parts[1], parts[0], more(name));
        assertEquals(asked, all.stream().map(Problem::key).sorted().toList(), all::toString);
    }

    private static String more(String name) {
        return switch (name.substring(name.indexOf('.') + 1)) {
            case "agent-status" -> "source.csv1.privacy.agentidentifier = plain\n";
            case "contacts" -> "source.csv1.csv.mode = replace\n";
            default -> "";
        };
    }

    @Test
    void allOfThemAreListed() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertEquals(
                    names(),
                    files.map(f -> f.getFileName().toString())
                            .filter(f -> f.endsWith(".csv.properties"))
                            .map(f -> f.replaceFirst("\\.csv\\.properties$", ""))
                            .sorted()
                            .toList());
        }
    }

    @Test
    void whatTheFileSaysItselfStays() {
        file.file(
                "my.csv.properties",
                "# A comment\ncsv.delimiter = pipe\ncsv.only.CALL\\ TYPE = Inbound\n"
                        + "map.offered = Theirs\nmap.handlingtime = <a time>\n");
        var source =
                file.source(
                        SOURCE
                                + """
                                source.csv1.data = intervals
                                source.csv1.preset = ./my.csv.properties
                                source.csv1.map.offered = Ours
                                source.csv1.map.aht = Mean
                                """);
        var csv = (SourceConfig.Csv) source.origin();
        assertEquals('|', csv.delimiter().orElseThrow());
        assertEquals(new SourceConfig.Mapping.From("Ours"), source.map().get("offered"));
        assertTrue(csv.values().toString().contains("CALL TYPE"), csv.values()::toString);
    }

    @Test
    void aLayoutWithoutHandlingTimeAsksForIt() {
        Problem problem = only("intervals", "cisco-cuic", "source.csv1.interval-length = 30m\n");
        assertEquals("source.csv1.map.handlingtime", problem.key());
        assertTrue(problem.what().contains("add one to the report"), problem::what);
    }

    @Test
    void aPresetForDatabasesIsNoneForAFolder() {
        String what = only("contacts", "vicidial", "").what();
        assertTrue(
                what.startsWith(
                        "vicidial is a preset for sources that read a database (database), and this"
                                + " one reads files (csv.directory); for contacts there are 3cx,"),
                what);
        file.file("own.sql", "SELECT 1 FROM t");
        assertTrue(only("contacts", "./own.sql", "").what().contains("reads files"));
    }

    @Test
    void aPresetForFilesIsNoneForADatabase() {
        file.file("my.csv.properties", "csv.delimiter = pipe\n");
        for (String preset : List.of("five9", "./my.csv.properties")) {
            List<Problem> all =
                    file.load(
                                    ConfigFile.SQL.replace("= intervals", "= contacts")
                                            + "source.acd1.preset = %s\n".formatted(preset))
                            .all();
            assertEquals(1, all.size(), all::toString);
            assertTrue(all.getFirst().what().contains("reads a database"), all::toString);
        }
    }

    @Test
    void aLineOfAnOwnPresetThatIsNoneIsNamed() {
        file.file("my.csv.properties", "csv.delimiter =\n");
        assertTrue(only("contacts", "./my.csv.properties", "").what().contains("csv.delimiter ="));
        file.file("my.csv.properties", "csv.quote = none\ncsv.quote = none\n");
        assertTrue(only("contacts", "./my.csv.properties", "").what().contains("set twice"));
        file.file("my.csv.properties", "csv.directory = other\n");
        assertTrue(only("contacts", "./my.csv.properties", "").what().contains("only you can"));
        file.file("my.csv.properties", "csv.delimeter = pipe\n");
        assertEquals(
                "source.csv1.csv.delimeter", only("contacts", "./my.csv.properties", "").key());
    }

    private Problem only(String data, String preset, String more) {
        List<Problem> all = problems(data, preset, more + "source.csv1.csv.mode = replace\n");
        assertEquals(1, all.size(), all::toString);
        return all.getFirst();
    }

    private List<Problem> problems(String data, String preset, String more) {
        return file.load(
                        SOURCE
                                + "source.csv1.data = %s\nsource.csv1.preset = %s\n"
                                        .formatted(data, preset)
                                + more)
                .all();
    }
}

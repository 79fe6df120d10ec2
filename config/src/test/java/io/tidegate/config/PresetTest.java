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
import java.util.Optional;
import java.util.stream.Stream;

/** What presets say of a source, and what the file itself says instead. */
class PresetTest {
    private static final Path FOLDER = Path.of("src/main/resources/io/tidegate/config/presets");
    private static final String SOURCE =
            """
            agent.name = berlin-dc1
            database.acd.url = jdbc:mariadb://acd.example/acd
            source.acd1.database = acd
            source.acd1.time-zone = Europe/Berlin
            """;

    @TempDir Path folder;
    private ConfigFile file;

    @BeforeEach
    void open() {
        file = new ConfigFile(folder);
    }

    static List<String> names() {
        return Preset.names(PresetForm.QUERY);
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyPresetOfTheDistributionIsASourceAsItIs(String name) {
        String[] parts = name.split("\\.");
        var source =
                file.source(
                        SOURCE
                                + (parts[1].equals("agent-status")
                                        ? "source.acd1.privacy.agentidentifier = plain\n"
                                        : "")
                                + "source.acd1.data = %s\nsource.acd1.preset = %s\n"
                                        .formatted(parts[1], parts[0]));
        var sql = (SourceConfig.Sql) source.origin();
        assertTrue(sql.query().contains(":from") && sql.query().contains(":to"), sql.query());
    }

    @Test
    void allOfThemAreListed() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertEquals(
                    Preset.names(PresetForm.QUERY),
                    files.map(f -> f.getFileName().toString())
                            .filter(f -> f.endsWith(".sql"))
                            .map(f -> f.replaceFirst("\\.sql$", ""))
                            .sorted()
                            .toList());
        }
    }

    @Test
    void whatTheFileSaysItselfStays() {
        file.file("own.sql", "--: poll = 1m\n--: look-back = 2d\nSELECT 1 FROM t");
        file.file("other.sql", "SELECT 2 FROM t");
        var source =
                file.source(
                        SOURCE
                                + """
                                source.acd1.data = contacts
                                source.acd1.preset = ./own.sql
                                source.acd1.look-back = 3d
                                source.acd1.query-file = other.sql
                                """);
        var sql = (SourceConfig.Sql) source.origin();
        assertEquals("SELECT 2 FROM t", sql.query());
        assertEquals(60, sql.poll().toSeconds());
        assertEquals(3, sql.lookBack().toDays());
    }

    @Test
    void aPresetThatIsNoneIsRefusedWithThoseThereAre() {
        Problem problem = only("contacts", "asterix");
        assertTrue(problem.what().contains("there is no preset asterix"));
        assertEquals(Optional.of("source.acd1.preset = asterisk"), problem.paste());
    }

    @Test
    void aPresetOfOtherDataSaysWhichItHas() {
        String what = only("intervals", "asterisk").what();
        assertTrue(what.startsWith("asterisk has no intervals, only "), what);
    }

    @Test
    void aLineOfAnOwnPresetThatIsNoneIsNamed() {
        file.file("own.sql", "--: poll 1m\nSELECT 1 FROM t");
        assertTrue(only("contacts", "./own.sql").what().contains("--: poll 1m"));
        file.file("own.sql", "--: pol = 1m\nSELECT 1 FROM t");
        assertEquals("source.acd1.pol", only("contacts", "./own.sql").key());
        file.file("own.sql", "--: database = other\nSELECT 1 FROM t");
        assertTrue(only("contacts", "./own.sql").what().contains("only you can say"));
    }

    @Test
    void anOwnPresetMayOnlyRead() {
        file.file("own.sql", "--: poll = 1m\nDELETE FROM t");
        assertEquals("source.acd1.query", only("contacts", "./own.sql").key());
    }

    private Problem only(String data, String preset) {
        List<Problem> all =
                file.load(
                                SOURCE
                                        + "source.acd1.data = %s\nsource.acd1.preset = %s\n"
                                                .formatted(data, preset))
                        .all();
        assertEquals(1, all.size(), all::toString);
        return all.getFirst();
    }
}

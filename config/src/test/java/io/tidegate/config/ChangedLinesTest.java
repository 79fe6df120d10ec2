package io.tidegate.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A configuration that is read as if some lines of it were others. */
class ChangedLinesTest {
    private static final String GOOD =
            """
            agent.name = berlin-dc1
            source.csv1.data = intervals
            source.csv1.csv.directory = drop
            source.csv1.time-zone = Europe/Berlin
            """;

    @TempDir Path folder;

    private Loaded read(String text, Map<String, String> changes) throws Exception {
        Path file = Files.writeString(folder.resolve("tidegate.properties"), text);
        return AgentFile.read(file, Environment.system(), changes);
    }

    @Test
    void aChangedLineCountsAndTheFileStaysAsItIs() throws Exception {
        var loaded = read(GOOD, Map.of("source.csv1.time-zone", "Europe/Lisbon"));
        assertEquals(
                "Europe/Lisbon",
                loaded.config().orElseThrow().sources().get("csv1").zone().getId());
        assertEquals(GOOD, Files.readString(loaded.file()));
    }

    @Test
    void aNewLineCountsToo() throws Exception {
        var loaded = read(GOOD, Map.of("source.csv1.csv.pattern", "*.txt"));
        var csv = (SourceConfig.Csv) loaded.config().orElseThrow().sources().get("csv1").origin();
        assertEquals("*.txt", csv.pattern());
    }

    @Test
    void aChangeMendsAFaultyLine() throws Exception {
        String faulty = GOOD.replace("= drop", "= C:\\drop\\in");
        assertFalse(read(faulty, Map.of()).all().isEmpty());
        assertEquals(List.of(), read(faulty, Map.of("source.csv1.csv.directory", "drop")).all());
    }

    @Test
    void aFaultyChangeIsAProblemLikeAnyOther() throws Exception {
        var loaded = read(GOOD, Map.of("source.csv1.time-zoen", "Europe/Lisbon"));
        assertTrue(loaded.all().getFirst().what().contains("source.csv1.time-zone"));
    }

    @Test
    void aSecretInAChangeIsNotShown() throws Exception {
        var loaded =
                read(
                        GOOD,
                        Map.of(
                                "database.acd.url", "postgres://me:hush-hush@db/acd",
                                "database.acd.password", "${envv:hush-hush}"));
        assertFalse(loaded.all().isEmpty());
        assertFalse(loaded.all().toString().contains("hush-hush"), loaded.all().toString());
    }
}

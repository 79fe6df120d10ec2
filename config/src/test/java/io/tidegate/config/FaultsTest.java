package io.tidegate.config;

import static io.tidegate.config.ConfigFile.CSV;
import static io.tidegate.config.ConfigFile.SQL;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whom a fault stops, and what changes a recipe. */
class FaultsTest {
    @TempDir Path folder;
    private ConfigFile file;

    @BeforeEach
    void file() {
        file = new ConfigFile(folder);
    }

    @Test
    void twelveErrorsGiveTwelveMessagesInTheOrderOfTheirLines() {
        Loaded loaded =
                file.load(
                        """
                        agent.name = Berlin DC1
                        agent.data-dir = C:\\tidegate\\data
                        ingest.url = http://ingest.example
                        ingest.token = ${env:NOT_THERE}
                        http.port = 84840
                        spool.max-size = 1G
                        database.acd.url = jdbc:postgresql://u:p@acd/acd
                        source.acd1.data = intervals
                        source.acd1.database = acd
                        source.acd1.time-zone = Berlin
                        source.acd1.poll = 15
                        source.acd1.pol = 15m
                        source.acd1.query = SELECT 1; DROP TABLE calls
                        source.acd1.backfill.load = 200%
                        """);
        assertEquals(12, loaded.all().size(), ConfigFile.show(loaded));
        assertEquals(
                List.of(1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 13, 14),
                loaded.all().stream().map(Problem::line).toList());
        assertEquals(Optional.empty(), loaded.config());
    }

    @Test
    void aFaultySourceLeavesTheOthersUsable() {
        Loaded loaded =
                file.load(
                        SQL
                                + ConfigFile.without(CSV, "agent.name")
                                + "source.csv1.csv.header = first\n");
        assertEquals(Set.of("acd1"), loaded.config().orElseThrow().sources().keySet());
        assertEquals(Set.of("csv1"), loaded.sources().keySet());
        assertEquals(List.of(), loaded.global());
    }

    @Test
    void aFaultyDatabaseIsAFaultOfItsSources() {
        Loaded loaded =
                file.load(
                        ConfigFile.with(SQL, "database.acd.url = nonsense")
                                + ConfigFile.without(CSV, "agent.name"));
        assertEquals(Set.of("csv1"), loaded.config().orElseThrow().sources().keySet());
        assertEquals("database.acd.url", loaded.sources().get("acd1").getFirst().key());
        assertEquals(1, loaded.all().size());
    }

    @Test
    void anUnknownKeyOfASourceStopsThatSourceOnly() {
        Loaded loaded = file.load(SQL + "source.acd1.pol = 5m\n");
        assertTrue(loaded.config().orElseThrow().sources().isEmpty());
        assertEquals(Set.of("acd1"), loaded.sources().keySet());
    }

    @Test
    void aNameThatIsNotPossibleIsToldOnce() {
        Loaded loaded = file.load(SQL.replace("source.acd1.", "source.ACD_1."));
        assertEquals(1, loaded.all().size(), ConfigFile.show(loaded));
        assertEquals("source.ACD_1", loaded.all().getFirst().key());
    }

    @Test
    void aMistypedNameOfASourceIsFound() {
        Loaded loaded = file.load(SQL + "source.acd.poll = 5m\n");
        assertTrue(ConfigFile.show(loaded).contains("is source.acd1 meant?"));
        assertEquals(Set.of("acd1"), loaded.config().orElseThrow().sources().keySet());
    }

    @Test
    void withoutAnIngestOneMayCheckButNotRun() {
        Loaded loaded = file.load(SQL);
        assertEquals(List.of(), loaded.all());
        assertEquals("ingest.url", loaded.missingToRun().orElseThrow().key());
    }

    @Test
    void aFaultOfTheIngestHindersNeitherPreviewNorStatus() {
        Loaded loaded =
                file.load(
                        SQL + "ingest.url = https://x.example\ningest.token = ${env:OF_SERVICE}\n");
        assertEquals(Optional.empty(), loaded.config());
        assertEquals(Set.of("acd1"), loaded.toRead().orElseThrow().sources().keySet());
        assertEquals(Optional.of(folder.resolve("data")), loaded.dataDir());
        loaded = file.load(SQL + "agent.data-dir = C:\\data\n");
        assertEquals(Optional.empty(), loaded.dataDir());
        assertEquals(Optional.empty(), loaded.toRead());
    }

    @Test
    void aFileThatIsNotThereIsOneClearProblem() {
        var e =
                assertThrows(
                        ConfigurationException.class,
                        () -> AgentFile.read(folder.resolve("none"), _ -> Optional.empty()));
        assertTrue(e.getMessage().endsWith("there is no such file"), e.getMessage());
    }

    @Test
    void theRecipeChangesWithWhatShapesRowsAndWithNothingElse() {
        String recipe = file.source(SQL).recipe();
        assertEquals(recipe, file.source(SQL + "source.acd1.poll = 5m").recipe());
        assertEquals(recipe, file.source(SQL + "source.acd1.interval-length = 15m").recipe());
        assertEquals(recipe, file.source(SQL + "source.acd1.backfill = off").recipe());
        assertNotEquals(recipe, file.source(SQL + "source.acd1.same-key = last").recipe());
        assertNotEquals(recipe, file.source(SQL + "source.acd1.map.offered = calls").recipe());
        assertNotEquals(recipe, file.source(SQL + "source.acd1.privacy.queuename=hmac").recipe());
        assertNotEquals(
                recipe, file.source(ConfigFile.with(SQL, "source.acd1.time-zone = UTC")).recipe());
        file.file("acd1.sql", "SELECT a FROM intervals");
        assertNotEquals(recipe, file.source(SQL).recipe());
    }

    @Test
    void theRecipeOfTheSameSettingsStaysTheSameFromVersionToVersion() {
        assertEquals(
                "43055b8f86035325", file.source(SQL + "source.acd1.map.offered = a + b").recipe());
    }
}

package io.tidegate.config;

import static io.tidegate.config.ConfigFile.CSV;
import static io.tidegate.config.ConfigFile.SQL;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.config.SourceConfig.Mapping;
import io.tidegate.config.SourceConfig.Privacy;
import io.tidegate.config.SourceConfig.Shaping;
import io.tidegate.config.SourceConfig.StatusShape;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is made of a database's rows before they leave. */
class ShapingTest {
    private static final String CONTACTS = ConfigFile.with(SQL, "source.acd1.data = contacts");
    private static final String STATUS =
            ConfigFile.with(SQL, "source.acd1.data = agent-status")
                    + "source.acd1.privacy.agentidentifier = hmac\n";

    @TempDir Path folder;
    private ConfigFile file;

    @BeforeEach
    void file() {
        file = new ConfigFile(folder);
    }

    private List<String> problems(String text) {
        return file.load(text).all().stream().map(p -> p.key() + " " + p.what()).toList();
    }

    private void refused(String text, String key, String reason) {
        List<String> problems = problems(text);
        assertTrue(
                problems.stream().anyMatch(p -> p.startsWith(key + " ") && p.contains(reason)),
                problems.toString());
    }

    @Test
    void contactsThatAreSummedLeaveAsIntervals() {
        SourceConfig source = file.source(CONTACTS + "source.acd1.aggregate = 30m");
        assertEquals("intervals", source.data());
        assertEquals("contacts", source.rows());
        assertEquals(Duration.ofMinutes(30), source.intervalLength());
        assertEquals(Map.of("contactidentifier", Privacy.DROP), source.privacy());
    }

    @Test
    void whatIsNotSummedLeavesAsItIs() {
        SourceConfig source = file.source(CONTACTS);
        assertEquals("contacts", source.data());
        assertEquals("contacts", source.rows());
        assertEquals(Shaping.NONE, source.shaping());
        assertEquals(Map.of("contactidentifier", Privacy.HMAC), source.privacy());
    }

    @Test
    void sumsOfAnythingButContactsOfADatabaseAreRefused() {
        refused(
                SQL + "source.acd1.aggregate = 15m",
                "source.acd1.aggregate",
                "set data = contacts");
        refused(STATUS + "source.acd1.aggregate = 15m", "source.acd1.aggregate", "agent-status");
        String files = ConfigFile.with(CSV, "source.csv1.data = contacts");
        refused(
                files + "source.csv1.csv.mode = append\nsource.csv1.aggregate = 15m",
                "source.csv1.aggregate",
                "not offered for files");
        refused(CONTACTS + "source.acd1.aggregate = 20m", "source.acd1.aggregate", "none of 5m");
    }

    @Test
    void sumsMustFitIntoTheWindowAndAgreeWithIntervalLength() {
        refused(
                CONTACTS + "source.acd1.aggregate = 30m\nsource.acd1.window = 45m",
                "source.acd1.aggregate",
                "divide window");
        refused(
                CONTACTS + "source.acd1.aggregate = 30m\nsource.acd1.interval-length = 15m",
                "source.acd1.interval-length",
                "differs from aggregate");
        assertEquals(
                List.of(),
                problems(
                        CONTACTS
                                + "source.acd1.aggregate = 30m\nsource.acd1.interval-length = 30m"));
    }

    @Test
    void nothingIsChosenForAnIdentifierThatDoesNotLeave() {
        String text =
                CONTACTS + "source.acd1.aggregate = 15m\nsource.acd1.privacy.contactidentifier = ";
        refused(text + "hmac", "source.acd1.privacy.contactidentifier", "remove the line");
        assertEquals(List.of(), problems(text + "drop"));
    }

    @Test
    void statesComeInThreeShapes() {
        assertEquals(StatusShape.START_END, file.source(STATUS).shaping().status());
        SourceConfig changes =
                file.source(
                        STATUS
                                + "source.acd1.status.shape = changes\n"
                                + "source.acd1.status.log-off = Logged out, 7");
        assertEquals(
                new Shaping(Optional.empty(), StatusShape.CHANGES, Set.of("Logged out", "7")),
                changes.shaping());
        SourceConfig lasting =
                file.source(
                        STATUS
                                + "source.acd1.status.shape = start-duration\n"
                                + "source.acd1.map.duration = Seconds");
        assertEquals(StatusShape.START_DURATION, lasting.shaping().status());
        assertEquals(new Mapping.From("Seconds"), lasting.map().get("duration"));
    }

    @Test
    void aColumnThatAShapeDoesNotHaveIsRefused() {
        refused(
                STATUS + "source.acd1.status.shape = changes\nsource.acd1.map.endtime = e",
                "source.acd1.map.endtime",
                "have no column endtime");
        refused(STATUS + "source.acd1.map.duration = d", "source.acd1.map.duration", "no column");
    }

    @Test
    void shapesOfAnythingButAgentStatusOfADatabaseAreRefused() {
        refused(
                SQL + "source.acd1.status.shape = changes",
                "source.acd1.status.shape",
                "agent-status");
        refused(
                SQL + "source.acd1.status.log-off = 7",
                "source.acd1.status.log-off",
                "agent-status");
        refused(
                ConfigFile.with(CSV, "source.csv1.data = agent-status")
                        + "source.csv1.status.log-off = 7",
                "source.csv1.status.log-off",
                "not offered for files");
        refused(STATUS + "source.acd1.status.shape = spans", "source.acd1.status.shape", "none of");
    }

    @Test
    void theRecipeHoldsTheShapeAndIsAsBeforeWithoutOne() {
        String plain = file.source(STATUS).recipe();
        assertEquals(plain, file.source(STATUS + "source.acd1.status.shape = start-end").recipe());
        String changes = file.source(STATUS + "source.acd1.status.shape = changes").recipe();
        assertNotEquals(
                changes,
                file.source(
                                STATUS
                                        + "source.acd1.status.shape = changes\nsource.acd1.status.max-open = 1d\n")
                        .recipe());
        String logOff = file.source(STATUS + "source.acd1.status.log-off = 7").recipe();
        assertNotEquals(plain, changes);
        assertNotEquals(plain, logOff);
        assertNotEquals(
                file.source(CONTACTS + "source.acd1.aggregate = 15m").recipe(),
                file.source(CONTACTS + "source.acd1.aggregate = 30m").recipe());
    }
}

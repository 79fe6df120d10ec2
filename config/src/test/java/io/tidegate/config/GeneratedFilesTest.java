package io.tidegate.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The files made from the catalogue. {@code mvn test -Dtidegate.generate=true} writes them anew.
 */
class GeneratedFilesTest {
    private static final Path REFERENCE = Path.of("CONFIGURATION.md");
    private static final Path SAMPLE = Path.of("src/main/resources/tidegate.properties.sample");

    @TempDir Path folder;

    @Test
    void theReferenceIsUpToDate() throws IOException {
        mustBe(REFERENCE, AgentPages.reference());
    }

    @Test
    void theSampleIsUpToDate() throws IOException {
        mustBe(SAMPLE, AgentPages.sample());
    }

    private static void mustBe(Path file, String text) throws IOException {
        if (Boolean.getBoolean("tidegate.generate")) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        }
        assertEquals(text, Files.readString(file), file + " is stale: -Dtidegate.generate=true");
    }

    @Test
    void thereAreTenEssentialSettings() {
        assertEquals(10, AgentPages.essentials().size());
    }

    @Test
    void theSampleLoadsOnceItsPlaceholdersAreFilledAsItSays() throws Exception {
        Loaded loaded = load(filled());
        assertEquals(List.of(), loaded.all());
        assertEquals(1, loaded.config().orElseThrow().sources().size());
    }

    @Test
    void theSampleLoadsWithItsSourceOfFilesAsWell() throws Exception {
        Loaded loaded = load(filled().replaceAll("(?m)^#(source\\.csv1\\.\\S+ = )<(.*)>$", "$1$2"));
        assertEquals(List.of(), loaded.all());
        assertEquals(2, loaded.config().orElseThrow().sources().size());
    }

    @Test
    void everyPlaceholderThatIsLeftIsNamed() throws Exception {
        List<Problem> problems = load(AgentPages.sample()).all();
        assertEquals(9, problems.size(), problems.toString());
        assertEquals(9, problems.stream().filter(p -> p.what().contains("placeholder")).count());
    }

    private static String filled() {
        return AgentPages.sample().replaceAll("(?m)^(\\w\\S+ = )<(.*)>$", "$1$2");
    }

    private Loaded load(String text) throws Exception {
        Files.writeString(folder.resolve("token.txt"), "t0ken\n");
        Files.writeString(folder.resolve("acd-password.txt"), "p4ss\n");
        Files.writeString(folder.resolve("acd1.sql"), "SELECT * FROM intervals");
        Path file = Files.writeString(folder.resolve("tidegate.properties"), text);
        return AgentFile.read(file, _ -> Optional.empty());
    }
}

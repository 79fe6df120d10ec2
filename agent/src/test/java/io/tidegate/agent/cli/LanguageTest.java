package io.tidegate.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.service.Child;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The program on a machine of another language. */
class LanguageTest {
    private static final List<String> EGYPT =
            List.of("env", "JAVA_TOOL_OPTIONS=-Duser.language=ar -Duser.country=EG");

    @TempDir Path folder;

    private Path configuration() throws IOException {
        Path drop = Files.createDirectories(folder.resolve("drop"));
        Files.writeString(
                drop.resolve("a.csv"),
                "queueidentifier,queuename,timestamp,offered,answered,handlingtime\n"
                        + "1,Sales,2026-11-20T08:00:00Z,3,3,180\n"
                        + "1,Sales,2026-11-20T08:15:00Z,3,3,180\n");
        return Files.writeString(
                folder.resolve("tidegate.properties"),
                """
                agent.name = cairo
                source.a.data = intervals
                source.a.time-zone = Africa/Cairo
                source.a.csv.directory = drop
                """);
    }

    @Test
    void numbersHaveTheDigitsThatDatabasesAndProtocolsKnow() throws Exception {
        String file = configuration().toString();
        try (Child child =
                Child.under(EGYPT, Main.class, "preview", "a", "--rows", "1", "-c", file)) {
            var said = new StringBuilder();
            for (String line = child.line(); line != null; line = child.line()) {
                said.append(line).append('\n');
            }
            assertEquals(Exit.FINE, child.exit());
            assertTrue(said.toString().contains("Stopped at --rows 1:"), said.toString());
        }
    }
}

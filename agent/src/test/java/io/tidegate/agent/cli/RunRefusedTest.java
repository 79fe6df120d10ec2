package io.tidegate.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.service.Child;
import io.tidegate.agent.service.InstanceLock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code run} does when it must not. */
class RunRefusedTest {
    @TempDir Path folder;

    private Child run() throws IOException {
        Files.createDirectories(folder.resolve("drop"));
        Path file =
                Files.writeString(
                        folder.resolve("tidegate.properties"),
                        """
                        agent.name = test
                        ingest.url = http://127.0.0.1:1/
                        ingest.token = t
                        http.port = 0
                        source.a.data = intervals
                        source.a.time-zone = Europe/Berlin
                        source.a.csv.directory = drop
                        """);
        return Child.run(Main.class, "run", "-c", file.toString());
    }

    private static String all(Child child) {
        var text = new StringBuilder();
        for (String line = child.line(); line != null; line = child.line()) {
            text.append(line).append('\n');
        }
        return text.toString();
    }

    @Test
    void aDamagedStoreIsNamedWithTheRemedyAndNotTouched() throws Exception {
        Path store = folder.resolve("data/store/tidegate.db");
        Files.createDirectories(store.getParent());
        Files.writeString(store, "rubbish ".repeat(2_000));
        try (Child child = run()) {
            String said = all(child);
            assertEquals(69, child.exit());
            assertTrue(said.contains("TG-0602"), said);
            assertTrue(said.contains("move the folder"), said);
        }
        assertTrue(Files.readString(store).startsWith("rubbish"));
    }

    @Test
    void aSecondAgentOnTheFolderIsToldWhoHoldsIt() throws Exception {
        try (var _ = InstanceLock.take(folder.resolve("data"));
                Child child = run()) {
            all(child);
            assertEquals(75, child.exit());
        }
    }
}

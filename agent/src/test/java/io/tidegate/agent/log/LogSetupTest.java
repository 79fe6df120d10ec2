package io.tidegate.agent.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.service.Child;
import io.tidegate.config.AgentConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How an error in the program looks in the log. */
class LogSetupTest {
    @TempDir Path folder;

    /** A program with an error in it, far down. */
    static final class Failing {
        private static final Logger LOG = LoggerFactory.getLogger(Failing.class);

        public static void main(String[] args) {
            LogSetup.daemon(
                    new AgentConfig.Log(Duration.ofDays(1), 1 << 20, false, "info"),
                    Path.of(args[0]));
            try {
                down(50);
            } catch (IllegalStateException e) {
                LOG.atError().addKeyValue("event", "TG-0000").setCause(e).log("the end");
            }
            LOG.info("after it");
        }

        private static void down(int steps) {
            if (steps == 0) {
                throw new IllegalStateException("the outer", new IllegalArgumentException("inner"));
            }
            down(steps - 1);
        }
    }

    @Test
    void anErrorInTheProgramIsLoggedWithItsRootAndTwentyFramesOfEach() throws Exception {
        List<String> console = new ArrayList<>();
        try (Child child = Child.run(Failing.class, folder.toString())) {
            for (String line = child.line(); line != null; line = child.line()) {
                console.add(line);
            }
            assertEquals(0, child.exit());
        }
        assertEquals(Files.readAllLines(folder.resolve("log/tidegate.log")), console);
        assertTrue(console.getFirst().matches("20.*Z ERROR event=TG-0000 the end"), console + "");
        assertEquals("java.lang.IllegalArgumentException: inner", console.get(1));
        int outer = console.indexOf("Wrapped by: java.lang.IllegalStateException: the outer");
        assertTrue(outer > 1, console + "");
        assertTrue(frames(console.subList(1, outer)) <= 20, console + "");
        assertEquals(20, frames(console.subList(outer, console.size())));
        assertTrue(console.getLast().endsWith("INFO   after it"), console + "");
    }

    private static long frames(List<String> lines) {
        return lines.stream().filter(l -> l.startsWith("\tat ")).count();
    }
}

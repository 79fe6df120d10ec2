package io.tidegate.agent.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.service.Child;
import io.tidegate.config.AgentConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
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
        List<String> console = printed(Failing.class, folder.toString());
        assertEquals(Files.readAllLines(folder.resolve("log/tidegate.log")), console);
        assertTrue(console.getFirst().matches("20.*Z ERROR event=TG-0000 the end"), console + "");
        assertEquals("java.lang.IllegalArgumentException: inner", console.get(1));
        int outer = console.indexOf("Wrapped by: java.lang.IllegalStateException: the outer");
        assertTrue(outer > 1, console + "");
        assertTrue(frames(console.subList(1, outer)) <= 20, console + "");
        assertEquals(20, frames(console.subList(outer, console.size())));
        assertTrue(console.getLast().endsWith("INFO   after it"), console + "");
    }

    /** A command that has a driver fail; all that it prints goes to one output. */
    static final class DriverFails {
        public static void main(String[] args) throws IOException {
            System.setErr(System.out);
            LogSetup.quiet();
            LoggerFactory.getLogger("org.mariadb.jdbc.message").error("a value, 4711");
            java.util.logging.Logger.getLogger("org.postgresql").severe("a value, 4711");
            try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
                Thread.ofPlatform().daemon().start(() -> hangUp(server));
                DriverManager.getConnection(
                        "jdbc:sqlserver://127.0.0.1:%d;encrypt=false;loginTimeout=2"
                                .formatted(server.getLocalPort()),
                        "reader",
                        "hush-hush");
            } catch (SQLException e) {
                System.out.println("it failed");
            }
        }

        private static void hangUp(ServerSocket server) {
            while (!server.isClosed()) {
                try {
                    server.accept().close();
                } catch (IOException _) {
                    return;
                }
            }
        }
    }

    @Test
    void whatADriverSaysDoesNotAppear() throws Exception {
        assertEquals(List.of("it failed"), printed(DriverFails.class));
    }

    private static List<String> printed(Class<?> main, String... args) throws Exception {
        List<String> lines = new ArrayList<>();
        try (Child child = Child.run(main, args)) {
            for (String line = child.line(); line != null; line = child.line()) {
                lines.add(line);
            }
            assertEquals(0, child.exit());
        }
        return lines;
    }

    private static long frames(List<String> lines) {
        return lines.stream().filter(l -> l.startsWith("\tat ")).count();
    }
}

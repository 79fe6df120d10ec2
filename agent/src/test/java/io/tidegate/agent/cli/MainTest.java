package io.tidegate.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.control.Commands;
import io.tidegate.agent.control.ControlServer;
import io.tidegate.agent.control.Days;
import io.tidegate.agent.control.Reply;
import io.tidegate.agent.control.Request;
import io.tidegate.agent.control.Talk;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.service.InstanceLock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What each command prints and with which code it ends. */
class MainTest {
    private static final String GOOD =
            """
            agent.name = berlin-dc1
            source.csv1.data = intervals
            source.csv1.csv.directory = drop
            source.csv1.time-zone = Europe/Berlin
            """;
    private static final String HEADER =
            "queueidentifier,queuename,timestamp,offered,answered,handlingtime\n";

    @TempDir Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aGoodConfigurationIsGoodAndSaysWhatIsMissingToRun() throws IOException {
        configuration(GOOD);
        assertEquals(Exit.FINE, run("check"));
        assertTrue(out.toString().contains("good"), out.toString());
        assertTrue(out.toString().contains("ingest.url = "), out.toString());
    }

    @Test
    void aDropFolderThatIsNotThereIsNamedAndIsNoFault() throws IOException {
        configuration(GOOD);
        assertEquals(Exit.FINE, run("check"));
        assertTrue(
                out.toString().contains("source.csv1.csv.directory: " + folder.resolve("drop")),
                out.toString());
        Files.createDirectory(folder.resolve("drop"));
        out.getBuffer().setLength(0);
        assertEquals(Exit.FINE, run("check"));
        assertFalse(out.toString().contains("drop"), out.toString());
    }

    @Test
    void aFaultyConfigurationIsToldLineByLineWithTheRemedy() throws IOException {
        Path file = configuration(GOOD + "source.csv1.pol = 5m\n");
        assertEquals(Exit.CONFIGURATION, run("check"));
        assertTrue(
                out.toString().startsWith(file + ":5: source.csv1.pol: is no setting"),
                out.toString());
        assertTrue(out.toString().contains("    source.csv1.poll = 5m"), out.toString());
    }

    @Test
    void aConfigurationThatIsNotThereIsOneClearLine() {
        assertEquals(Exit.CONFIGURATION, run("check"));
        assertTrue(err.toString().strip().endsWith("there is no such file"), err.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "chek",
                "check --nonsense",
                "preview",
                "reimport csv1",
                "reimport csv1 --from 2026-11-20",
                "reimport csv1 --from 2026-11-20 --to 2026-11-19",
                "reimport csv1 --from yesterday --to today",
                "accept csv1 --to 2026-11-20",
                "preview nothing",
                "preview csv1 --rows 0",
                "preview csv1 --rows -1",
                "preview csv1 --from 2026-11-20 --to 2026-11-19",
            })
    void whatIsNotUnderstoodEndsWithTheCodeForMisuse(String command) throws IOException {
        configuration(GOOD);
        String[] words = command.isEmpty() ? new String[0] : command.split(" ");
        assertEquals(Exit.USAGE, command.isEmpty() ? raw(words) : run(words));
        assertFalse(err.toString().isBlank());
        assertFalse(err.toString().contains("Exception"), err.toString());
    }

    @Test
    void previewShowsRowsAsTheyWouldBeShippedWithoutAnIngest() throws IOException {
        drop(HEADER + "7,Sales,2026-07-01 08:00:00,3,2,60.5\n");
        configuration(GOOD + "ingest.url = https://x.example\ningest.token = ${env:NOT_HERE}\n");
        assertEquals(Exit.FINE, run("preview", "csv1"), err.toString());
        assertTrue(
                out.toString().contains("7\tSales\t2026-07-01T06:00:00Z\t3\t2\t60.5"),
                out.toString());
    }

    @Test
    void previewShowsRejectedRowsWithTheirReasonAndFails() throws IOException {
        drop(HEADER + "7,Sales,2026-07-01 08:00:00,-3,2,60\n");
        configuration(GOOD);
        assertEquals(Exit.FAILED, run("preview", "csv1"));
        assertTrue(out.toString().contains("rejected: line 2 offered"), out.toString());
    }

    @Test
    void previewThatStopsAtRowsSaysThatThereAreMore() throws IOException {
        String row = "7,Sales,2026-07-01 %s:00:00,3,2,60\n";
        drop(HEADER + row.formatted("08") + row.formatted("09") + row.formatted("xx"));
        configuration(GOOD);
        assertEquals(Exit.FINE, run("preview", "csv1", "--rows", "2"), err.toString());
        assertTrue(out.toString().contains("2 rows would be shipped, 0 are rejected"));
        assertTrue(out.toString().contains("Stopped at --rows 2: there are more"), out.toString());
        assertEquals(Exit.FAILED, run("preview", "csv1", "--rows", "3"), out.toString());
        assertEquals(1, out.toString().split("Stopped at", -1).length - 1, out.toString());
    }

    @Test
    void previewSaysOnceThatPseudonymsWithoutAKeyAreOfThatCallAlone() throws IOException {
        drop(HEADER + "7,Sales,2026-07-01 08:00:00,3,2,60\n");
        configuration(GOOD + "source.csv1.privacy.queuename = hmac\n");
        run("preview", "csv1");
        assertEquals(1, out.toString().split("differ at each call", -1).length - 1, out.toString());
        assertFalse(Files.exists(folder.resolve("data")));
    }

    @Test
    void previewOfAFolderThatIsNotThereIsOneClearLine() throws IOException {
        configuration(GOOD);
        assertEquals(Exit.FAILED, run("preview", "csv1"));
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().contains("drop"), err.toString());
    }

    @Test
    void previewOfAFaultySourceNamesItsFaults() throws IOException {
        configuration(GOOD.replace("Europe/Berlin", "Berlin"));
        assertEquals(Exit.CONFIGURATION, run("preview", "csv1"));
        assertTrue(err.toString().contains("source.csv1.time-zone"), err.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"status", "pause csv1", "resume csv1", "accept csv1", "keep csv1", "adopt"})
    void withoutARunningConnectorCommandsSaySo(String command) throws IOException {
        configuration(GOOD + "ingest.url = https://x.example\ningest.token = ${env:NOT_HERE}\n");
        assertEquals(Exit.UNAVAILABLE, run(command.split(" ")));
        assertTrue(err.toString().startsWith("no connector runs on "), err.toString());
    }

    @Test
    void withoutARunningConnectorMonitoringIsToldThatNothingIsKnown() throws IOException {
        configuration(GOOD);
        assertEquals(3, run("status", "--check"));
        assertTrue(out.toString().startsWith("UNKNOWN no connector runs on "), out.toString());
    }

    @Test
    void commandsAreCarriedOutByTheRunningConnector() throws IOException {
        configuration(GOOD);
        Path data = Files.createDirectory(folder.resolve("data"));
        try (var _ = ControlServer.start(data, new Echo(), Clock.system(), MainTest::fatal)) {
            assertEquals(Exit.FINE, run("pause", "csv1"));
            assertEquals(Exit.FAILED, run("resume", "csv1"));
            assertEquals(
                    Exit.FINE,
                    run("reimport", "csv1", "--from", "2026-11-01", "--to", "2026-11-02"));
            assertEquals(Exit.FINE, run("accept", "csv1"));
            assertEquals(Exit.FINE, run("keep", "csv1", "--from", "2026-11-01"));
            assertEquals(Exit.FINE, run("adopt"));
        }
        assertEquals(
                """
                pause csv1
                reimport csv1 2026-11-01 to 2026-11-02
                accept csv1 all
                keep csv1 2026-11-01
                adopt
                """,
                out.toString());
        assertEquals("resume csv1\n", err.toString());
    }

    @Test
    void aVerificationIsToldLineByLineAndItsExitCodeIsTheConnectors() throws IOException {
        configuration(GOOD);
        Path data = Files.createDirectory(folder.resolve("data"));
        String[] days = {"--from", "2026-11-01", "--to", "2026-11-02"};
        try (var _ = ControlServer.start(data, new Echo(), Clock.system(), MainTest::fatal)) {
            assertEquals(
                    Exit.FAILED,
                    run("verify", "csv1", days[0], days[1], days[2], days[3], "--totals"));
            assertEquals("verify csv1 2026-11-01 to 2026-11-02 totals\nthe end\n", out.toString());
            out.getBuffer().setLength(0);
            assertEquals(
                    Exit.FINE, run("verify", "csv1", days[0], days[1], days[2], days[3], "--csv"));
            assertEquals("verify csv1 2026-11-01 to 2026-11-02 csv\n", out.toString());
            assertEquals("the end\n", err.toString());
        }
        assertEquals(Exit.USAGE, run("verify", "csv1", "--from", "2026-11-01"));
        assertEquals(
                Exit.USAGE, run("verify", "csv1", "--from", "2026-11-02", "--to", "2026-11-01"));
    }

    @Test
    void rejectedRowsAreAskedOfTheRunningConnector() throws IOException {
        configuration(GOOD);
        assertEquals(Exit.UNAVAILABLE, run("rejects", "list"));
        Path data = Files.createDirectory(folder.resolve("data"));
        try (var _ = ControlServer.start(data, new Echo(), Clock.system(), MainTest::fatal)) {
            out.getBuffer().setLength(0);
            assertEquals(Exit.FINE, run("rejects", "show", "csv1", "a.csv", "--rows", "7"));
            assertEquals(
                    "Rejects[what=SHOW, source=Optional[csv1], file=Optional[a.csv],"
                            + " days=Optional.empty, rows=7, json=false]\nrejects\n",
                    out.toString());
            Path export = folder.resolve("out.csv");
            String[] days = {"--from", "2026-11-01", "--to-file", export.toString()};
            assertEquals(
                    Exit.FINE,
                    run("rejects", "export", "csv1", days[0], days[1], days[2], days[3]));
            assertTrue(Files.readString(export).contains("days=Optional[2026-11-01]"));
            assertEquals(
                    Exit.USAGE, run("rejects", "export", "csv1", "--to-file", export.toString()));
        }
        assertEquals(Exit.USAGE, run("rejects", "show", "csv1", "--rows", "0"));
    }

    @Test
    void theStatusIsShownAndJudgedForMonitoring() throws IOException {
        configuration(GOOD);
        Path data = Files.createDirectory(folder.resolve("data"));
        try (var _ = ControlServer.start(data, new Echo(), Clock.system(), MainTest::fatal)) {
            assertEquals(2, run("status", "--check"));
            assertEquals(Exit.FINE, run("status"));
            assertEquals(Exit.FINE, run("status", "--json"));
        }
        assertTrue(
                out.toString()
                        .startsWith("CRITICAL csv1 cannot be read: its folder is away. 2 wait.\n"),
                out.toString());
        assertTrue(
                out.toString().contains("csv1  intervals, csv: troubled: its folder is away\n"),
                out.toString());
        assertTrue(out.toString().contains("\"ready\":false"));
    }

    @Test
    void runNeedsAnIngest() throws IOException {
        configuration(GOOD);
        assertEquals(Exit.CONFIGURATION, run("run"));
        assertTrue(err.toString().contains("ingest.url"), err.toString());
    }

    @Test
    void aSecondConnectorOnTheSameFolderDoesNotStart() throws Exception {
        configuration(GOOD + "ingest.url = https://x.example\ningest.token = secret\n");
        try (var _ = InstanceLock.take(folder.resolve("data"))) {
            assertEquals(Exit.ALREADY_RUNNING, run("run"));
        }
        assertTrue(err.toString().contains("runs on"), err.toString());
    }

    @Test
    void theVersionIsPrinted() {
        assertEquals(Exit.FINE, raw("version"));
        assertTrue(out.toString().startsWith("tidegate "), out.toString());
    }

    @Test
    void onlyThePlainFormsOfRunGoWithoutTheLibrary() {
        for (String plain : List.of("run", "run -c x.properties", "run --config x.properties")) {
            assertTrue(RunCommand.of(plain.split(" ")).isPresent(), plain);
        }
        for (String other :
                List.of(
                        "check",
                        "run -h",
                        "run -c",
                        "run -c --help",
                        "run -c @args",
                        "run -cx.properties",
                        "run x -c",
                        "run -c x -c y",
                        "run -c \0")) {
            assertTrue(RunCommand.of(other.split(" ")).isEmpty(), other);
        }
        assertTrue(RunCommand.of().isEmpty());
        assertTrue(RunCommand.of("run", "-c", "").isEmpty());
    }

    @Test
    void runWithoutTheLibraryEndsAsWithIt() {
        String nowhere = folder.resolve("nowhere.properties").toString();

        assertEquals(raw("run", "-c", nowhere), Main.execute("run", "-c", nowhere));
    }

    private int run(String... words) {
        String[] all = java.util.Arrays.copyOf(words, words.length + 2);
        all[words.length] = "-c";
        all[words.length + 1] = folder.resolve("tidegate.properties").toString();
        return raw(all);
    }

    private int raw(String... words) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
    }

    private Path configuration(String text) throws IOException {
        return Files.writeString(folder.resolve("tidegate.properties"), text);
    }

    private void drop(String text) throws IOException {
        Files.createDirectory(folder.resolve("drop"));
        Files.writeString(folder.resolve("drop").resolve("export.csv"), text);
    }

    private static void fatal(Throwable e) {
        throw new AssertionError(e);
    }

    /** Says back what it was asked; refuses to resume. */
    private static final class Echo implements Commands {
        @Override
        public Reply rejects(Request.Rejects request, Talk talk) throws IOException {
            talk.line(request.toString());
            return new Reply(0, "rejects");
        }

        @Override
        public Reply status() {
            return new Reply(
                    0,
                    "{\"agent\":\"berlin\",\"ready\":false,\"streams\":[{\"name\":\"csv1\",\"data\":\"intervals\","
                            + "\"kind\":\"csv\",\"state\":\"troubled\",\"reason\":\"its folder is"
                            + " away\"}],\"level\":\"critical\",\"findings\":[{\"level\":\"critical\","
                            + "\"text\":\"csv1 cannot be read: its folder is away.\"},"
                            + "{\"level\":\"warning\",\"text\":\"2 wait.\"}]}");
        }

        @Override
        public Reply pause(String source) {
            return new Reply(0, "pause " + source);
        }

        @Override
        public Reply resume(String source) {
            return new Reply(1, "resume " + source);
        }

        @Override
        public Reply reimport(String source, Days days) {
            return new Reply(0, "reimport " + source + " " + days);
        }

        @Override
        public Reply accept(String source, Optional<Days> days) {
            return new Reply(0, "accept " + source + days.map(d -> " " + d).orElse(" all"));
        }

        @Override
        public Reply keep(String source, Optional<Days> days) {
            return new Reply(0, "keep " + source + days.map(d -> " " + d).orElse(" all"));
        }

        @Override
        public Reply adopt() {
            return new Reply(0, "adopt");
        }

        @Override
        public Reply verify(Request.Verify request, Talk talk) throws IOException {
            talk.progress("day 1 of 2");
            talk.line(
                    "verify %s %s%s%s"
                            .formatted(
                                    request.source(),
                                    request.days(),
                                    request.totals() ? " totals" : "",
                                    request.csv() ? " csv" : ""));
            return new Reply(request.csv() ? 0 : 1, "the end");
        }
    }
}

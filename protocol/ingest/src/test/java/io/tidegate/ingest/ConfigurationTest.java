package io.tidegate.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.config.ConfigurationException;
import io.tidegate.config.Environment;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What {@code ingest.properties} may say. */
class ConfigurationTest {
    private static final String LEAST =
            "database.url = jdbc:postgresql://localhost/ingest\ntokens-file = tokens\n";

    @TempDir Path folder;

    @BeforeEach
    void tokens() throws IOException {
        Files.writeString(folder.resolve("tokens"), Bed.line("acme", "berlin", "k3y"));
        Files.writeString(folder.resolve("password"), "s3cret\n");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("ingest.properties"), text);
    }

    private IngestConfig read(String text) throws Exception {
        return IngestFile.read(file(text), _ -> Optional.of("from the environment"));
    }

    private String problems(String text) throws IOException {
        Path file = file(text);
        return assertThrows(
                        ConfigurationException.class,
                        () -> IngestFile.read(file, _ -> Optional.empty()))
                .getMessage();
    }

    @Test
    void twoLinesAreEnough() throws Exception {
        IngestConfig config = read(LEAST);
        assertEquals(8443, config.listen().getPort());
        assertTrue(config.listen().getAddress().isLoopbackAddress());
        assertTrue(config.tls().isEmpty());
        assertEquals(1 << 20, config.limits().bodyBytes());
        assertEquals(64 << 20, config.decodedBytes());
        assertEquals(8, config.database().connections());
        assertEquals(Duration.ofMinutes(2), config.database().statementTimeout());
        assertEquals(folder.resolve("tokens"), config.tokensFile());
    }

    @Test
    void secretsMayStandElsewhere() throws Exception {
        IngestConfig config =
                read(
                        LEAST
                                + "database.username = ${env:USER}\n"
                                + "database.password = ${file:password}\n");
        assertEquals("from the environment", config.database().username().get().reveal());
        assertEquals("s3cret", config.database().password().get().reveal());
        assertTrue(!config.toString().contains("s3cret"));
    }

    @Test
    void plainHttpIsRefusedWhereOthersCanReachIt() throws Exception {
        String problems = problems(LEAST + "listen = 0.0.0.0:8443\n");
        assertTrue(problems.contains("tls.certificate"), problems);
    }

    @Test
    void allProblemsAreToldAtOnce() throws Exception {
        String problems =
                problems(
                        "listen = 127.0.0.1\ndatabase.url = jdbc:postgresql://me:s3cret@localhost/x\n"
                                + "limits.body = 1KiB\nlimit.requests = 3\ntls.key = missing.key\n");
        assertTrue(problems.contains(":1: listen"), problems);
        assertTrue(problems.contains(":2: database.url"), problems);
        assertTrue(problems.contains(":3: limits.body"), problems);
        assertTrue(problems.contains("limits.requests"), problems);
        assertTrue(problems.contains(":5: tls.key"), problems);
        assertTrue(problems.contains("tls.certificate: is missing"), problems);
        assertTrue(problems.contains("tokens-file: is missing"), problems);
        assertTrue(!problems.contains("s3cret"), problems);
    }

    @Test
    void theProgramSaysSoByItsExitCode() throws Exception {
        assertEquals(0, Main.run("check", "-c", file(LEAST).toString()));
        assertEquals(0, Main.run("version"));
        assertEquals(78, Main.run("check", "-c", file("listen = 1\n").toString()));
        assertEquals(78, Main.run("run", "-c", folder.resolve("none.properties").toString()));
        assertEquals(64, Main.run("walk"));
        Files.writeString(folder.resolve("tokens"), "acme berlin abc\n");
        assertEquals(78, Main.run("check", "-c", file(LEAST).toString()));
    }

    @Test
    void numbersAreWrittenAlikeWhateverTheLanguageOfTheMachine() throws Exception {
        Files.writeString(folder.resolve("tokens"), "acme berlin abc\n");
        Process egypt =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElse("java"),
                                "-Duser.language=ar",
                                "-Duser.country=EG",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName(),
                                "check",
                                "-c",
                                file(LEAST).toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(egypt.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(78, egypt.waitFor());
        assertTrue(said.contains("tokens:1: "), said);
    }

    @Test
    void aDatabaseThatIsNotThereEndsTheProgramWithAReason() throws Exception {
        String away = LEAST.replace("localhost/", "localhost:1/") + "listen = 127.0.0.1:0\n";
        assertEquals(69, Main.run("run", "-c", file(away).toString()));
    }

    @Test
    void theEnvironmentIsThatOfTheProcess() {
        assertTrue(Environment.system().variable("PATH").isPresent());
    }
}

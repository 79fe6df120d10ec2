package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A MariaDB of this machine with a folder of its own, reached over the loopback address alone.
 * Where the program is missing, the tests that want it are skipped and say what to install.
 */
public final class MariaDbServer implements AutoCloseable {
    public static final String USER = "acd";
    public static final String PASSWORD = "acd";

    /** A statement a line. */
    private static final String ACCOUNT =
            """
            CREATE USER IF NOT EXISTS 'acd'@'%' IDENTIFIED BY 'acd';
            GRANT ALL ON *.* TO 'acd'@'%' WITH GRANT OPTION;
            """;

    private static MariaDbServer shared;

    private final Path folder;
    private final int port;
    private final List<String> options;
    private Process process;

    private MariaDbServer(Path folder, int port, List<String> options) {
        this.folder = folder;
        this.port = port;
        this.options = options;
    }

    /** One for all tests, in a zone that no test expects; ends with the JVM. */
    public static synchronized MariaDbServer shared() throws IOException, InterruptedException {
        if (shared == null) {
            Path folder = Files.createTempDirectory("tidegate-mariadb");
            shared = start(folder, "--default-time-zone=-05:30");
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }
        return shared;
    }

    /** One of a test's own. */
    static MariaDbServer start(Path folder, String... options)
            throws IOException, InterruptedException {
        program("mariadbd"); // Else there is nothing to prepare a folder for.
        install(folder.resolve("data"));
        var server = new MariaDbServer(folder, freePort(), List.of(options));
        server.start();
        return server;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void install(Path data) throws IOException, InterruptedException {
        var made =
                new ProcessBuilder(
                                program("mariadb-install-db").toString(),
                                "--no-defaults",
                                "--user=" + System.getProperty("user.name"),
                                "--datadir=" + data,
                                "--auth-root-authentication-method=normal",
                                "--skip-test-db")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (made.waitFor() != 0) { // It is there, so it must do.
            throw new IllegalStateException("mariadb-install-db ended with " + made.exitValue());
        }
    }

    void start() throws IOException {
        Path account = Files.writeString(folder.resolve("account.sql"), ACCOUNT);
        var command =
                new ArrayList<>(
                        List.of(
                                program("mariadbd").toString(),
                                "--no-defaults",
                                "--user=" + System.getProperty("user.name"),
                                "--datadir=" + folder.resolve("data"),
                                "--socket=" + folder.resolve("s"),
                                "--pid-file=" + folder.resolve("pid"),
                                "--init-file=" + account,
                                "--port=" + port,
                                "--bind-address=127.0.0.1",
                                "--skip-name-resolve",
                                "--innodb-flush-log-at-trx-commit=0",
                                "--innodb-fast-shutdown=2"));
        command.addAll(options);
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        awaitReady(
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
    }

    private static void awaitReady(BufferedReader log) throws IOException {
        var said = new StringBuilder();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            said.append(line).append('\n');
            if (line.contains("ready for connections")) {
                Thread.ofPlatform().daemon().start(() -> log.lines().forEach(_ -> {}));
                return;
            }
        }
        throw new IOException("MariaDB did not start:\n" + said);
    }

    public int port() {
        return port;
    }

    /** Ends it as a power cut would, or a service manager that has lost its patience. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
        delete(folder);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path program(String name) {
        Optional<Path> found =
                Stream.concat(
                                Arrays.stream(System.getenv("PATH").split(":")),
                                Stream.of("/usr/sbin", "/usr/local/sbin"))
                        .map(folder -> Path.of(folder, name))
                        .filter(Files::isExecutable)
                        .findFirst();
        assumeTrue(
                found.isPresent(),
                () -> name + " is not installed: apt-get install mariadb-server");
        return found.orElseThrow();
    }
}

package io.tidegate.agent.source.sql;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.source.Source;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.SourceConfig;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * A database server in a process of its own, and a drivers folder that holds its driver and nothing
 * else: neither is on the class path of the tests.
 */
final class DriverServer implements AutoCloseable {
    private final Path drivers;
    private final String url;
    private final Process process;
    private final String user;
    private final String password;

    private DriverServer(Path drivers, String url, Process process, String user, String password) {
        this.drivers = drivers;
        this.url = url;
        this.process = process;
        this.user = user;
        this.password = password;
    }

    static DriverServer h2(Path folder) throws IOException {
        int port = freePort();
        Process process =
                java(
                        jar("h2"),
                        "TCP server running",
                        "org.h2.tools.Server",
                        "-tcp",
                        "-tcpPort",
                        Integer.toString(port),
                        "-ifNotExists",
                        "-baseDir",
                        folder.toString());
        String url = "jdbc:h2:tcp://localhost:%d/mem:acd".formatted(port);
        return new DriverServer(drivers(folder, "h2"), url, process, "sa", "right");
    }

    static DriverServer hsqldb(Path folder) throws IOException {
        int port = freePort();
        Process process =
                java(
                        jar("hsqldb"),
                        "is online",
                        "org.hsqldb.server.Server",
                        "--address",
                        "localhost",
                        "--port",
                        Integer.toString(port),
                        "--database.0",
                        "mem:acd;user=SA;password=right",
                        "--dbname.0",
                        "acd");
        String url = "jdbc:hsqldb:hsql://localhost:%d/acd".formatted(port);
        return new DriverServer(drivers(folder, "hsqldb"), url, process, "SA", "right");
    }

    /** What the build puts there. */
    static Path jar(String name) {
        return Path.of("target", "drivers-under-test", name + ".jar").toAbsolutePath();
    }

    private static Path drivers(Path folder, String name) throws IOException {
        Path drivers = Files.createDirectories(folder.resolve("drivers"));
        Files.copy(jar(name), drivers.resolve(name + ".jar"), StandardCopyOption.REPLACE_EXISTING);
        return drivers;
    }

    private static Process java(Path jar, String ready, String... arguments) throws IOException {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                jar.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var said = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            said.append(line).append('\n');
            if (line.contains(ready)) {
                Thread.ofPlatform().daemon().start(() -> out.lines().forEach(_ -> {}));
                return process;
            }
        }
        throw new IOException("the server did not start:\n" + said);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Keeps a database in memory alive as long as it is open. */
    Connection connect() throws Exception {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        return new Drivers(drivers).of("acd", url, Products.of(url)).connect(url, properties);
    }

    String url() {
        return url;
    }

    AgentConfig.Database config() {
        return AcdDatabase.config(url, user, password);
    }

    Source open(SourceConfig source) throws Exception {
        return open(config(), source);
    }

    Source open(AgentConfig.Database database, SourceConfig source) throws Exception {
        return new SqlDatabase(database, Clock.system(), new Drivers(drivers)).open(source);
    }

    AcdDatabase.Read read(SourceConfig source, Instant from, Instant to) throws Exception {
        try (Source opened = open(source)) {
            return AcdDatabase.read(opened, source, from, to);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}

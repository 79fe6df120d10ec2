package io.tidegate.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.tidegate.agent.loop.ClosedPort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** The doctor as it is called, on a real database. */
@Timeout(120)
class DoctorTest {
    private static final Path PAGE = Path.of("docs/OPERATING.md");
    private static final String BEGIN = "<!-- what doctor says -->\n```\n";
    private static EmbeddedPostgres server;

    @TempDir Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path file;

    @BeforeAll
    static void start() throws Exception {
        server = EmbeddedPostgres.builder().setCleanDataDirectory(true).start();
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(
                    """
                    CREATE TABLE calls (queue text, begun timestamp, offered int, answered int, talk int);
                    INSERT INTO calls SELECT '7', date_trunc('hour', now() AT TIME ZONE 'UTC') - n * interval '15 minutes', 3, 2, 60
                      FROM generate_series(1, 400000) n;
                    ANALYZE calls;
                    REVOKE CREATE ON SCHEMA public FROM PUBLIC;
                    CREATE ROLE tidegate LOGIN PASSWORD 'hush-hush';
                    GRANT SELECT, UPDATE ON calls TO tidegate;
                    """);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void configure() throws Exception {
        file =
                write(
                        """
                        agent.name = berlin
                        database.acd.url = jdbc:postgresql://localhost:%d/postgres
                        database.acd.username = tidegate
                        database.acd.password = hush-hush
                        source.a.data = intervals
                        source.a.time-zone = UTC
                        source.a.database = acd
                        source.a.query = SELECT queue AS queueidentifier, queue AS queuename, \\
                          begun AS "timestamp", offered, answered, talk AS handlingtime FROM calls
                        """
                                .formatted(server.getPort()));
    }

    private Path write(String text) throws Exception {
        Path written = Files.writeString(folder.resolve("tidegate.properties"), text);
        Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rw-------"));
        return written;
    }

    private int run(String... words) {
        out.getBuffer().setLength(0);
        String[] all = java.util.Arrays.copyOf(words, words.length + 2);
        all[words.length] = "-c";
        all[words.length + 1] = file.toString();
        int exit =
                Main.commandLine()
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true))
                        .execute(all);
        assertFalse(out.toString().contains("hush-hush"), out.toString());
        assertFalse(out.toString().contains("Exception"), out.toString());
        return exit;
    }

    private void assertSaid(String text) {
        String flat = out.toString().replaceAll("\\s+", " ");
        assertTrue(flat.contains(text), text + " in\n" + out);
    }

    @Test
    void oneSourceIsTriedWithoutAnIngest() {
        assertEquals(0, run("doctor", "a"), out + "" + err);
        assertSaid("ok machine: all of this is tried as the account ");
        assertSaid("ok database acd: the login works, as tidegate, on PostgreSQL");
        assertSaid("-> an index on its time column is missing; ask the database's owner:");
        assertSaid("REVOKE UPDATE ON public.calls FROM tidegate;");
        assertSaid("ok source a: the hour from ");
        assertFalse(out.toString().contains("ingest"), out.toString());
        assertTrue(out.toString().lines().allMatch(l -> l.length() <= 100), out.toString());
    }

    @Test
    void theExampleOfThePageIsWhatIsSaid() throws Exception {
        run("doctor", "a");
        List<String> said = out.toString().lines().map(DoctorTest::withoutNumbers).toList();
        String example = Files.readString(PAGE).split(BEGIN)[1].split("```")[0];
        for (String line : example.lines().map(DoctorTest::withoutNumbers).toList()) {
            assertTrue(said.contains(line), line + "\nis not in\n" + out);
        }
    }

    private static String withoutNumbers(String line) {
        return line.replaceAll("[0-9][0-9.,:T-]*", "#");
    }

    @Test
    void aSecretOfTheCommandLineIsNotSaidToStandInTheFile() throws Exception {
        file = write(Files.readString(file).replaceAll("(?m)^database.acd.password.*\n", ""));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals(0, run("doctor", "a", "--set", "database.acd.password=hush-hush"));
        assertSaid("warn configuration: database.acd.password was given on the command line");
        assertSaid("it stands in the shell's history");
        assertSaid("--set 'database.acd.password=${file:/path/to/secret.txt}'");
        assertSaid(
                "ok configuration: " + file + " holds no secret in plain text that is used here");
        assertFalse(out.toString().contains("chmod"), out.toString());

        Path secret = Files.writeString(folder.resolve("secret.txt"), "hush-hush");
        run("doctor", "a", "--set", "database.acd.password=${file:" + secret + "}");
        assertFalse(out.toString().contains("shell's history"), out.toString());
    }

    @Test
    void aQueryThatAsksForTheTimeIsWarnedOfAndRun() throws Exception {
        String query =
                "SELECT queue AS queueidentifier, queue AS queuename, begun AS timestamp, offered, answered, talk AS handlingtime FROM calls WHERE begun > now() - interval '2 days'";
        assertEquals(0, run("doctor", "a", "--set", "source.a.query=" + query), out.toString());
        assertSaid("warn source a: the query asks for the time (now()) among its conditions");

        file =
                write(
                        Files.readString(file)
                                .replaceAll(
                                        "FROM calls",
                                        "FROM calls WHERE begun > now() - interval '2 days'"));
        assertEquals(0, run("check"));
        assertSaid("warning: source a: the query asks for the time (now())");
        run("preview", "a", "--rows", "1");
        assertSaid("warning: the query asks for the time (now())");
    }

    @Test
    void eachRowOutsideOfTheHistoryIsCountedForWhatItIs() throws Exception {
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(
                    """
                    CREATE TABLE odd AS SELECT * FROM calls LIMIT 100;
                    INSERT INTO odd SELECT '7', x::timestamp, 3, 2, 60 FROM unnest(ARRAY[
                      NULL, NULL, NULL, '-infinity', '0044-03-15 BC', '1066-10-14', '1965-01-01',
                      'infinity', '2099-01-01']) x;
                    GRANT SELECT ON odd TO tidegate;
                    """);
        }
        String query =
                "SELECT queue AS queueidentifier, queue AS queuename, begun AS timestamp, offered, answered, talk AS handlingtime FROM odd";
        run("doctor", "a", "--set", "source.a.query=" + query);
        assertSaid("warn source a: 3 rows without a time: never read");
        assertSaid("warn source a: 2 rows in the future: not read before their time has come");
        assertSaid("ok source a: 4 rows older than the history that is asked for");
        assertSaid("warn source a: 4 rows before the year 2000 -> say in source.a.sql.bind");
    }

    @Test
    void anHourIsToldWithItsZone() {
        run("doctor", "a", "--set", "source.a.time-zone=Asia/Kolkata");
        String flat = out.toString().replaceAll("\\s+", " ");
        assertTrue(
                flat.matches(".* the hour from [-0-9]+T[:0-9]+\\+05:30 \\(Asia/Kolkata\\).*"),
                flat);
    }

    @Test
    void aShortPollIsToldWithItsLoad() {
        run("doctor", "a", "--set", "source.a.poll=15s");
        assertSaid("poll = 15 s asks 5,760 times a day and keeps the database busy for about ");
    }

    @Test
    void aTableWithoutRowsInTheHoursLookedAtIsToldAndNothingIsClaimed() {
        String query =
                "SELECT queue AS queueidentifier, queue AS queuename, begun AS timestamp, offered, answered, talk AS handlingtime FROM calls WHERE offered > 3";
        assertEquals(0, run("doctor", "a", "--set", "source.a.query=" + query), out.toString());
        assertSaid("warn source a: no row from ");
        assertFalse(out.toString().contains("at that speed"), out.toString());
    }

    @Test
    void aJoinThatMultipliesRowsIsWarnedOf() {
        String query =
                "SELECT queue AS queueidentifier, name AS queuename, begun AS timestamp, offered, answered, talk AS handlingtime FROM calls CROSS JOIN (VALUES ('Sales'), ('Sales (old)')) names(name)";
        assertEquals(0, run("doctor", "a", "--set", "source.a.query=" + query), out.toString());
        assertSaid("warn source a: 4 of 8 rows have the queue, channel and interval of another");
        assertSaid("same-key = add adds them up -> fine if they are parts of one; if not, look at");
    }

    @Test
    void aQueryThatTakesLongerThanTheConnectorWaitsIsAFailureWithItsRemedy() {
        String query =
                "SELECT queue AS queueidentifier, queue AS queuename, begun AS timestamp, offered, answered, talk AS handlingtime FROM calls, pg_sleep(30)";
        assertEquals(
                1,
                run(
                        "doctor",
                        "a",
                        "--set",
                        "source.a.query=" + query,
                        "--set",
                        "source.a.sql.query-timeout=1s"),
                out.toString());
        assertSaid(
                "FAIL source a: the query gave no row of one hour within source.a.sql.query-timeout = 1 s, so the connector cannot read it -> give the table an index on the time column;");
        assertSaid("make source.a.window shorter; else raise source.a.sql.query-timeout");
    }

    @Test
    void aThinHistoryIsSaidToTakeNoTime() {
        run("doctor", "a");
        assertSaid("ok source a: the last day: 96 rows in less than a second; ");
        assertSaid("days of history, were all like it, take less than a minute at backfill.load");
    }

    @Test
    void aRefusedLoginIsOneFailureAndTheSourceIsNotTried() {
        assertEquals(1, run("doctor", "a", "--set", "database.acd.username=nobody"));
        assertSaid("FAIL database acd: the login was refused");
        assertFalse(out.toString().contains("source a"), out.toString());
        assertSaid("1 failed: it does not work as it is");
    }

    @Test
    void whatIsSetIsTriedAndTheFileStaysAsItIs() throws Exception {
        String before = Files.readString(file);
        assertEquals(
                1, run("doctor", "a", "--set", "source.a.query=SELECT nothing_there FROM calls"));
        assertSaid("nothing_there");
        assertEquals(before, Files.readString(file));
        assertEquals(Exit.CONFIGURATION, run("doctor", "a", "--set", "source.a.time-zone=Berlin"));
        assertEquals(Exit.USAGE, run("doctor", "a", "--set", "nonsense"));
        assertEquals(Exit.USAGE, run("doctor", "b"));
        assertEquals(Exit.CONFIGURATION, run("doctor", "--set", "agent.name=Not Possible"));
    }

    @Test
    void everythingIsTriedAndTheRestSaysWhatFails() throws Exception {
        Path drop = Files.createDirectory(folder.resolve("drop"));
        Files.writeString(
                drop.resolve("a.csv"),
                """
                queueidentifier,queuename,timestamp,offered,answered,handlingtime,more
                7,Sales,2026-07-01 08:00:00,3,2,60,1
                7,Sales,2026-07-01 08:15:00,-3,2,60,1
                """);
        try (var closed = new ClosedPort()) {
            file =
                    write(
                            Files.readString(file)
                                    + """
                                    ingest.url = http://127.0.0.1:%d
                                    ingest.token = hush-hush
                                    http.port = 0
                                    source.csv1.data = intervals
                                    source.csv1.csv.directory = drop
                                    source.csv1.time-zone = Europe/Berlin
                                    source.bad.data = intervals
                                    """
                                            .formatted(closed.number()));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            assertEquals(1, run("doctor"));
            assertSaid("FAIL ingest: no connection to 127.0.0.1:" + closed.number());
        }
        assertSaid("warn configuration: " + file);
        assertSaid("chmod 600");
        assertSaid("FAIL configuration: line ");
        assertSaid("source.bad.database: is missing");
        assertSaid("warn source csv1: 1 row of it would be shipped, 1 rejected: offered ");
        assertSaid("columns of the file that are not used: more");
        assertSaid("is not there; the first start makes it");
        assertFalse(Files.exists(folder.resolve("data")));
    }

    @Test
    void aPageThatIsNoIngestIsToldFromOne() throws Exception {
        try (var page = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> answer(page));
            run(
                    "doctor",
                    "--set",
                    "ingest.url=http://127.0.0.1:" + page.getLocalPort(),
                    "--set",
                    "ingest.token=hush-hush");
            assertSaid("FAIL ingest: a proxy, portal or gateway answered for the ingest (HTTP 200");
        }
    }

    private static void answer(ServerSocket page) {
        while (!page.isClosed()) {
            try (var socket = page.accept()) {
                socket.getInputStream().read(new byte[4096]);
                socket.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi".getBytes());
            } catch (java.io.IOException _) {
                // The other end has gone, or the test has ended.
            }
        }
    }

    @Test
    void asJsonItCanBeReadByAProgram() throws Exception {
        assertEquals(0, run("doctor", "a", "--json"));
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertTrue(json.path("good").asBoolean());
        assertEquals(0, json.path("fail").asInt());
        assertEquals("ok", json.path("findings").get(0).path("level").asText());
        assertEquals("machine", json.path("findings").get(0).path("place").asText());
    }
}

package io.tidegate.agent.source.sql;

import static io.tidegate.agent.source.sql.Looks.about;
import static io.tidegate.agent.source.sql.Looks.assertAllWell;
import static io.tidegate.agent.source.sql.Looks.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.finding.Finding;
import io.tidegate.agent.finding.Finding.Level;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.loop.ClosedPort;
import io.tidegate.agent.loop.TestClock;
import io.tidegate.agent.row.Sources;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** What the doctor says of a real PostgreSQL. */
class DatabaseDoctorTest {
    private static final String COLUMNS =
            "queue AS queueidentifier, queue AS queuename, at AS timestamp, offered, answered, 60 AS handlingtime";
    private static final String WRAPPED = "SELECT " + COLUMNS + " FROM calls";
    private static AcdDatabase acd;

    @BeforeAll
    static void fill() throws Exception {
        acd = new AcdDatabase();
        acd.run(
                "CREATE TABLE calls (queue text, at timestamptz, offered int, answered int)",
                "INSERT INTO calls VALUES ('7', now() - interval '2 hours', 3, 2)",
                "CREATE INDEX calls_at ON calls (at)",
                "CREATE VIEW calls_view AS SELECT * FROM calls",
                "CREATE TABLE large (queue text, at timestamptz, offered int, answered int)",
                "INSERT INTO large SELECT '7', now() - n * interval '1 minute', 3, 2 FROM generate_series(1, 200000) n",
                "ANALYZE large",
                "REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        for (String role : List.of("reader", "writer", "viewer", "owner", "maker")) {
            acd.run("CREATE ROLE %s LOGIN".formatted(name(role)));
            acd.run("GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + name(role));
        }
        acd.run(
                "GRANT INSERT, DELETE ON calls TO " + name("writer"),
                "GRANT UPDATE ON calls_view TO " + name("viewer"),
                "GRANT CREATE ON SCHEMA public TO " + name("maker"),
                "CREATE TABLE own (queue text, at timestamptz, offered int, answered int)",
                "ALTER TABLE own OWNER TO " + name("owner"));
    }

    /** Roles are the server's, which other tests use too. */
    private static String name(String role) {
        return "doctor_" + role;
    }

    private static AgentConfig.Database as(String role) {
        return AcdDatabase.config(acd.url(), name(role), "");
    }

    private static SourceConfig source(String query) {
        return Sources.of(DataType.INTERVALS).query(query).sql();
    }

    private static List<Finding> query(String role, SourceConfig source) throws Exception {
        return Looks.query(as(role), source, Clock.system());
    }

    @Test
    void aGoodConnectionIsToldWithUserVersionClockAndZone() throws Exception {
        var found = connection(as("reader"), Clock.system());
        assertAllWell(found);
        about(found, "the login works, as doctor_reader, on PostgreSQL ");
        about(found, "localhost is known here as ");
        about(found, "not encrypted, and stays on this machine");
        about(found, "its clock agrees with this machine's");
        about(found, "the session refuses to write");
    }

    /** The driver gives the session our own: that is nobody's setting. */
    @Test
    void theTimeZoneToldIsTheServersOrTheRolesAndNotOurSessions() throws Exception {
        acd.run("ALTER SYSTEM SET timezone = 'Asia/Tokyo'", "SELECT pg_reload_conf()");
        try {
            about(
                    connection(acd.config(), Clock.system()),
                    "its own time zone is Asia/Tokyo, by which times without a zone are not read");
            acd.run("ALTER ROLE doctor_reader SET timezone = 'America/Lima'");
            about(connection(as("reader"), Clock.system()), "its own time zone is America/Lima");
        } finally {
            acd.run(
                    "ALTER SYSTEM RESET timezone",
                    "ALTER ROLE doctor_reader RESET timezone",
                    "SELECT pg_reload_conf()");
        }
        assertTrue(
                connection(as("reader"), Clock.system()).stream()
                        .noneMatch(f -> f.what().contains("its own time zone")));
    }

    @Test
    void aWrongClockIsNamedWithTheDifference() throws Exception {
        var late = new TestClock(Instant.now().minus(Duration.ofSeconds(300)));
        Finding finding = about(connection(as("reader"), late), "its clock is ");
        assertEquals(Level.WARN, finding.level());
        assertTrue(
                finding.what().matches("its clock is (299|30\\d) s ahead of .*"), finding.what());
    }

    @Test
    void aReaderOfAnIndexedTableHasNothingToFear() throws Exception {
        var found = query("reader", source(WRAPPED));
        assertAllWell(found);
        about(found, "the range is added around the query, on timestamp, as a time with zone: ");
        about(found, "the login cannot write to what the query reads");
        about(found, "reads no large table as a whole");
    }

    @Test
    void whoMayWriteToATableIsToldWhatToRevoke() throws Exception {
        Finding finding = about(query("writer", source(WRAPPED)), "the login could write to");
        assertEquals(
                "the login could write to public.calls (INSERT, DELETE), were the session not read-only",
                finding.what());
        assertEquals(
                List.of("REVOKE INSERT, DELETE ON public.calls FROM doctor_writer;"),
                finding.paste());
    }

    @Test
    void aRightOnAViewOverTheTableIsSeenToo() throws Exception {
        Finding finding =
                about(
                        query("viewer", source(WRAPPED.replace("calls", "calls_view"))),
                        "the login could write to");
        assertEquals(
                List.of("REVOKE UPDATE ON public.calls_view FROM doctor_viewer;"), finding.paste());
    }

    @Test
    void anOwnerAndASuperuserAreToldTheLinesForAnother() throws Exception {
        var expected =
                List.of(
                        "CREATE ROLE tidegate_reader LOGIN PASSWORD '<choose one>';",
                        "GRANT USAGE ON SCHEMA public TO tidegate_reader;",
                        "GRANT SELECT ON public.own TO tidegate_reader;");
        SourceConfig own = source(WRAPPED.replace("calls", "own"));
        Finding owner = about(query("owner", own), "public.own (owner)");
        assertEquals(expected, owner.paste());
        var found = Looks.query(acd.config(), own, Clock.system());
        assertEquals(expected, about(found, "the login is a superuser").paste());
    }

    @Test
    void theProposedLinesMakeALoginThatPasses() throws Exception {
        SourceConfig own = source(WRAPPED.replace("calls", "own"));
        for (String line : about(query("owner", own), "(owner)").paste()) {
            acd.run(line.replace("tidegate_reader", "doctor_proposed"));
        }
        var found = query("proposed", own);
        assertAllWell(found);
    }

    @Test
    void whoMayMakeTablesIsTold() throws Exception {
        Finding finding = about(query("maker", source(WRAPPED)), "may make tables");
        assertEquals(List.of("REVOKE CREATE ON SCHEMA public FROM doctor_maker;"), finding.paste());
    }

    @Test
    void aMissingIndexIsNamedWithTheLineThatMakesIt() throws Exception {
        Finding finding =
                about(
                        query("reader", source(WRAPPED.replace("calls", "large"))),
                        "looks at every row of public.large, about 200,000");
        assertEquals(Level.WARN, finding.level());
        assertEquals(List.of("CREATE INDEX CONCURRENTLY ON public.large (at);"), finding.paste());
    }

    @Test
    void aTimeColumnWithinAnExpressionIsNotSaidToLackAnIndex() throws Exception {
        String query =
                "SELECT %s FROM large WHERE date_trunc('minute', at) >= :from AND date_trunc('minute', at) < :to"
                        .formatted(COLUMNS);
        Finding finding = about(query("reader", source(query)), "looks at every row");
        assertEquals(List.of(), finding.paste());
        assertTrue(finding.remedy().orElseThrow().contains("without a function"));
    }

    @Test
    void aQuestionMarkInTheQueryIsNoPlaceholder() throws Exception {
        var found = query("reader", source(WRAPPED + " WHERE queue <> '?'"));
        assertAllWell(found);
    }

    @Test
    void anUnknownColumnFailsWithTheDatabasesWords() throws Exception {
        var found = query("reader", source("SELECT no_such_column FROM calls"));
        assertEquals(1, found.size());
        assertEquals(Level.FAIL, found.getFirst().level());
        assertTrue(found.getFirst().what().contains("no_such_column"), found.toString());
        assertFalse(found.getFirst().what().startsWith("source "), found.toString());
    }

    @Test
    void contactsThatAreSummedAreLookedAtAsContacts() throws Exception {
        var sums =
                new SourceConfig.Shaping(
                        Optional.of(Duration.ofMinutes(15)),
                        SourceConfig.StatusShape.START_END,
                        Set.of());
        String columns =
                "'q' AS queueidentifier, 'q' AS queuename, now() AS timestamp, 1 AS answered";

        assertTrue(
                about(query("reader", summed(sums, columns + ", 5 AS duration")), "understood")
                        .what()
                        .contains("handlingtime"));
        assertTrue(
                about(query("reader", summed(sums, columns)), "no column duration").level()
                        == Level.FAIL);
    }

    private static SourceConfig summed(SourceConfig.Shaping sums, String columns) {
        return Sources.of(DataType.INTERVALS).shaping(sums).query("SELECT " + columns).sql();
    }

    @Test
    void aMissingColumnAndOneOfAnOddTypeAreNamed() throws Exception {
        var missing = query("reader", source("SELECT at AS timestamp FROM calls"));
        assertEquals(Level.FAIL, about(missing, "queueidentifier").level());
        var odd =
                query(
                        "reader",
                        source(
                                WRAPPED.replace("offered", "offered::text AS offered, 1 AS more")
                                        .replace("at AS", "at::timestamp AS")));
        about(odd, "offered is a text where a count belongs");
        about(odd, "columns of the query that are not used: more");
        about(odd, "timestamp has no zone: it is read as the wall clock of Europe/Berlin");
    }

    @Test
    void aLengthAsTextIsReadAndNoSurprise() throws Exception {
        acd.run(
                "CREATE TABLE IF NOT EXISTS queue_log (id serial, time timestamp, callid text, queuename text, agent text, event text, data1 text, data2 text, data3 text, data4 text, data5 text)",
                "GRANT SELECT ON queue_log TO doctor_reader");
        String preset;
        try (var in = SourceConfig.class.getResourceAsStream("presets/asterisk.contacts.sql")) {
            preset =
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.stripLeading().startsWith("--"))
                            .collect(java.util.stream.Collectors.joining("\n"));
        }
        var shipped = query("reader", Sources.of(DataType.CONTACTS).query(preset).sql());
        about(shipped, "the query is understood");
        assertTrue(
                shipped.stream().noneMatch(f -> f.what().contains("is a text where")),
                shipped.toString());

        String own = preset.replace("AS duration", "AS duration /* mine */");
        var mine = query("reader", Sources.of(DataType.CONTACTS).query(own).sql());
        assertTrue(
                mine.stream().noneMatch(f -> f.what().contains("is a text where")),
                mine.toString());
    }

    @Test
    void aDateWhereATimeBelongsIsNamedAndATextThatDoesNotSortWhereTheQueryComparesIt()
            throws Exception {
        String query =
                "SELECT queue AS queueidentifier, queue AS queuename, %s AS timestamp, 1 AS answered FROM calls";
        Finding date =
                about(
                        query(
                                "reader",
                                Sources.of(DataType.CONTACTS)
                                        .query(query.formatted("at::date"))
                                        .sql()),
                        "timestamp is a date without a time of day, so that all rows of a day lie at midnight");
        assertEquals(Level.WARN, date.level());
        assertTrue(date.sentence().contains("sql.time-of-day"), date.sentence());
        String german = "to_char(at, 'DD.MM.YYYY HH24:MI:SS')";
        Finding text =
                about(
                        query(
                                "reader",
                                Sources.of(DataType.CONTACTS)
                                        .bind("dd.MM.yyyy HH:mm:ss")
                                        .query(
                                                query.formatted(german)
                                                        + " WHERE %1$s >= :from AND %1$s < :to"
                                                                .formatted(german))
                                        .sql()),
                        "does not sort as time does");
        assertEquals(Level.WARN, text.level());
    }

    @Test
    void aRefusedLoginIsTriedOnceOnly() throws Exception {
        try (var refusing = new Refusing()) {
            var found =
                    connection(
                            AcdDatabase.config(
                                    "jdbc:postgresql://127.0.0.1:%d/acd".formatted(refusing.port()),
                                    "me",
                                    "hush-hush"),
                            Clock.system());
            Finding finding = about(found, "the login was refused");
            assertEquals(Level.FAIL, finding.level());
            assertEquals(1, refusing.logins.get());
            assertFalse(found.toString().contains("hush-hush"));
        }
    }

    @Test
    void whatDoesNotAnswerIsToldByNameAndPort() throws Exception {
        try (var closed = new ClosedPort()) {
            String url = "jdbc:postgresql://127.0.0.1:%d/acd".formatted(closed.number());
            var found = connection(AcdDatabase.config(url, "me", ""), Clock.system());
            about(found, "the connection failed or broke");
            about(found, "port %d of 127.0.0.1 refuses".formatted(closed.number()));
        }
        var unknown =
                connection(
                        AcdDatabase.config("jdbc:postgresql://no-such-host.invalid/acd", "me", ""),
                        Clock.system());
        assertEquals(1, unknown.size(), unknown.toString());
        about(unknown, "the name no-such-host.invalid is not known here");
    }

    /** Speaks as much of PostgreSQL's protocol as it takes to refuse a password. */
    private static final class Refusing implements AutoCloseable {
        private static final int SSL_REQUEST = 80877103;
        private static final int GSS_REQUEST = 80877104;

        final AtomicInteger logins = new AtomicInteger();
        private final ServerSocket server =
                new ServerSocket(0, 5, InetAddress.getLoopbackAddress());

        Refusing() throws IOException {
            Thread.ofPlatform().daemon().start(this::serve);
        }

        int port() {
            return server.getLocalPort();
        }

        private void serve() {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    refuse(socket);
                } catch (IOException _) {
                    // The other end has gone, or the test has ended.
                }
            }
        }

        private void refuse(Socket socket) throws IOException {
            var in = new DataInputStream(socket.getInputStream());
            while (true) {
                int length = in.readInt();
                int code = in.readInt();
                in.readNBytes(length - 8);
                if (code != SSL_REQUEST && code != GSS_REQUEST) {
                    break;
                }
                socket.getOutputStream().write('N');
            }
            logins.incrementAndGet();
            byte[] fields = "SFATAL\0C28P01\0Mno\0\0".getBytes(StandardCharsets.US_ASCII);
            var answer = new java.io.DataOutputStream(socket.getOutputStream());
            answer.writeByte('E');
            answer.writeInt(4 + fields.length);
            answer.write(fields);
            answer.flush();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}

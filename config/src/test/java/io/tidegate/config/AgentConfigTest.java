package io.tidegate.config;

import static io.tidegate.config.ConfigFile.CSV;
import static io.tidegate.config.ConfigFile.SQL;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.config.SourceConfig.AcrossFiles;
import io.tidegate.config.SourceConfig.After;
import io.tidegate.config.SourceConfig.Csv;
import io.tidegate.config.SourceConfig.CsvMode;
import io.tidegate.config.SourceConfig.Hours;
import io.tidegate.config.SourceConfig.Mapping;
import io.tidegate.config.SourceConfig.Privacy;
import io.tidegate.config.SourceConfig.SameKey;
import io.tidegate.config.SourceConfig.Sql;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every setting arrives where it belongs, and says the right thing when it is left out. */
class AgentConfigTest {
    @TempDir Path folder;
    private ConfigFile file;

    @BeforeEach
    void file() {
        file = new ConfigFile(folder);
    }

    @Test
    void theDefaultsOfTheAgentAreThoseOfTheContract() {
        AgentConfig config = file.load(SQL).config().orElseThrow();
        assertEquals("berlin-dc1", config.name());
        assertEquals(folder.resolve("data"), config.dataDir());
        assertEquals(Optional.empty(), config.ingest());
        assertEquals(new AgentConfig.Http("127.0.0.1", 8484), config.http());
        assertEquals(new AgentConfig.Spool(1L << 30, 512L << 20), config.spool());
        assertEquals(
                new AgentConfig.Log(Duration.ofDays(14), 100L << 20, false, "info"), config.log());
        assertEquals(Duration.ofDays(30), config.rejectsKeep());
        assertEquals(Set.of("ping", "pause", "resume"), config.controlAllow());
    }

    @Test
    void theDefaultsOfASqlSourceAreThoseOfTheContract() {
        SourceConfig source = file.source(SQL);
        assertEquals(Duration.ofMinutes(15), source.intervalLength());
        assertEquals(SameKey.ADD, source.same());
        assertEquals(false, source.secondPass());
        assertEquals(0.5, source.maxShrink());
        assertEquals(0.01, source.rejectLimit());
        assertEquals(Duration.ofDays(35), source.statusMaxOpen());
        assertEquals(Map.of(), source.privacy());
        assertEquals(
                new Sql(
                        "acd",
                        "SELECT * FROM intervals",
                        "auto",
                        Duration.ofSeconds(60),
                        5000,
                        Duration.ofMinutes(15),
                        Duration.ofMinutes(5),
                        Duration.ofHours(24),
                        Duration.ofHours(1),
                        Optional.of(Period.ofYears(3)),
                        Optional.empty(),
                        Optional.empty(),
                        0.2,
                        Period.ofDays(7),
                        Period.ofDays(35),
                        LocalTime.of(4, 30),
                        Optional.empty(),
                        SourceConfig.Shaping.NONE),
                source.origin());
    }

    @Test
    void agentStatusIsReadAtOnceAndInQuarterHours() {
        String text = ConfigFile.with(SQL, "source.acd1.data = agent-status");
        Sql sql = (Sql) file.source(text + "source.acd1.privacy.agentidentifier = hmac").origin();
        assertEquals(Duration.ZERO, sql.settle());
        assertEquals(Duration.ofMinutes(15), sql.window());
    }

    @Test
    void theDefaultsOfACsvSourceAreThoseOfTheContract() {
        assertEquals(
                new Csv(
                        folder.resolve("drop"),
                        "*.csv",
                        Duration.ofSeconds(10),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        CsvMode.UPSERT,
                        AcrossFiles.CHECK,
                        Duration.ofSeconds(10),
                        After.KEEP,
                        Duration.ofDays(30),
                        Map.of(),
                        Map.of(),
                        CsvValues.PLAIN,
                        false),
                file.source(CSV).origin());
    }

    @Test
    void everySettingOfTheAgentArrives() throws Exception {
        file.file("ca.pem", "ca").file("client.key", "k").file("client.crt", "c");
        file.file("token.txt", "t0ken\r\n");
        AgentConfig config =
                file.load(
                                SQL
                                        + """
                                        agent.data-dir = /var/lib/tidegate
                                        ingest.url = https://ingest.example/base
                                        ingest.kind = tidegate
                                        ingest.token = ${file:token.txt}
                                        ingest.compression = gzip
                                        ingest.ca-file = ca.pem
                                        ingest.client-key = client.key
                                        ingest.client-certificate = client.crt
                                        ingest.proxy = http://proxy.example:3128
                                        ingest.proxy.username = hugo
                                        ingest.proxy.password = geheim
                                        http.bind = 0.0.0.0
                                        http.port = 0
                                        spool.max-size = 2GiB
                                        spool.min-free-disk = 1GB
                                        control.allow = ping, reimport
                                        rejects.keep = 1mo
                                        log.keep = 2w
                                        log.max-size = 10MiB
                                        log.format = json
                                        log.level = debug
                                        database.acd.username = reader
                                        database.acd.password = s3cret
                                        database.acd.ca-file = ca.pem
                                        database.acd.server-certificate = SHA256:00:AB:7F:7F:7F:7F:7F:7F:7F:7F:7F:7F:7F:7F:7F:7F:7F:7F:7F:7F:7F:7F:7F:7F:7F:7F:7F:7F:7F:7F:7F:7F
                                        """)
                        .config()
                        .orElseThrow();
        AgentConfig.Ingest ingest = config.ingest().orElseThrow();
        assertEquals(URI.create("https://ingest.example/base"), ingest.url());
        assertEquals("t0ken", ingest.token().orElseThrow().reveal());
        assertEquals(AgentConfig.Compression.GZIP, ingest.compression());
        assertEquals(Optional.of(folder.resolve("ca.pem")), ingest.caFile());
        assertEquals(Optional.of(folder.resolve("client.key")), ingest.clientKey());
        assertEquals(Optional.of(folder.resolve("client.crt")), ingest.clientCertificate());
        var proxy = assertInstanceOf(AgentConfig.Proxy.Http.class, ingest.proxy());
        assertEquals("proxy.example:3128", proxy.host() + ":" + proxy.port());
        assertEquals("geheim", proxy.password().orElseThrow().reveal());
        assertEquals(Path.of("/var/lib/tidegate"), config.dataDir());
        assertEquals(new AgentConfig.Http("0.0.0.0", 0), config.http());
        assertEquals(new AgentConfig.Spool(2L << 30, 1_000_000_000), config.spool());
        assertEquals(Set.of("ping", "reimport"), config.controlAllow());
        assertEquals(Duration.ofDays(30), config.rejectsKeep());
        assertEquals(
                new AgentConfig.Log(Duration.ofDays(14), 10L << 20, true, "debug"), config.log());
        AgentConfig.Database database = config.databases().get("acd");
        assertEquals("jdbc:postgresql://acd.example/acd", database.url());
        assertEquals("reader", database.username().orElseThrow().reveal());
        assertEquals("s3cret", database.password().orElseThrow().reveal());
        assertEquals(Optional.of(folder.resolve("ca.pem")), database.caFile());
        assertEquals(Optional.of("sha256:00ab" + "7f".repeat(30)), database.certificate());
    }

    @Test
    void everySettingOfASqlSourceArrives() {
        SourceConfig source =
                file.source(
                        """
                        agent.name = a
                        database.acd.url = jdbc:sqlserver://host;databaseName=acd
                        source.acd1.data = intervals
                        source.acd1.database = acd
                        source.acd1.time-zone = America/New_York
                        source.acd1.interval-length = 30m
                        source.acd1.poll = 5s
                        source.acd1.settle = 2m
                        source.acd1.look-back = 2d
                        source.acd1.window = 2h
                        source.acd1.backfill.from = 2001-12-31
                        source.acd1.backfill.hours = 19:00-06:00
                        source.acd1.backfill.load = 5%
                        source.acd1.reconcile = 2w
                        source.acd1.reconcile.deep = off
                        source.acd1.reconcile.at = 3:15
                        source.acd1.max-shrink = off
                        source.acd1.reject-limit = 2.5%
                        source.acd1.keeps = 13mo
                        source.acd1.repeated-hour = second
                        source.acd1.same-key = last
                        source.acd1.status.max-open = 10d
                        source.acd1.query = SELECT * FROM t \\
                            WHERE ts >= :from AND ts < :to;
                        source.acd1.sql.bind = epoch-ms
                        source.acd1.sql.query-timeout = 2m
                        source.acd1.sql.fetch-size = 100
                        """);
        assertEquals(ZoneId.of("America/New_York"), source.zone());
        assertEquals(Duration.ofMinutes(30), source.intervalLength());
        assertEquals(SameKey.LAST, source.same());
        assertTrue(source.secondPass());
        assertEquals(1.0, source.maxShrink());
        assertEquals(0.025, source.rejectLimit());
        assertEquals(Duration.ofDays(10), source.statusMaxOpen());
        assertEquals(
                new Sql(
                        "acd",
                        "SELECT * FROM t WHERE ts >= :from AND ts < :to",
                        "epoch-ms",
                        Duration.ofMinutes(2),
                        100,
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(2),
                        Duration.ofDays(2),
                        Duration.ofHours(2),
                        Optional.empty(),
                        Optional.of(LocalDate.of(2001, 12, 31)),
                        Optional.of(new Hours(LocalTime.of(19, 0), LocalTime.of(6, 0))),
                        0.05,
                        Period.ofDays(14),
                        Period.ZERO,
                        LocalTime.of(3, 15),
                        Optional.of(Period.ofMonths(13)),
                        SourceConfig.Shaping.NONE),
                source.origin());
    }

    @Test
    void howTimesAreKeptArrives() {
        String text =
                SQL
                        + """
                        source.acd1.time-zone.timestamp = UTC
                        source.acd1.timestamp-is = end
                        source.acd1.sql.bind = date
                        source.acd1.sql.bind.timestamp = yyyyMMdd
                        source.acd1.sql.offset-column = TimeZone
                        source.acd1.sql.offset-is = seconds-east
                        source.acd1.sql.time-of-day = hhmm
                        """;
        assertEquals(
                new SourceTimes(
                        Map.of("timestamp", ZoneId.of("UTC")),
                        Map.of("timestamp", "yyyyMMdd"),
                        Optional.of(
                                new SourceTimes.OffsetColumn(
                                        "TimeZone", SourceTimes.OffsetUnit.SECONDS_EAST)),
                        Optional.of(SourceTimes.TimeOfDay.HHMM),
                        true),
                file.source(text).times());
        assertEquals(SourceTimes.PLAIN, file.source(SQL).times());
    }

    @Test
    void howTimesAreKeptShapesRows() {
        String end = file.source(SQL + "source.acd1.timestamp-is = end\n").recipe();
        assertTrue(!end.equals(file.source(SQL).recipe()));
    }

    @Test
    void everySettingOfACsvSourceArrives() {
        SourceConfig source =
                file.source(
                        """
                        agent.name = a
                        source.c.data = contacts
                        source.c.csv.directory = /srv/drop
                        source.c.csv.pattern = *.csv.gz
                        source.c.poll = 1m
                        source.c.csv.encoding = windows-1252
                        source.c.csv.delimiter = \\t
                        source.c.csv.quote = none
                        source.c.csv.decimal = ,
                        source.c.csv.header = 3
                        source.c.csv.skip-lines = 2
                        source.c.csv.skip-containing = Total, Summe
                        source.c.csv.date-time-format = yyyy-MM-dd'T'HH:mmXXX
                        source.c.csv.date-format = d.M.yy
                        source.c.csv.time-format = hh:mm a
                        source.c.csv.mode = replace
                        source.c.csv.across-files = last
                        source.c.csv.quiet-time = 1m
                        source.c.csv.after = archive
                        source.c.csv.archive-keep = 60d
                        source.c.csv.label.Split = Split/Skill:
                        source.c.csv.name-part.Day = ctQueue_{}_*.txt
                        source.c.map.timestamp = Datum + "Von + Bis"
                        source.c.map.queueidentifier = E-Mail-Nr
                        source.c.map.queuename = "Name ""kurz""\"
                        source.c.map.channel = 'emails'
                        source.c.map.talktime = end - start
                        source.c.channels = Telefon -> calls, "Chat, Web" -> chats
                        source.c.privacy.queuename = hmac
                        source.c.privacy.waittime = drop
                        """);
        assertEquals(ZoneOffset.UTC, source.zone());
        assertEquals(
                Map.of(
                        "timestamp", new Mapping.Joined("Datum", "Von + Bis"),
                        "queueidentifier", new Mapping.From("E-Mail-Nr"),
                        "queuename", new Mapping.From("Name \"kurz\""),
                        "channel", new Mapping.Constant("emails"),
                        "talktime", new Mapping.Computed("end", '-', "start")),
                source.map());
        assertEquals(Map.of("Telefon", "calls", "Chat, Web", "chats"), source.channels());
        assertEquals(
                Map.of(
                        "contactidentifier", Privacy.HMAC,
                        "queuename", Privacy.HMAC,
                        "waittime", Privacy.DROP),
                source.privacy());
        assertEquals(
                new Csv(
                        Path.of("/srv/drop"),
                        "*.csv.gz",
                        Duration.ofMinutes(1),
                        Optional.of("windows-1252"),
                        Optional.of('\t'),
                        Optional.of('\0'),
                        Optional.of(','),
                        Optional.of(3),
                        2,
                        List.of("Total", "Summe"),
                        Optional.of("yyyy-MM-dd'T'HH:mmXXX"),
                        Optional.of("d.M.yy"),
                        Optional.of("hh:mm a"),
                        CsvMode.REPLACE,
                        AcrossFiles.LAST,
                        Duration.ofMinutes(1),
                        After.ARCHIVE,
                        Duration.ofDays(60),
                        Map.of("Split", "Split/Skill:"),
                        Map.of("Day", "ctQueue_{}_*.txt"),
                        CsvValues.PLAIN,
                        false),
                source.origin());
    }

    @Test
    void anAverageBecomesATotal() {
        assertEquals(
                Map.of("handlingtime", new Mapping.TimesAnswered("AHT (s)")),
                file.source(CSV + "source.csv1.map.aht = AHT (s)").map());
    }
}

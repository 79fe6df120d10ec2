package io.tidegate.config;

import static io.tidegate.config.ConfigFile.CSV;
import static io.tidegate.config.ConfigFile.SQL;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What is wrong is refused, with its line, a reason and, where there is one, the line to paste. */
class RefusalTest {
    @TempDir Path folder;
    private ConfigFile file;

    @BeforeEach
    void file() {
        file = new ConfigFile(folder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "agent.name = Berlin | lower-case |",
                "ingest.url = http://ingest.example | https:// | https://ingest.example",
                "ingest.url = ingest.example | no address |",
                "ingest.url = https://hugo:geheim@ingest.example | credentials |",
                "ingest.kind = injixo-api | this version cannot |",
                "ingest.compression = gzp | none of | gzip",
                "ingest.ca-file = nowhere.pem | there is no file |",
                "ingest.proxy = proxy.example | no proxy such as |",
                "ingest.proxy = http://hugo:geheim@proxy.example:3128 | must not hold credentials |",
                "http.port = 70000 | from 0 to 65535 |",
                "http.port = many | no whole number |",
                "spool.max-size = 1G | no size |",
                "spool.max-size = 100 | no size | 100MiB",
                "spool.max-size = 1KiB | out of range | 4MiB",
                "log.keep = 14 | no duration |",
                "log.keep = 14 days | no duration | 14d",
                "log.keep = 14D | no duration | 14d",
                "log.keep = 14d # two weeks | line of its own | 14d",
                "log.level = warning | none of | warn",
                "control.allow = ping, restart | none of |",
                "agent.data-dir = ${env:HOME} | for secrets |",
                "agent.data-dir = | no value |",
                "database.acd.url = postgres://acd | no JDBC address |",
                "database.acd.server-certificate = sha256:12ab | no fingerprint |",
                "database.acd.url = jdbc:postgresql://u:geheim@h/d | credentials | jdbc:postgresql://h/d",
                "database.acd.url = jdbc:postgresql://h/d?user=u&password=geheim | credentials |"
                        + " jdbc:postgresql://h/d",
                "database.acd.url = jdbc:sqlserver://h;user=u;password=geheim;databaseName=d |"
                        + " credentials | jdbc:sqlserver://h;databaseName=d",
                "database.acd.url = jdbc:oracle:thin:scott/geheim@h:1521/d | credentials |"
                        + " jdbc:oracle:thin:@h:1521/d",
                "database.acd.url = jdbc:informix-sqli://h:1/d:user=u;password=geheim;INFORMIXSERVER=o |"
                        + " credentials | jdbc:informix-sqli://h:1/d:INFORMIXSERVER=o",
                "database.acd.url = jdbc:db2://h:1/d:user=u;password=geheim; | credentials |"
                        + " jdbc:db2://h:1/d",
                "database.acd.password = ${env:NOT_THERE} | NOT_THERE is not set |",
                "database.acd.password = ${keystore:acd} | keystore |",
                "database.acd.password = ${vault:acd} | is unknown |",
                "database.acd.password = x${file:a} | whole value |",
                "source.acd1.data = interval | none of | intervals",
                "source.acd1.database = acdd | there is no database.acdd.url | acd",
                "source.acd1.time-zone = Berlin | no IANA time zone |",
                "source.acd1.time-zone = europe/berlin | no IANA time zone | Europe/Berlin",
                "source.acd1.time-zone = GMT+1 | no IANA time zone |",
                "source.acd1.interval-length = 20m | none of 5m |",
                "source.acd1.poll = 1s | out of range | 5s",
                "source.acd1.window = 7h | divide a day |",
                "source.acd1.window = 25m | divide a day |",
                "source.acd1.window = 5m | whole intervals |",
                "source.acd1.look-back = 30m | at least as long as window |",
                "source.acd1.settle = 24h | shorter than look-back |",
                "source.acd1.backfill = 36h | too short |",
                "source.acd1.backfill.from = 31.12.2020 | no date |",
                "source.acd1.backfill.hours = 19-6 | no time of day |",
                "source.acd1.backfill.hours = 19:00-19:00 | same time |",
                "source.acd1.backfill.load = 20 | no percentage | 20%",
                "source.acd1.backfill.load = 0% | out of range |",
                "source.acd1.reconcile.at = 25:00 | no time of day |",
                "source.acd1.query-file = nowhere.sql | there is no file |",
                "source.acd1.query-file = <acd1.sql> | placeholder |",
                "source.acd1.sql.bind = yyyy | lacks |",
                "source.acd1.sql.bind = dd.MM.yyyy HH:mm:ss | dd comes where the year (yyyy) belongs |",
                "source.acd1.sql.bind = MM/dd/yyyy HH:mm:ss | to_timestamp |",
                "source.acd1.sql.bind = yyyy-M-dd HH:mm:ss | M has no fixed width |",
                "source.acd1.sql.bind = yyyy-MM-d HH:mm:ss | d has no fixed width |",
                "source.acd1.sql.bind = yyyy-MM-dd H:mm:ss | H has no fixed width |",
                "source.acd1.sql.bind = yyyy-MMM-dd HH:mm:ss | MMM has no fixed width |",
                "source.acd1.sql.bind = yyyy-MM-dd hh:mm:ss a | hh does not sort |",
                "source.acd1.sql.bind = yyyy-MM-dd mm:ss | mm comes where the hour (HH) belongs |",
                "source.acd1.sql.bind = yyyy-MM-dd HH:mm:ss dd | dd comes where the fraction |",
                "source.acd1.sql.bind = yyyy[-MM]-dd HH:mm:ss | dd comes where nothing more belongs |",
                "source.acd1.sql.bind = yyyy-MM-ddXXX HH:mm:ss | HH comes where nothing more belongs |",
                "source.acd1.sql.bind = yyyy-mm-dd HH:MM:ss | M is the month and m the minute | yyyy-MM-dd HH:mm:ss",
                "source.acd1.csv.delimiter = ; | means nothing |",
                "source.acd1.privacy.offered = hmac | only texts |",
                "source.acd1.privacy.queuename = drop | cannot do without |",
                "source.acd1.privacy.nothing = drop | no column nothing |",
                "source.acd1.channels = Telefon -> call | is calls meant? |",
                "source.acd1.channels = Telefon, Chat | no translation |",
                "source.acd1.channels = A -> calls, A -> chats | translated twice |",
                "source.acd1.map.queuename = Calls / Day | divided |",
                "source.acd1.map.queuename = a + b | only counts |",
                "source.acd1.map.offered = a + b + c + d + e | more than 4 |",
                "source.acd1.map.offered = (a + b * c | neither |",
                "source.acd1.map.timestamp = a + b + c | two joined |",
                "source.acd1.values.answered = yes -> maybe | only texts |",
                "source.acd1.values.offered = x -> 1 | only texts |",
                "source.acd1.values.channel = x -> calls | channels = |",
                "source.acd1.values.queuename = a -> b, A -> c | twice |",
                "source.acd1.values.queuename = a | no translation |",
                "source.acd1.csv.only.Direction = In | means nothing |",
                "source.acd1.map.offered = a * 60 | numbers |",
                "source.acd1.map.offered = a + | neither |",
                "source.acd1.map.offered = - a | neither |",
                "source.acd1.map.offered = 'many' | constant |",
                "source.acd1.map.channel = 'phone' | no channel |",
                "source.acd1.map.timestamp = a - b | two joined |",
            })
    void aBadValue(String line, String what, String instead) {
        Loaded loaded = file.load(ConfigFile.with(SQL, line));
        String key = line.substring(0, line.indexOf(' '));
        List<Problem> problems = loaded.all().stream().filter(p -> p.key().equals(key)).toList();
        assertEquals(1, problems.size(), ConfigFile.show(loaded));
        Problem problem = problems.getFirst();
        assertTrue(problem.what().contains(what), problem.what());
        if (instead != null) {
            assertEquals(Optional.of(key + " = " + instead), problem.paste());
        }
        assertTrue(!ConfigFile.show(loaded).contains("geheim"), ConfigFile.show(loaded));
        assertTrue(problem.line() > 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "source.csv1.csv.date-time-format = DD.MM.YYYY HH:mm | week | dd.MM.yyyy HH:mm",
                "source.csv1.csv.date-time-format = dd.MM.yyyy hh:mm | AM/PM | dd.MM.yyyy HH:mm",
                "source.csv1.csv.date-time-format = dd.mm.yyyy HH:mm | lacks |",
                "source.csv1.csv.date-time-format = dd.MM.yyyy | lacks the hour |",
                "source.csv1.csv.date-format = dd.mm.yyyy | lacks |",
                "source.csv1.csv.time-format = HH:MM | times of day alone |",
                "source.csv1.csv.pattern = sub/*.csv | folders go into |",
                "source.csv1.csv.pattern = {a | no pattern |",
                "source.csv1.csv.encoding = utf8x | no encoding |",
                "source.csv1.csv.delimiter = ;; | no delimiter |",
                "source.csv1.csv.decimal = ; | must be |",
                "source.csv1.csv.header = 0 | out of range | 1",
                "source.csv1.csv.mode = upset | none of | upsert",
                "source.csv1.backfill = 3y | means nothing |",
                "source.csv1.settle = 5m | means nothing |",
                "source.csv1.map.handeld = X | no column handeld |",
                "source.csv1.map.answer = X | no column answer | source.csv1.map.answered = X",
            })
    void aBadValueOfFiles(String line, String what, String instead) {
        Problem problem = only(ConfigFile.with(CSV, line));
        assertTrue(problem.what().contains(what), problem.what());
        if (instead != null) {
            assertTrue(problem.paste().orElseThrow().endsWith(instead), problem.toString());
        }
    }

    /** What looks alike would be taken for data of another length. */
    @Test
    void aLengthThatIsNoneComesWithoutAnotherLengthToPaste() {
        Problem problem = only(ConfigFile.with(SQL, "source.acd1.interval-length = 20m"));
        assertEquals(Optional.empty(), problem.paste(), problem.toString());
        assertTrue(problem.what().contains("5m, 10m, 15m"), problem.what());
    }

    @Test
    void aSourceReadsADatabaseOrFilesButNotBoth() {
        assertTrue(only(SQL + "source.acd1.csv.directory = drop").what().contains("not both"));
        assertTrue(
                only(ConfigFile.without(CSV, "source.csv1.csv.directory"))
                        .key()
                        .equals("source.csv1.database"));
    }

    @Test
    void whatIsMissingIsNamedWithALineToPaste() {
        Problem problem = only(ConfigFile.without(SQL, "source.acd1.time-zone"));
        assertEquals(Optional.of("source.acd1.time-zone = Europe/Berlin"), problem.paste());
        assertEquals("agent.name", only(ConfigFile.without(SQL, "agent.name")).key());
        assertEquals(
                "source.acd1.query-file",
                only(ConfigFile.without(SQL, "source.acd1.query-file")).key());
        assertEquals("ingest.token", only(SQL + "ingest.url = https://x.example").key());
        assertEquals("source.acd1.data", only("agent.name = a").key());
    }

    @Test
    void ofTwoSettingsThatSayTheSameOneMustGo() {
        assertTrue(only(SQL + "source.acd1.query = SELECT 1").what().contains("query-file"));
        assertTrue(
                only(SQL + "source.acd1.backfill = 1y\nsource.acd1.backfill.from = 2020-01-01")
                        .what()
                        .contains("same as backfill"));
        assertTrue(
                only(CSV + "source.csv1.map.aht = A\nsource.csv1.map.handlingtime = B")
                        .what()
                        .contains("same as map.handlingtime"));
    }

    @Test
    void anAgentsNameIsNeverSentWithoutAChoice() {
        Problem problem = only(ConfigFile.with(SQL, "source.acd1.data = agent-status"));
        assertEquals("source.acd1.privacy.agentidentifier", problem.key());
        assertTrue(problem.what().contains("choose plain"), problem.what());
    }

    @Test
    void contactsThatNothingTellsApartNeedAMode() {
        String contacts = ConfigFile.with(CSV, "source.csv1.data = contacts");
        assertTrue(only(contacts).what().contains("count a day twice"));
        assertTrue(only(contacts + "source.csv1.csv.mode = upsert").what().contains("identity"));
        file.source(contacts + "source.csv1.csv.mode = append");
        file.source(contacts + "source.csv1.map.contactidentifier = Id");
        assertTrue(
                only(contacts
                                + "source.csv1.map.contactidentifier = Id\n"
                                + "source.csv1.privacy.contactidentifier = drop")
                        .what()
                        .contains("must be chosen"));
    }

    @Test
    void filesNeedAZoneUnlessTheirTimesCarryAnOffset() {
        String text = ConfigFile.without(CSV, "source.csv1.time-zone");
        assertEquals("source.csv1.time-zone", only(text).key());
        file.source(text + "source.csv1.csv.date-time-format = yyyy-MM-dd HH:mm:ssXXX");
        file.source(text + "source.csv1.csv.date-time-format = epoch-ms");
    }

    @Test
    void aQueryIsOneStatementThatReads() {
        assertTrue(query("DELETE FROM t").contains("begin with SELECT"));
        assertTrue(query("SELECT 1; DROP TABLE t").contains("one single statement"));
        assertTrue(query("SELECT * INTO copy FROM t").contains("only read"));
        assertTrue(query("SELECT * FROM t FOR  UPDATE").contains("only read"));
        assertTrue(query("WITH d AS (DELETE FROM t RETURNING *) SELECT * FROM d").contains("only"));
        assertTrue(query("SELECT * FROM t WHERE a >= :from").contains("both"));
        assertTrue(query("   ").contains("begin with"));
    }

    @Test
    void whatLooksLikeSqlInTextsAndCommentsIsNone() {
        file.file(
                "acd1.sql",
                "\uFEFF-- calls; all of them\nselect ';' as a, \"into\" /* :from; */, x::from_t\n"
                        + "from t where b = 'for update' -- done\n;\n");
        file.source(SQL);
    }

    @Test
    void aTimeOfAColumnThatIsNoneIsToldApart() {
        file.file("acd1.sql", "SELECT * FROM t");
        String what = only(SQL + "source.acd1.time-zone.starttime = UTC\n").what();
        assertEquals("intervals have no time called starttime: timestamp", what);
        assertTrue(
                only(SQL + "source.acd1.sql.bind.offered = epoch\n").what().contains("timestamp"));
    }

    @Test
    void anOffsetThatCountsNothingIsRefused() {
        file.file("acd1.sql", "SELECT * FROM t");
        assertTrue(
                only(SQL + "source.acd1.sql.offset-is = minutes-east\n")
                        .what()
                        .contains("source.acd1.sql.offset-column"));
    }

    @Test
    void onlyIntervalsCarryTheirEnd() {
        file.file("acd1.sql", "SELECT * FROM t");
        String text =
                ConfigFile.with(SQL, "source.acd1.data = contacts")
                        + "source.acd1.timestamp-is = end\n";
        assertTrue(only(text).what().contains("only intervals"));
    }

    @Test
    void aQueryFileInAnotherEncodingIsToldApart() {
        file.file("acd1.sql", "SELECT 'ä'", Charset.forName("windows-1252"));
        assertTrue(only(SQL).what().contains("UTF-8"));
    }

    private String query(String sql) {
        file.file("acd1.sql", sql);
        return only(SQL).what();
    }

    private Problem only(String text) {
        Loaded loaded = file.load(text);
        assertEquals(1, loaded.all().size(), ConfigFile.show(loaded));
        return loaded.all().getFirst();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yyyy-MM-dd HH:mm:ss[.SSSSSS]",
                "yyyy-MM-dd HH:mm:ss[.SSSSSS][.SSS]",
                "yyyyMMddHHmmss",
                "yyyyMMdd",
                "yyMMdd HHmm",
                "uuuu-MM-dd'T'HH:mm:ss.SSSXXX",
                "yyyy-MM-dd[ HH:mm:ss]"
            })
    void aPatternThatRunsFromTheYearToTheSmallestUnitIsTaken(String pattern) {
        assertEquals(Optional.empty(), TextOrder.fault(pattern));
        assertEquals(
                List.of(),
                file.load(ConfigFile.with(SQL, "source.acd1.sql.bind = " + pattern)).all());
    }

    /**
     * The query may make a time of it, and a column that places nothing is compared with nothing.
     */
    @Test
    void wherePatternsAreNotComparedAnyWillDo() {
        String query =
                "source.acd1.query = SELECT * FROM t WHERE at >= to_timestamp(:from, 'DD.MM.YYYY') AND at < to_timestamp(:to, 'DD.MM.YYYY')";
        String pattern = "source.acd1.sql.bind = dd.MM.yyyy HH:mm:ss";
        Loaded loaded =
                file.load(
                        ConfigFile.with(SQL.replaceAll("(?m)^source.acd1.query.*$", ""), query)
                                + "\n"
                                + pattern
                                + "\n");

        assertEquals(List.of(), loaded.all(), ConfigFile.show(loaded));
    }
}

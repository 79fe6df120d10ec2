package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.source.SourceException.Kind;
import io.tidegate.agent.source.sql.tds.Answer;
import io.tidegate.agent.source.sql.tds.Request;
import io.tidegate.agent.source.sql.tds.TdsPeer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** What the real driver makes of a SQL Server's values, and what it is asked with. */
@Timeout(60)
class SqlServerReadTest {
    private static final String QUERY = "SELECT * FROM calls";
    private static final LocalDateTime AT = LocalDateTime.of(2026, 11, 20, 9, 30);
    private TdsPeer peer;

    @BeforeEach
    void start() throws Exception {
        peer = TdsPeer.plain();
    }

    @AfterEach
    void stop() throws Exception {
        peer.close();
        assertEquals(List.of(), peer.failures());
    }

    private List<List<Object>> values(Answer.Rows answer) throws Exception {
        peer.when("calls", answer);
        var rows = new ArrayList<List<Object>>();
        try (var source = SqlServerAcd.open(peer, SqlServerAcd.contacts(QUERY))) {
            source.read(
                    SqlServerAcd.FROM, SqlServerAcd.TO, new Values(answer.columns().size(), rows));
        }
        return rows;
    }

    private Object value(String type, Object sent) throws Exception {
        var answer = Answer.columns("timestamp datetime2(7)", "value " + type);
        return values(answer.row(AT, sent)).getFirst().get(1);
    }

    @ParameterizedTest
    @CsvSource({"tinyint,255", "smallint,-32768", "int,-2147483648", "bigint,-9223372036854775808"})
    void wholeNumbersAreExact(String type, long number) throws Exception {
        assertEquals(number, value(type, number));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "decimal(38,10) | -1234567890123456789012345678.0123456789",
                "numeric(9,2)   | 1234567.89",
                "money          | -922337203685477.5808",
                "money          | 0.0001",
                "smallmoney     | -214748.3648"
            })
    void decimalNumbersAreExact(String type, BigDecimal number) throws Exception {
        assertEquals(number, value(type, number));
    }

    @Test
    void floatingNumbersAreWhatTheirDigitsSay() throws Exception {
        assertEquals(new BigDecimal("0.1"), value("real", 0.1f));
        assertEquals(0.1, value("float", 0.1));
    }

    @Test
    void timesAreExact() throws Exception {
        var offset = OffsetDateTime.parse("2026-10-25T02:30:00.1234567+02:00");
        assertEquals(AT.plusNanos(123_456_700), value("datetime2(7)", AT.plusNanos(123_456_700)));
        assertEquals(AT.plusNanos(120_000_000), value("datetime2(2)", AT.plusNanos(129_000_000)));
        assertEquals(AT.plusNanos(3_000_000), value("datetime", AT.plusNanos(3_333_333)));
        assertEquals(AT.plusNanos(7_000_000), value("datetime", AT.plusNanos(6_666_667)));
        assertEquals(AT, value("smalldatetime", AT));
        assertEquals(offset, value("datetimeoffset(7)", offset));
        assertEquals(LocalDate.of(2026, 3, 29), value("date", LocalDate.of(2026, 3, 29)));
        assertEquals(LocalTime.of(23, 59, 59), value("time(0)", LocalTime.of(23, 59, 59)));
        LocalTime last = LocalTime.of(23, 59, 59, 999_999_900);
        assertEquals(last, value("time(7)", last));
    }

    @Test
    void textsAreWhole() throws Exception {
        String wide = "Zürich 漢字 \uD83D\uDE00 ".repeat(3_000);
        assertEquals("Müller €", value("varchar(20)", "Müller €"));
        assertEquals("ab", value("char(5)", "ab"));
        assertEquals("漢字", value("nchar(9)", "漢字"));
        assertEquals("Zürich 漢字", value("nvarchar(20)", "Zürich 漢字"));
        assertEquals(wide, value("nvarchar(max)", wide));
        assertEquals("x".repeat(20_000), value("varchar(max)", "x".repeat(20_000)));
    }

    @Test
    void whatIsNeitherNumberNorTextIsReadAsText() throws Exception {
        var id = UUID.fromString("6f9619ff-8b86-d011-b42d-00c04fc964ff");
        assertEquals("6F9619FF-8B86-D011-B42D-00C04FC964FF", value("uniqueidentifier", id));
        assertEquals("0A0B", value("varbinary(8)", new byte[] {10, 11}));
        assertEquals(true, value("bit", true));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAbsentValueIsAbsentInEveryType(boolean compact) throws Exception {
        String[] types = {
            "int",
            "bit",
            "decimal(9,2)",
            "money",
            "real",
            "float",
            "datetime",
            "smalldatetime",
            "date",
            "time(7)",
            "datetime2(7)",
            "datetimeoffset(7)",
            "uniqueidentifier",
            "varchar(9)",
            "char(9)",
            "nvarchar(9)",
            "nvarchar(max)",
            "varbinary(9)"
        };
        var columns = new ArrayList<>(List.of("timestamp datetime2(7)"));
        for (String type : types) {
            columns.add(type.replaceAll("\\W", "") + ' ' + type);
        }
        var row = new ArrayList<>(Collections.nCopies(columns.size(), null));
        row.set(0, (Object) AT);
        Answer.Rows answer = Answer.columns(columns.toArray(String[]::new)).row(row.toArray());

        assertEquals(List.of(row), values(compact ? answer.compacted() : answer));
    }

    @Test
    void aPatternIsSentAsVarcharSoThatTheIndexOfAVarcharServes() throws Exception {
        peer.when("calls", Answer.columns("timestamp varchar(14)"));
        var source = SqlServerAcd.contacts(QUERY).bind("yyyyMMddHHmmss").zone("UTC");
        try (var opened = SqlServerAcd.open(peer, source)) {
            opened.read(SqlServerAcd.FROM, SqlServerAcd.TO, new Values(0, new ArrayList<>()));
        }
        Request asked = lastAsked();
        assertEquals("varchar 20261120080000", asked.parameters().getFirst().toString());
        assertTrue(asked.declared().startsWith("@P0 varchar("), asked.declared());
    }

    @Test
    void anEpochIsSentAsAWholeNumber() throws Exception {
        peer.when("calls", Answer.columns("timestamp int"));
        var source = SqlServerAcd.contacts(QUERY).bind("epoch");
        try (var opened = SqlServerAcd.open(peer, source)) {
            opened.read(SqlServerAcd.FROM, SqlServerAcd.TO, new Values(0, new ArrayList<>()));
        }
        assertEquals("bigint 1795161600", lastAsked().parameters().getFirst().toString());
    }

    private Request lastAsked() {
        return peer.requests().stream()
                .filter(r -> r.text().contains(QUERY) && !r.parameters().isEmpty())
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "begins with WITH | WITH c AS (SELECT * FROM calls) SELECT * FROM c",
                "ends with ORDER BY | SELECT * FROM calls ORDER BY timestamp",
                "ends with OPTION | SELECT * FROM calls OPTION (MAXDOP 1)"
            })
    void whatADerivedTableCannotHoldIsRefusedBeforeAnythingRuns(String what, String query) {
        var fault =
                assertThrows(
                        SourceException.class,
                        () -> SqlServerAcd.open(peer, SqlServerAcd.contacts(query)));

        assertEquals(Kind.LASTING, fault.kind());
        assertEquals(
                "source acd1: the query "
                        + what
                        + ", so SQL Server lets no range be added around it: put :from and :to into it,"
                        + " as in WHERE start_time >= :from AND start_time < :to, or make it a view",
                fault.getMessage());
        assertEquals(List.of(), peer.logins());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT TOP 100 PERCENT * FROM calls ORDER BY timestamp",
                "SELECT TOP (100) PERCENT * FROM calls ORDER BY timestamp",
                "SELECT * FROM calls ORDER BY timestamp OFFSET 0 ROWS",
                "SELECT * FROM calls WITH (NOLOCK)",
                "WITH c AS (SELECT * FROM calls) SELECT * FROM c WHERE a >= :from AND a < :to ORDER BY a",
                "SELECT *, ROW_NUMBER() OVER (ORDER BY a) AS n FROM calls"
            })
    void whatItCanHoldIsNotRefused(String query) throws Exception {
        SqlServerAcd.open(peer, SqlServerAcd.contacts(query)).close();
    }
}

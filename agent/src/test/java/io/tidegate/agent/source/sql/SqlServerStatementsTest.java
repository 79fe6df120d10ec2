package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.agent.row.Sources;
import io.tidegate.agent.source.Outside;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.sql.tds.Answer;
import io.tidegate.agent.source.sql.tds.Request;
import io.tidegate.agent.source.sql.tds.TdsPeer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Every text that reaches a SQL Server, byte by byte as the files hold it, so that a change of ours
 * or of the driver's is seen. {@code -Dgolden.write=true} writes the files anew.
 */
@Timeout(60)
class SqlServerStatementsTest {
    private static final Path FILES =
            Path.of("src/test/resources/io/tidegate/agent/source/sql/tsql");
    private TdsPeer peer;

    @BeforeEach
    void start() throws Exception {
        peer = TdsPeer.plain();
        peer.when("SYSDATETIMEOFFSET", Answer.columns("now datetimeoffset(7)").row(now()));
        peer.when("calls", Answer.columns("timestamp datetime", "queue]name nvarchar(20)"));
        peer.when("count(*)", Answer.columns("n int", "timed int", "older int").row(6, 5, 3));
    }

    private static OffsetDateTime now() {
        return OffsetDateTime.parse("2026-11-20T10:00:00+01:00");
    }

    @AfterEach
    void stop() throws Exception {
        peer.close();
        assertEquals(List.of(), peer.failures());
    }

    /** A piece of work with a source. */
    private interface Work {
        void with(Source source) throws Exception;
    }

    private void golden(String name, Sources settings, Work work) throws Exception {
        try (var source = SqlServerAcd.open(peer, settings)) {
            work.with(source);
        }
        String seen =
                peer.requests().stream()
                        .map(SqlServerStatementsTest::shown)
                        .collect(Collectors.joining("\n\n", "", "\n"));
        Path file = FILES.resolve(name + ".sql");
        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(FILES);
            Files.writeString(file, seen);
        }
        assertEquals(Files.readString(file), seen);
    }

    private static String shown(Request request) {
        var lines = new ArrayList<String>();
        lines.add(("-- " + request.how() + ' ' + request.declared()).strip());
        for (int i = 0; i < request.parameters().size(); i++) {
            lines.add("-- @P" + i + " = " + request.parameters().get(i));
        }
        lines.add(request.text());
        return String.join("\n", lines);
    }

    private static void read(Source source) throws Exception {
        source.read(SqlServerAcd.FROM, SqlServerAcd.TO, new Values(0, new ArrayList<>()));
    }

    @Test
    void aConnectionIsPreparedAndAskedForItsClock() throws Exception {
        golden("clock", SqlServerAcd.contacts("SELECT * FROM calls"), Source::now);
    }

    @Test
    void aPlainQueryIsWrapped() throws Exception {
        golden(
                "wrapped",
                SqlServerAcd.contacts("SELECT * FROM dbo.calls -- all of them"),
                SqlServerStatementsTest::read);
    }

    @Test
    void whatNoRangeWouldGiveIsCounted() throws Exception {
        golden(
                "outside",
                SqlServerAcd.contacts("SELECT * FROM dbo.calls"),
                source ->
                        assertEquals(
                                Optional.of(new Outside(1, 3, 2)),
                                source.outside(SqlServerAcd.FROM, SqlServerAcd.TO)));
    }

    @Test
    void placeholdersStayWhereTheyAre() throws Exception {
        peer.placeholders("datetime", "datetime2(7)");
        golden(
                "placeholders",
                SqlServerAcd.contacts(
                        "SELECT * FROM calls WHERE started >= :from AND ended < :to AND note <> 'what?'"),
                SqlServerStatementsTest::read);
    }

    @Test
    void aCommonTableWithPlaceholdersIsDescribedAndRun() throws Exception {
        peer.placeholders("datetime", "datetime");
        golden(
                "common-table",
                SqlServerAcd.contacts(
                        "WITH c AS (SELECT * FROM calls WHERE started >= :from AND started < :to)\nSELECT * FROM c ORDER BY started;"),
                SqlServerStatementsTest::read);
    }

    @Test
    void whatSqlBindSaysIsSent() throws Exception {
        peer.when("calls", Answer.columns("timestamp datetime2(7)"));
        golden(
                "bind-utc",
                SqlServerAcd.contacts("SELECT * FROM calls WHERE s >= :from AND s < :to")
                        .bind("utc"),
                SqlServerStatementsTest::read);
    }
}

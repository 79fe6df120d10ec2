package io.tidegate.agent.source.sql;

import static io.tidegate.agent.source.sql.Looks.about;
import static io.tidegate.agent.source.sql.Looks.assertAllWell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.finding.Finding;
import io.tidegate.agent.finding.Finding.Level;
import io.tidegate.agent.loop.TestClock;
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

/** What the doctor asks a SQL Server, byte by byte, and what it makes of the answers. */
@Timeout(60)
class SqlServerDoctorTest {
    private static final Path FILE =
            Path.of("src/test/resources/io/tidegate/agent/source/sql/tsql/doctor.sql");
    private static final String QUERY =
            "SELECT queue AS queueidentifier, queue AS queuename, at AS timestamp, answered FROM dbo.calls";
    private static final String SEEK =
            "<ShowPlanXML><RelOp PhysicalOp=\"Index Seek\" TableCardinality=\"400000\"><Object Schema=\"[dbo]\" Table=\"[calls]\"/></RelOp></ShowPlanXML>";
    private static final String SCAN =
            """
            <ShowPlanXML><MissingIndexes><MissingIndexGroup Impact="99"><MissingIndex Database="[acd]" Schema="[dbo]" Table="[calls]">
            <ColumnGroup Usage="INEQUALITY"><Column Name="[at]" ColumnId="2"/></ColumnGroup></MissingIndex></MissingIndexGroup></MissingIndexes>
            <RelOp PhysicalOp="Filter" EstimateRows="9"><RelOp EstimatedRowsRead="400000" PhysicalOp="Clustered Index Scan" TableCardinality="4e+005">
            <IndexScan><Object Database="[acd]" Schema="[dbo]" Table="[calls]" Index="[pk]"/></IndexScan></RelOp></RelOp></ShowPlanXML>
            """;

    private TdsPeer peer;

    @BeforeEach
    void start() throws Exception {
        peer = TdsPeer.plain();
        peer.when(
                "calls",
                Answer.columns(
                        "queueidentifier nvarchar(20)",
                        "queuename nvarchar(20)",
                        "timestamp datetime",
                        "answered int"));
        peer.when("SUSER_SNAME", Answer.columns("name nvarchar(128)").row("reader"));
        peer.when("TZoffset", Answer.columns("zone nvarchar(20)").row("UTC+01:00"));
        peer.when(
                "SELECT SYSDATETIMEOFFSET()",
                Answer.columns("now datetimeoffset(7)")
                        .row(OffsetDateTime.parse("2026-11-20T10:00:00+01:00")));
        peer.when("dm_exec_connections", Answer.columns("encrypt nvarchar(40)").row("TRUE"));
        peer.when("SELECT USER_NAME()", Answer.columns("name nvarchar(128)").row("reader"));
        login("0", "0");
        peer.when("sys.objects", Answer.columns("name nvarchar(258)"));
        plan(Answer.columns("plan nvarchar(4000)").row(SEEK));
    }

    @AfterEach
    void stop() throws Exception {
        peer.close();
        assertEquals(List.of(), peer.failures());
    }

    /** What the server says of the login: whether it owns the database, and writes to all of it. */
    private void login(String owner, String writer) {
        var columns = new ArrayList<String>();
        for (int i = 0; i < 10; i++) {
            columns.add("c" + i + " nvarchar(128)");
        }
        peer.when(
                "IS_SRVROLEMEMBER",
                Answer.columns(columns.toArray(String[]::new))
                        .row("0", owner, writer, "0", "0", "0", "0", "0", "acd", "reader"));
    }

    /** The answer to the query with its bounds written into it: only a plan is asked for so. */
    private void plan(Answer answer) {
        peer.when("CAST(CAST('", answer);
    }

    private List<Finding> look() throws Exception {
        var found = new ArrayList<Finding>();
        var clock = TestClock.at("2026-11-20T09:00:00Z");
        var doctor =
                new DatabaseDoctor(
                        SqlServerAcd.config(SqlServerAcd.url(peer)), clock, new Accounts(clock));
        doctor.connection(Optional.empty(), found::add);
        doctor.query(SqlServerAcd.contacts(QUERY).sql(), found::add);
        return found;
    }

    @Test
    void whatIsAskedIsInTheFileAndAReaderWithAnIndexHasNothingToFear() throws Exception {
        var found = look();

        assertAllWell(found);
        about(found, "the login works, as reader, on Microsoft SQL Server");
        about(found, "the connection is encrypted: TLS");
        about(found, "the login cannot write to any table or view that it sees");
        about(found, "the plan for a window reads no large table as a whole");
        String seen =
                peer.requests().stream()
                        .map(SqlServerDoctorTest::shown)
                        .collect(Collectors.joining("\n\n", "", "\n"));
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(FILE, seen);
        }
        assertEquals(Files.readString(FILE), seen);
    }

    private static String shown(Request request) {
        return ("-- " + request.how() + ' ' + request.declared()).strip() + '\n' + request.text();
    }

    @Test
    void aLoginThatMayWriteIsToldTheLineThatTakesItAway() throws Exception {
        login("0", "1");

        Finding finding = about(look(), "the login may write");
        assertEquals(Level.WARN, finding.level());
        assertEquals(List.of("ALTER ROLE db_datawriter DROP MEMBER [reader];"), finding.paste());
    }

    @Test
    void anOwnerIsToldTheLinesOfALoginThatMayOnlyRead() throws Exception {
        login("1", "0");

        Finding finding = about(look(), "the login is a db_owner");
        assertTrue(finding.paste().contains("USE [acd];"), finding.toString());
    }

    @Test
    void aTableThatMayBeWrittenToIsNamed() throws Exception {
        peer.when("sys.objects", Answer.columns("name nvarchar(258)").row("[dbo].[calls]"));

        Finding finding = about(look(), "the login may write to [dbo].[calls]");
        assertEquals(
                List.of("REVOKE INSERT, UPDATE, DELETE ON [dbo].[calls] FROM [reader];"),
                finding.paste());
    }

    @Test
    void aMissingIndexIsNamedWithTheLineThatMakesIt() throws Exception {
        plan(Answer.columns("plan nvarchar(4000)").row(SCAN));

        Finding finding = about(look(), "each read of an hour looks at every row of [dbo].[calls]");
        assertEquals(Level.WARN, finding.level());
        assertTrue(finding.what().endsWith("about 400,000 of them"), finding.what());
        assertEquals(
                List.of("CREATE INDEX tidegate_time ON [dbo].[calls] ([at]);"), finding.paste());
    }

    @Test
    void aLoginThatMaySeeNoPlanIsToldTheGrant() throws Exception {
        plan(Answer.error(262, "SHOWPLAN permission denied in database 'acd'."));

        Finding finding = about(look(), "the plan could not be looked at");
        assertEquals(Level.WARN, finding.level());
        assertEquals(List.of("GRANT SHOWPLAN TO [reader];"), finding.paste());
        assertEquals(1, peer.count("SET SHOWPLAN_XML OFF"));
    }

    /** What would show it is a right to look at the whole server. */
    @Test
    void aLoginThatMayNotSeeItsEncryptionIsToldToAskForItAndNoGrant() throws Exception {
        peer.when(
                "dm_exec_connections",
                Answer.error(300, "VIEW SERVER STATE permission was denied on object 'server'."));

        Finding finding = about(look(), "whether the connection is encrypted cannot be seen");
        assertEquals(List.of(), finding.paste());
        assertTrue(finding.toString().contains("see that database.acd.url asks for it"));
    }

    @Test
    void rightsThatAreNotShownAreSaidNotToBe() throws Exception {
        peer.when("IS_SRVROLEMEMBER", Answer.error(229, "The SELECT permission was denied."));

        var found = look();
        about(found, "the rights could not be looked at");
        about(found, "the plan for a window reads no large table as a whole");
    }
}

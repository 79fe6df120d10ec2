package io.tidegate.agent.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** That {@code sniff} proposes the settings for what is not simply a column, and that they work. */
class SniffSettingsTest extends Pasting {
    private static final String CALL_LOG =
            """
            CALL ID,TIMESTAMP,CAMPAIGN,CALL TYPE,AGENT,DISPOSITION,ANI,DNIS,SESSION ID
            1,2026-09-03 10:00,Sales,Manual,anna@example.test,Consult Set,5550100001,5550100002,abc
            2,2026-09-03 10:05,Sales,Inbound,,Caller Disconnected,5550100003,5550100002,def
            3,2026-09-03 10:06,Sales,Inbound,ben@example.test,Anna Sample,5550100003,5550100002,def
            4,2026-09-03 10:07,Quality,Outbound,ben@example.test,No Answer,5550100001,,ghi
            """;

    @Test
    void anEmptyAgentAndACallTypeMayTellTheAnsweredInboundCalls() throws IOException {
        Path file = file("log.csv", CALL_LOG, "UTF-8");
        List<String> proposal = sniff(file, "--time-zone", "UTC");
        assertTrue(plain().contains("is empty exactly where nobody answered"), out.toString());
        assertTrue(proposal.contains("#source.log.csv.only.CALL\\ TYPE = Inbound"), plain());
        assertFalse(plain().contains("Sample"), plain());
        assertReads(
                "log",
                chosen(
                        proposal,
                        "map.answered = AGENT",
                        "values.answered = '' -> 0, \\* -> 1",
                        "csv.only.CALL.*"),
                "Sales\tSales\t2026-09-03T10:05:00Z\t0",
                "Sales\tSales\t2026-09-03T10:06:00Z\t1",
                "2 rows would be shipped, 0 are rejected");
    }

    @Test
    void outcomesOfKnownWordsAreTranslated() throws IOException {
        Path file =
                file(
                        "cdr.csv",
                        """
                        uniqueid,start,queue,disposition
                        1.1,2026-09-03 10:00:00,sales,ANSWERED
                        1.2,2026-09-03 10:05:00,sales,NO ANSWER
                        1.3,2026-09-03 10:06:00,sales,BUSY
                        """,
                        "UTF-8");
        assertReads(
                "cdr",
                chosen(
                        sniff(file, "--time-zone", "UTC"),
                        "map.answered = disposition",
                        "values.answered = ANSWERED.*"),
                "sales\tsales\t2026-09-03T10:00:00Z\t1",
                "sales\tsales\t2026-09-03T10:05:00Z\t0");
    }

    @Test
    void totalsOfAllPartsAreTheHandlingTime() throws IOException {
        Path file =
                file(
                        "parts.csv",
                        """
                        Interval Start,Queue,Offered,Answered,Total Talk,Total Hold,Total ACW (s)
                        2026-11-20 08:00,A,3,2,100,20,3
                        2026-11-20 08:15,A,3,2,100,20,4
                        """,
                        "UTF-8");
        assertReads(
                "parts",
                chosen(sniff(file, "--time-zone", "UTC")),
                "A\tA\t2026-11-20T08:00:00Z\t3\t2\t123\t",
                "A\tA\t2026-11-20T08:15:00Z\t3\t2\t124\t");
    }

    @Test
    void partsOfWhichHoldMayBeWithinTalkAreAChoice() throws IOException {
        Path file =
                file(
                        "parts.csv",
                        """
                        Interval Start,Queue,Offered,Answered,Talk Time,Hold Time,ACW Time,SL %
                        2026-11-20 08:00,A,3,2,100,20,3,50
                        2026-11-20 08:15,A,3,3,100,20,4,33.3
                        """,
                        "UTF-8");
        assertReads(
                "parts",
                chosen(
                        sniff(file, "--time-zone", "UTC"),
                        "map.handlingtime = Talk Time \\+ ACW Time",
                        "map.answeredinservicelevel.*"),
                "2026-11-20T08:00:00Z\t3\t2\t103\t",
                "2026-11-20T08:15:00Z\t3\t3\t104\t");
        assertTrue(out.toString().contains("answeredinservicelevel"), out.toString());
    }

    @Test
    void averagesOfPartsTimesAnsweredAreAChoice() throws IOException {
        Path file =
                file(
                        "avg.csv",
                        """
                        Date,Start Time,Split,Calls Offered,ACD Calls,Avg ACD Time,Avg ACW Time
                        2026-11-20,08:00,7,3,2,1:05,:23
                        2026-11-20,08:30,7,3,2,75:10,:10
                        """,
                        "UTF-8");
        List<String> proposal = sniff(file, "--time-zone", "UTC");
        assertTrue(proposal.stream().noneMatch(l -> l.startsWith("source.avg.map.handlingtime")));
        assertReads(
                "avg",
                chosen(proposal, "map.handlingtime = .*"),
                "7\t7\t2026-11-20T08:00:00Z\t3\t2\t176\t",
                "7\t7\t2026-11-20T08:30:00Z\t3\t2\t9040\t");
    }

    @Test
    void aStartWithoutHalfOfTheDayTakesItFromItsEnd() throws IOException {
        Path file =
                file(
                        "half.csv",
                        """
                        Date,StartTime,StopTime,Split,Calls Offered,ACD Calls,Handle Time
                        11/20/2026,11:30,12:00PM,7,3,2,100
                        11/20/2026,12:00,12:30PM,7,4,2,100
                        11/20/2026,12:30,1:00PM,7,5,2,100
                        11/20/2026,11:30,12:00AM,7,6,2,100
                        """,
                        "UTF-8");
        List<String> proposal = sniff(file, "--time-zone", "UTC");
        assertTrue(proposal.contains("source.half.csv.half-day-from = StopTime"), plain());
        assertReads(
                "half",
                chosen(proposal),
                "2026-11-20T11:30:00Z\t3",
                "2026-11-20T12:00:00Z\t4",
                "2026-11-20T12:30:00Z\t5",
                "2026-11-20T23:30:00Z\t6");
    }

    @Test
    void unusualDelimitersAreFound() throws IOException {
        String text =
                """
                Interval Start^Queue^Offered^Answered^Handle Time
                2026-11-20 08:00^A^3^2^100
                2026-11-20 08:15^A^4^2^100
                """;
        for (char delimiter : new char[] {'^', '~'}) {
            Path file = file("odd.csv", text.replace('^', delimiter), "UTF-8");
            List<String> proposal = sniff(file, "--time-zone", "UTC");
            assertTrue(plain().contains("divided by " + delimiter), plain());
            assertReads(
                    "odd",
                    chosen(proposal),
                    "2026-11-20T08:00:00Z\t3\t2\t100",
                    "2026-11-20T08:15:00Z\t4\t2\t100");
        }
    }
}

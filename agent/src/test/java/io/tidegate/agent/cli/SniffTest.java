package io.tidegate.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What {@code sniff} says of exports as they are, and that its lines work when pasted. */
class SniffTest extends Pasting {
    private static final String GERMAN =
            """
            Bericht;Anrufe nach Warteschlange
            Zeitraum;20.11.2026

            Datum;Von;Bis;Warteschlange;Anrufe;angenommen;verloren;Bearbeitungszeit;Ø Gesprächszeit
            20.11.2026;08:00;08:15;Verkauf Süd;12;11;1;1.234,50;112,2
            20.11.2026;08:15;08:30;Verkauf Süd;8;8;0;834,25;104,3
            20.11.2026;08:30;08:45;Verkauf Süd;5;5;0;500,00;100,0
            Summe;;;;25;24;1;2.568,75;
            """;

    @Test
    void aGermanExcelExportWithBannerAndSum() throws IOException {
        Path file = file("Anrufe_2026-11-20.csv", GERMAN, "windows-1252");
        List<String> proposal = sniff(file);
        assertTrue(out.toString().contains("certain: windows-1252"), out.toString());
        assertTrue(proposal.contains("source.anrufe.csv.pattern = Anrufe_*.csv"));
        assertReads(
                "anrufe",
                chosen(proposal, BERLIN),
                "Verkauf Süd\tVerkauf Süd\t2026-11-20T07:00:00Z\t12\t11\t1234.5\tcalls\t1",
                "3 rows would be shipped, 0 are rejected");
    }

    @Test
    void anAmericanExportWhoseDatesAndNumbersFitTwoWaysIsAskedAbout() throws IOException {
        Path file =
                file(
                        "us_11022026.csv",
                        """
                        Queue,Interval Start,Interval End,Calls Offered,Calls Answered,AHT
                        "Sales, US",11/02/2026 8:00 AM,11/02/2026 8:30 AM,12,11,0:03:12
                        "Sales, US",11/02/2026 8:30 AM,11/02/2026 9:00 AM,9,9,0:02:58
                        "Sales, US",11/02/2026 9:00 AM,11/02/2026 9:30 AM,"1,234",9,0:02:58
                        """,
                        "UTF-8");
        List<String> proposal = sniff(file);
        assertTrue(proposal.contains("# - 11/02/2026 is 11 February 2026:"), out.toString());
        assertTrue(proposal.contains("# - 11/02/2026 is 2 November 2026:"), out.toString());
        assertTrue(proposal.contains("# - 1,234 is 1234:"), out.toString());
        assertTrue(out.toString().contains("NO ROWS ARE SHOWN"), out.toString());
        assertTrue(proposal.stream().noneMatch(l -> l.startsWith("source.us.csv.de")));
        assertReads(
                "us",
                chosen(proposal, BERLIN, "csv.decimal = \\.", "csv.date-format = MM/dd/yyyy"),
                "Sales, US\tSales, US\t2026-11-02T07:00:00Z\t12\t11\t2112\tcalls",
                "\t1234\t9\t1602\t");
    }

    @Test
    void statesInUtf16WithTabsShowNobodysName() throws IOException {
        Path file =
                file(
                        "status.txt",
                        """
                        \uFEFFAgent\tStatus\tBeginn\tEnde
                        Müller, Anna\tPause\t20.11.2026 08:00:05\t20.11.2026 08:15:00
                        Müller, Anna\tBereit\t20.11.2026 08:15:00\t20.11.2026 09:00:00
                        """,
                        "UTF-16LE");
        List<String> proposal = sniff(file);
        assertFalse(out.toString().contains("Anna"), out.toString());
        assertReads(
                "status",
                chosen(proposal, BERLIN, "privacy.agentidentifier = plain"),
                "Müller, Anna\t2026-11-20T07:00:05Z\tPause\t2026-11-20T07:15:00Z");
    }

    @Test
    void contactsWithoutIdentifierLeaveTheModeToAPerson() throws IOException {
        Path file =
                file(
                        "calls.csv",
                        """
                        Caller ID|Queue|Start time|Answered|Duration
                        0301234567|Support|2026-11-20 08:00:01|1|120
                        0307654321|Support|2026-11-20 08:00:09|0|0
                        """,
                        "UTF-8");
        List<String> proposal = sniff(file);
        assertFalse(out.toString().contains("0301234567"), out.toString());
        assertTrue(proposal.contains("#source.calls.csv.mode = append"), out.toString());
        assertTrue(proposal.contains("#source.calls.csv.mode = replace"), out.toString());
        assertReads(
                "calls",
                chosen(proposal, BERLIN, "csv.mode = append"),
                "Support\tSupport\t2026-11-20T07:00:01Z\t1");
    }

    @Test
    void anEndIsNeverTakenForAStartWhateverTheirOrder() throws IOException {
        Path file =
                file(
                        "ends.csv",
                        """
                        Interval End,Interval Start,CSQ Name,Calls Presented,Calls Handled,Handle Time
                        2026-11-20 08:30,2026-11-20 08:00,A,3,2,100
                        2026-11-20 09:00,2026-11-20 08:30,A,3,2,100
                        """,
                        "UTF-8");
        assertReads(
                "ends",
                chosen(sniff(file, "--time-zone", "UTC")),
                "A\tA\t2026-11-20T08:00:00Z\t3\t2\t100");
    }

    @Test
    void anAverageHandlingTimeIsMappedAsOne() throws IOException {
        Path file =
                file(
                        "aht.csv",
                        """
                        Intervalle,File,Appels reçus,Appels répondus,Abandonnés,DMT
                        20/11/2026 08:00,Ventes,10,8,2,200
                        20/11/2026 08:15,Ventes,4,4,0,100
                        """,
                        "UTF-8");
        assertReads(
                "aht",
                chosen(sniff(file, "--time-zone", "Europe/Paris")),
                "Ventes\tVentes\t2026-11-20T07:00:00Z\t10\t8\t1600\tcalls\t2");
    }

    @Test
    void namesWithSignsAreQuotedAndChannelsTranslated() throws IOException {
        Path file =
                file(
                        "signs.csv",
                        """
                        "Interval Start","Queue","Media Type","Calls Offered (a = b)","Offered","Handled","Handle \\ Time"
                        2026-11-20T08:00:00Z,A,Voice,1,3,2,100
                        2026-11-20T08:15:00Z,A,Web Chat,1,3,2,100
                        """,
                        "UTF-8");
        List<String> proposal = sniff(file);
        assertTrue(proposal.contains("source.signs.map.handlingtime = \"Handle \\\\ Time\""));
        assertReads("signs", chosen(proposal, BERLIN), "\t3\t2\t100\tcalls", "\t3\t2\t100\tchats");
    }

    @Test
    void epochSecondsAreTold() throws IOException {
        Path file =
                file(
                        "epoch.csv",
                        """
                        call id;timestamp;queue;answered
                        a1;1795161600;7;1
                        a2;1795161660;7;0
                        """,
                        "UTF-8");
        assertReads(
                "epoch", chosen(sniff(file, "--time-zone", "UTC")), "\t2026-11-20T08:00:00Z\t1");
    }

    @Test
    void dailyTotalsAreWarnedOf() throws IOException {
        Path file =
                file(
                        "daily.csv",
                        """
                        Datum;Queue;Calls Offered;Calls Answered;AHT
                        20.11.2026;A;3;2;100
                        21.11.2026;A;3;2;100
                        """,
                        "UTF-8");
        sniff(file);
        assertTrue(plain().contains("WARNING: \"Datum\" holds days"), out.toString());
    }

    @Test
    void withoutKnownNamesItAsksForTheKindOfDataAndThenForEachColumn() throws IOException {
        Path file = file("wide.csv", "d,x,y\n10/22/12,1,2\n10/23/12,1,2\n", "UTF-8");
        List<String> proposal = sniff(file);
        assertTrue(proposal.contains("#source.wide.data = intervals"), out.toString());
        sniff(file, "--data", "intervals");
        assertTrue(plain().contains("timestamp must be chosen"), out.toString());
    }

    @Test
    void jsonSaysTheSame() throws IOException {
        Path file = file("Anrufe_2026-11-20.csv", GERMAN, "windows-1252");
        assertEquals(Exit.FINE, run("sniff", file.toString(), "--json"));
        var root = new ObjectMapper().readTree(out.toString());
        assertEquals("anrufe", root.get("source").asText());
        assertEquals("certain", root.get("findings").get(0).get("certainty").asText());
        assertTrue(root.get("proposal").asText().contains("map.offered = Anrufe"));
        assertEquals(1, root.get("choices").size());
        assertTrue(root.get("preview").toString().contains("Verkauf Süd"));
    }

    @Test
    void whatIsNoSampleIsRefusedInASentence() throws IOException {
        assertEquals(Exit.USAGE, run("sniff", folder.resolve("none.csv").toString()));
        assertEquals(Exit.USAGE, run("sniff", folder.toString()));
        assertEquals(Exit.FAILED, run("sniff", file("empty.csv", "", "UTF-8").toString()));
        assertTrue(err.toString().contains("empty.csv has no line"), err.toString());
        Path file = file("a.csv", "a,b\n1,2\n", "UTF-8");
        assertEquals(Exit.USAGE, run("sniff", file.toString(), "--data", "calls"));
        assertEquals(Exit.USAGE, run("sniff", file.toString(), "--time-zone", "Nowhere"));
        assertEquals(Exit.USAGE, run("sniff", file.toString(), "--name", "Ä"));
        assertEquals(Exit.USAGE, run("sniff", file.toString(), "--rows", "0"));
    }

    @Test
    void everyFileOfTheSuitesGetsAnAnswer() throws IOException {
        Path suites = Path.of("src/test/resources/csv-suites");
        try (var walk = Files.walk(suites)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                for (String data : List.of("", "intervals", "contacts", "agent-status")) {
                    int exit =
                            data.isEmpty()
                                    ? run("sniff", file.toString())
                                    : run("sniff", file.toString(), "--data", data);
                    assertTrue(exit == Exit.FINE || exit == Exit.FAILED, file + " " + err);
                    assertFalse((out + "" + err).contains("Exception"), file + " " + err);
                }
            }
        }
    }
}

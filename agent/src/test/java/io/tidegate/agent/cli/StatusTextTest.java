package io.tidegate.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;

/** What {@code tidegate status} writes to a terminal. */
class StatusTextTest {
    private static String shown(String json) throws IOException {
        var text = new StringWriter();
        new StatusText(new PrintWriter(text)).show(new ObjectMapper().readTree(json));
        return text.toString().replace(System.lineSeparator(), "\n");
    }

    @Test
    void everythingThatWaitsIsWrittenWithItsNumberItsReasonAndWhatToSay() throws IOException {
        assertEquals(
                """
                berlin, version 1.0, since 2026-11-20 09:00:00 UTC
                WARNING  acd1: 72 held windows wait for your decision.
                note     acd1: 1 window is gone at the source.
                ingest   connected h2 https://x.example
                waiting  1 batch, 2.0 MiB

                acd1  intervals, sql: running
                  in the cloud  live data up to now
                  rows          12,000 sent, repeats included, 0 waiting, 2 listed as rejected
                    timestamp: does not exist: 1 row, the newest 2026-11-20 10:00:00 UTC
                  states        12 states go on
                  history       5 of 1,105 windows, done about 2026-11-20 10:01:30 UTC
                  held          72 windows:
                    20 windows of 2026-11-01 to 2026-11-02: lost much
                      tidegate accept acd1 --from 2026-11-01 --to 2026-11-02
                      tidegate keep acd1 --from 2026-11-01 --to 2026-11-02
                    and 52 more windows
                  gone          1 window:
                    1 window of 2025-01-01: none left
                      tidegate accept acd1 --from 2025-01-01 --to 2025-01-01
                      accept empties it

                2026-11-20 10:00:00 UTC TG-0501 two windows are held
                """,
                shown(
                        """
                        {"agent":"berlin","version":"1.0","since":"2026-11-20T09:00:00.123Z",
                        "findings":[
                          {"level":"warning","text":"acd1: 72 held windows wait for your decision."},
                          {"level":"ok","text":"acd1: 1 window is gone at the source."}],
                        "uplink":{"state":"connected","protocol":"h2","url":"https://x.example","reason":""},
                        "spool":{"batches":1,"bytes":2097152,"full":""},
                        "streams":[{"name":"acd1","data":"intervals","kind":"sql","state":"running",
                          "reason":"","inCloud":"live data up to now","rowsSent":12000,"rowsWaiting":0,
                          "rejects":2,"rejectReasons":[{"column":"timestamp","reason":"does not exist",
                            "rows":1,"newest":"2026-11-20T10:00:00.5Z"}],
                          "openSpans":{"count":12,"olderThanADay":0,"text":"12 states go on"},
                          "backfill":{"done":5,"total":1105,"eta":"2026-11-20T10:01:30.999Z"},
                          "held":{"count":72,"more":52,"first":[{"what":"2026-11-01 to 2026-11-02",
                            "count":20,"reason":"lost much","commands":[
                            "tidegate accept acd1 --from 2026-11-01 --to 2026-11-02",
                            "tidegate keep acd1 --from 2026-11-01 --to 2026-11-02"],"hint":""}]},
                          "refused":{"count":0,"more":0,"first":[]},
                          "goneDays":{"count":1,"more":0,"first":[{"what":"2025-01-01","count":1,
                            "reason":"none left","commands":[
                            "tidegate accept acd1 --from 2025-01-01 --to 2025-01-01"],
                            "hint":"accept empties it"}]}}],
                        "events":[{"at":"2026-11-20T10:00:00.123Z","id":"TG-0501","keys":"",
                          "text":"two windows are held"}]}
                        """));
    }

    @Test
    void aVerificationAndDaysOfOlderSettingsAreShown() throws IOException {
        assertEquals(
                """
                , version , since
                ingest   off
                waiting  0 batches, 0.0 MiB

                acd1  intervals, sql: running
                  in the cloud  nothing yet
                  rows          0 sent, repeats included, 0 waiting, 0 listed as rejected
                  verify        day 12 of 31
                  old settings  5 windows:
                    3 windows of 2026-11-01 to 2026-11-03: made under settings that have changed since
                      tidegate reimport acd1 --from 2026-11-01 --to 2026-11-03
                    2 windows of 2025-01-01 to 2025-01-02: gone at the source
                """,
                shown(
                        """
                        {"uplink":{"state":"off"},"streams":[{"name":"acd1","data":"intervals","kind":"sql",
                        "state":"running","inCloud":"nothing yet","verifying":"day 12 of 31",
                        "outdated":{"count":5,"first":[{"what":"2026-11-01 to 2026-11-03","count":3,
                        "reason":"made under settings that have changed since",
                        "commands":["tidegate reimport acd1 --from 2026-11-01 --to 2026-11-03"],"hint":""},
                        {"what":"2025-01-01 to 2025-01-02","count":2,"reason":"gone at the source",
                        "commands":[],"hint":""}]}}]}
                        """));
    }

    @Test
    void aSourceWithOnlyRefusedFilesNamesThem() throws IOException {
        assertEquals(
                """
                , version , since
                ingest   off
                waiting  0 batches, 0.0 MiB

                files  intervals, csv: running
                  in the cloud  nothing yet; 1 file refused
                  rows          0 sent, repeats included, 0 waiting, 0 listed as rejected
                  refused       1 file:
                    x.csv: has no header
                      tidegate keep files
                      Mend the file.
                """,
                shown(
                        """
                        {"uplink":{"state":"off"},"streams":[{"name":"files","data":"intervals","kind":"csv",
                        "state":"running","inCloud":"nothing yet; 1 file refused","refused":{"count":1,
                        "first":[{"what":"x.csv","count":1,"reason":"has no header",
                        "commands":["tidegate keep files"],"hint":"Mend the file."}]}}]}
                        """));
    }

    @Test
    void whenTheIngestIsTriedAgainIsSaidByTheWallClock() throws IOException {
        assertEquals(
                """
                , version , since
                ingest   waiting https://x.example the ingest refuses this connector (403)
                         next try at 2026-11-20 11:15:00 +01:00
                waiting  0 batches, 0.0 MiB
                """,
                shown(
                        """
                        {"uplink":{"state":"waiting","protocol":"","url":"https://x.example",
                        "reason":"the ingest refuses this connector (403)",
                        "nextTry":"2026-11-20T11:15+01:00"}}
                        """));
    }

    @Test
    void aMisconfiguredSourceIsOneLine() throws IOException {
        assertEquals(
                """
                , version , since
                ingest
                waiting  0 batches, 0.0 MiB

                syntax: misconfigured: source.syntax.data: is missing
                """,
                shown(
                        """
                        {"streams":[{"name":"syntax","data":"","kind":"","state":"misconfigured",
                        "reason":"source.syntax.data: is missing"}]}
                        """));
    }
}

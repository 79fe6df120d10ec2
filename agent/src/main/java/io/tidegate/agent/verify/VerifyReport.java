package io.tidegate.agent.verify;

import io.tidegate.agent.control.Talk;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;

/** How what was found is told. Used by one thread. */
interface VerifyReport {
    /** A window or file, in the order of time. */
    void one(Judged judged, LocalDate day) throws IOException;

    /** A local day, once all of it is known. */
    void day(DayTable.Complete day) throws IOException;

    /** Lines before the summary. */
    List<String> end();

    /**
     * What is told, and how.
     *
     * @param totals per local day and queue instead of per window
     */
    static VerifyReport of(Talk talk, Subject subject, boolean totals, boolean csv)
            throws IOException {
        return csv ? CsvReport.begin(talk, subject, totals) : new TextReport(talk, subject, totals);
    }
}

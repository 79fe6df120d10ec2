package io.tidegate.agent.verify;

import io.tidegate.agent.window.Totals;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Takes what was found and hands it on to the report, day by day. Used by one thread. */
final class Results {
    private final Subject subject;
    private final VerifyReport report;
    private final Tally tally;
    private final DayTable table = new DayTable();

    Results(Subject subject, VerifyReport report) {
        this.subject = subject;
        this.report = report;
        this.tally = new Tally(subject.unit());
    }

    void add(Judged one) throws IOException {
        LocalDate day = subject.day(one.from());
        tally.add(one, day, subject.lastDay(one));
        table.add(one, day);
        report.one(one, day);
    }

    void add(Totals totals) {
        table.add(totals);
    }

    /** All before that time has been added. */
    void upTo(Instant time) throws IOException {
        for (DayTable.Complete day : table.before(subject.day(time))) {
            report.day(day);
        }
    }

    Tally tally() {
        return tally;
    }

    /** Everything has been added. */
    List<String> end() throws IOException {
        for (DayTable.Complete day : table.before(LocalDate.MAX)) {
            report.day(day);
        }
        List<String> lines = new ArrayList<>(report.end());
        lines.add(subject.toString());
        lines.addAll(tally.lines());
        lines.add(tally.rows());
        return lines;
    }
}

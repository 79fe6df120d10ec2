package io.tidegate.agent.verify;

import io.tidegate.agent.control.Talk;
import io.tidegate.agent.window.Totals.Sums;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All of it as CSV (RFC 4180, in UTF-8, with a header): a line per window or file, or with totals
 * per local day, queue and channel. Times are UTC, durations seconds. Used by one thread.
 */
final class CsvReport implements VerifyReport {
    private final Talk talk;
    private final Subject subject;
    private final boolean totals;

    private CsvReport(Talk talk, Subject subject, boolean totals) {
        this.talk = talk;
        this.subject = subject;
        this.totals = totals;
    }

    static CsvReport begin(Talk talk, Subject subject, boolean totals) throws IOException {
        var report = new CsvReport(talk, subject, totals);
        if (!totals) {
            report.line(
                    "day",
                    "file",
                    "from",
                    "to",
                    "source",
                    "rejected",
                    "ledger",
                    "ingest",
                    "verdict",
                    "reason");
        } else if (subject.isStatus()) {
            report.line("day", "spans", "open", "verdict");
        } else {
            report.line(
                    "day",
                    "queueidentifier",
                    "queuename",
                    "channel",
                    "offered",
                    "answered",
                    "handlingtime",
                    "verdict");
        }
        return report;
    }

    @Override
    public void one(Judged one, LocalDate day) throws IOException {
        if (totals) {
            return;
        }
        line(
                day,
                one.what(),
                one.from(),
                one.to(),
                one.source() < 0 ? "" : one.source(),
                one.rejected(),
                one.ledger(),
                one.ingest(),
                one.outcome().word().text(),
                one.outcome().reason());
    }

    @Override
    public void day(DayTable.Complete complete) throws IOException {
        if (!totals) {
            return;
        }
        String word = complete.day().word().text();
        if (subject.isStatus()) {
            Sums sums = complete.sums();
            line(complete.day().day(), sums.offered(), sums.open(), word);
            return;
        }
        for (DayTable.Queue queue : complete.queues()) {
            Sums sums = queue.line().sums();
            line(
                    complete.day().day(),
                    queue.key().queue(),
                    queue.line().name(),
                    queue.key().channel(),
                    sums.offered(),
                    sums.answered(),
                    seconds(sums.handlingMillis()),
                    word);
        }
        if (complete.queues().isEmpty()) {
            line(complete.day().day(), "", "", "", 0, 0, 0, word);
        }
    }

    private static String seconds(long millis) {
        return BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString();
    }

    @Override
    public List<String> end() {
        return List.of();
    }

    private void line(Object... fields) throws IOException {
        talk.line(
                Stream.of(fields)
                        .map(field -> quoted(field.toString()))
                        .collect(Collectors.joining(",")));
    }

    /** A line is a line, whatever a name holds. */
    private static String quoted(String field) {
        String line = field.replaceAll("\\R", " ");
        return line.matches("[^\",]*") ? line : '"' + line.replace("\"", "\"\"") + '"';
    }
}

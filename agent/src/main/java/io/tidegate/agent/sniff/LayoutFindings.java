package io.tidegate.agent.sniff;

import io.tidegate.agent.source.csv.Survey;
import io.tidegate.agent.source.csv.Surveyed;

import java.util.List;
import java.util.stream.Collectors;

/** How sure it is how a file is laid out, in words and numbers. Used by one thread. */
final class LayoutFindings {
    private final Surveyed file;
    private final List<Finding> findings;

    LayoutFindings(Surveyed file, List<Finding> findings) {
        this.file = file;
        this.findings = findings;
    }

    void write() {
        encoding();
        columns();
        header();
        strays();
    }

    private void encoding() {
        var text = file.text();
        if (text.marked()) {
            findings.add(Finding.certain("encoding", text.encoding() + ", by its byte order mark"));
        } else if (text.beyond() == 0 && text.proven()) {
            findings.add(
                    Finding.certain(
                            "encoding", "plain ASCII, which every usual encoding reads alike"));
        } else if (text.proven()) {
            findings.add(
                    Finding.certain(
                            "encoding",
                            "%s: all %,d signs beyond ASCII are well-formed in it"
                                    .formatted(text.encoding(), text.beyond())));
        } else if (text.encoding().startsWith("UTF-16")) {
            findings.add(
                    Finding.certain(
                            "encoding",
                            text.encoding()
                                    + " without a byte order mark: every second byte is zero"));
        } else {
            findings.add(
                    Finding.likely(
                            "encoding",
                            "%s; the letters beyond A to Z are then: %s. If they are wrong, set csv.encoding to what the export writes"
                                    .formatted(text.encoding(), text.letters())));
        }
    }

    private void columns() {
        long all = file.rows() + file.ragged().count() + file.faults().count();
        String words =
                "%,d columns, divided by %s%s"
                        .formatted(
                                file.columns().size(),
                                word(file.delimiter()),
                                file.separatorLine() ? ", as its line sep= says" : "");
        String share =
                all == 0
                        ? "; the file holds no rows: look at one with data, to learn more"
                        : file.rows() == all
                                ? all == 1
                                        ? ", in its one row"
                                        : ", in every one of %,d rows".formatted(all)
                                : ", in %,d of %,d rows".formatted(file.rows(), all);
        if (file.delimiters().size() > 1) {
            findings.add(
                    Finding.open(
                            "columns",
                            "the lines can be divided by "
                                    + file.delimiters().stream()
                                            .map(LayoutFindings::word)
                                            .collect(Collectors.joining(" or by "))
                                    + "; the first is taken here. Say it in csv.delimiter"));
        } else if (file.columns().size() == 1) {
            findings.add(
                    Finding.likely(
                            "columns",
                            "only one: nothing divides the lines (looked for comma, semicolon,"
                                    + " tab, |, ^ and ~)"));
        } else {
            boolean sure = file.rows() == all || file.headerSure() && file.header() > 0;
            findings.add(
                    sure
                            ? Finding.certain("columns", words + share)
                            : Finding.likely("columns", words + share));
        }
    }

    private void header() {
        if (file.header() == 0) {
            findings.add(
                    Finding.likely(
                            "names",
                            "no line names the columns; they are called "
                                    + file.columns().getFirst()
                                    + " to "
                                    + file.columns().getLast()));
            return;
        }
        String text =
                "line "
                        + file.header()
                        + " names the columns"
                        + (file.header() == 1 ? "" : "; what stands above it is passed over");
        findings.add(
                file.headerSure() ? Finding.certain("names", text) : Finding.likely("names", text));
    }

    private void strays() {
        tell(file.ragged(), "with another number of columns: they will be rejects");
        tell(file.faults(), "whose quotes are broken: they will be rejects");
        file.totals()
                .ifPresent(
                        t ->
                                findings.add(
                                        Finding.likely(
                                                "totals",
                                                "%s, the first in line %,d: passed over if \"ROWS\" below does not show them as rows; else name them in csv.skip-containing"
                                                        .formatted(
                                                                t.lines().count() == 1
                                                                        ? "1 row says \""
                                                                                + t.word()
                                                                                + "\" and is a sum"
                                                                        : "%,d rows say \"%s\" and are sums"
                                                                                .formatted(
                                                                                        t.lines()
                                                                                                .count(),
                                                                                        t.word()),
                                                                t.lines().first()))));
        if (!file.whole()) {
            findings.add(
                    Finding.likely(
                            "size",
                            "the file has %,d MiB; its first %,d were looked at"
                                    .formatted(file.bytes() >> 20, Survey.MOST >> 20)));
        }
    }

    private void tell(Surveyed.Lines lines, String what) {
        if (lines.count() > 0) {
            findings.add(
                    Finding.certain(
                            "strays",
                            "%,d %s %s, the first in line %,d"
                                    .formatted(
                                            lines.count(),
                                            lines.count() == 1 ? "line" : "lines",
                                            what,
                                            lines.first())));
        }
    }

    private static String word(char delimiter) {
        return switch (delimiter) {
            case '\t' -> "tabs";
            case ',' -> "commas";
            case ';' -> "semicolons";
            default -> String.valueOf(delimiter);
        };
    }
}

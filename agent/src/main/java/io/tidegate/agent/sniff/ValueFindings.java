package io.tidegate.agent.sniff;

import io.tidegate.agent.source.csv.ColumnTally;
import io.tidegate.agent.source.csv.DateOrder;
import io.tidegate.agent.source.csv.Dialect;
import io.tidegate.agent.source.csv.Surveyed;

import java.util.List;
import java.util.Optional;

/** How sure it is what dates and numbers mean, in words and numbers. Used by one thread. */
final class ValueFindings {
    private final Surveyed file;
    private final Dialect dialect;
    private final List<Finding> findings;

    ValueFindings(Surveyed file, Dialect dialect, List<Finding> findings) {
        this.file = file;
        this.dialect = dialect;
        this.findings = findings;
    }

    void write() {
        if (!file.text().marked() && !file.text().proven() && !isWide()) {
            encoding();
        }
        dialect.order().ifPresentOrElse(this::order, () -> yearFirst().ifPresent(findings::add));
        dialect.decimal().ifPresent(this::decimal);
    }

    private boolean isWide() {
        return file.text().encoding().startsWith("UTF-16");
    }

    private void encoding() {
        findings.removeIf(f -> f.about().equals("encoding"));
        findings.addFirst(
                Finding.certain(
                        "encoding",
                        dialect.encoding()
                                + ": the letters beyond A to Z in the columns that are used make"
                                + " sense in it, and are the same in any other that fits"));
    }

    private void order(DateOrder order) {
        long only = sum(t -> t.datesOnly(order));
        long many = sum(ColumnTally::datesInMany);
        findings.add(
                Finding.certain(
                        "dates",
                        order
                                + ": "
                                + (many == 0
                                        ? "every one of %,d dates fits that only".formatted(only)
                                        : "%,d of %,d dates fit that only, and the others fit it too"
                                                .formatted(only, only + many))));
    }

    private void decimal(char sign) {
        long only = sum(sign == '.' ? ColumnTally::onlyPoint : ColumnTally::onlyComma);
        long either = sum(ColumnTally::eitherSign);
        findings.add(
                Finding.certain(
                        "numbers",
                        "the decimal sign is %s: %,d numbers fit that only%s"
                                .formatted(
                                        sign,
                                        only,
                                        either == 0
                                                ? ""
                                                : ", and %,d fit it too".formatted(either))));
    }

    private long sum(java.util.function.ToLongFunction<ColumnTally> count) {
        return file.tallies().stream().mapToLong(count).sum();
    }

    /** What is to be said where nothing was proven, since nothing needed it. */
    private Optional<Finding> yearFirst() {
        long dates = sum(t -> t.datesOnly(DateOrder.YEAR_FIRST));
        return dates == 0
                ? Optional.empty()
                : Optional.of(
                        Finding.certain(
                                "dates",
                                "year first: every one of %,d dates says so itself"
                                        .formatted(dates)));
    }
}

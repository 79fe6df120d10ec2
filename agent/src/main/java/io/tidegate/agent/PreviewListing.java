package io.tidegate.agent;

import io.tidegate.agent.row.Rejection;
import io.tidegate.agent.row.RowTaker;
import io.tidegate.agent.status.Words;
import io.tidegate.protocol.Channel;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.WireTime;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is printed: so many rows and rejects, then what they were. Used by one thread. */
final class PreviewListing implements RowTaker {
    private static final Column OFFERED = DataType.INTERVALS.column("offered").orElseThrow();

    private final int most;
    private final Endless endless;
    private final PrintWriter out;
    private List<Column> columns = List.of();
    private List<String> unused = List.of();
    private int taken;
    private int rejected;
    private int ignored;
    private long offered;
    private boolean stopped;

    PreviewListing(int most, Endless endless, PrintWriter out) {
        this.most = most;
        this.endless = endless;
        this.out = out;
    }

    void columns(List<Column> shipped, List<String> notUsed) {
        columns = shipped;
        unused = notUsed;
        out.println(String.join("\t", shipped.stream().map(Column::name).toList()));
    }

    @Override
    public void taken(Row row) {
        enough();
        taken++;
        offered += row.type() == DataType.INTERVALS ? row.number(OFFERED) : 0;
        endless.saw(row);
        out.println(String.join("\t", columns.stream().map(c -> text(row, c)).toList()));
    }

    @Override
    public void rejected(Rejection rejection) {
        enough();
        rejected++;
        out.println(
                Stream.of("rejected:", rejection.place(), rejection.column(), rejection.reason())
                        .filter(word -> !word.isEmpty())
                        .collect(Collectors.joining(" ")));
    }

    @Override
    public void ignored() {
        ignored++;
    }

    private void enough() {
        if (taken + rejected == most) {
            stopped = true;
            throw new EnoughException();
        }
    }

    boolean summary() {
        out.println(
                "%s would be shipped, %,d %s rejected, %,d %s without data"
                        .formatted(
                                Words.count(taken, "row"),
                                rejected,
                                Words.verb(rejected, "is", "are"),
                                ignored,
                                Words.verb(ignored, "is a template", "are templates")));
        endless.text().ifPresent(out::println);
        if (!unused.isEmpty()) {
            out.println("Columns that are not used: " + String.join(", ", unused));
        }
        if (stopped) {
            out.println(
                    "Stopped at --rows %d: there are more, and what they are was not looked at."
                            .formatted(most));
        }
        return rejected == 0;
    }

    /** What the rows add up to, of intervals. */
    long offered() {
        return offered;
    }

    /** As many rows as were asked for were shown, and there is another. */
    static final class EnoughException extends RuntimeException {
        private static final long serialVersionUID = 1;

        EnoughException() {
            super(null, null, false, false);
        }
    }

    private static String text(Row row, Column column) {
        if (row.isNull(column)) {
            return "";
        }
        return switch (column.kind()) {
            case TEXT -> row.text(column);
            case INSTANT -> WireTime.format(row.number(column));
            case SECONDS ->
                    BigDecimal.valueOf(row.number(column), 3).stripTrailingZeros().toPlainString();
            case CHANNEL -> Channel.at(row.number(column)).wireName();
            case COUNT, FLAG -> String.valueOf(row.number(column));
        };
    }
}

package io.tidegate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What CSV files took, and the page that shows it. */
final class CsvResults {
    private static final String HEAD =
            """
            # CSV files

            Written by `mvn -Pbench -Dbench.main=CsvBench -Dbench.page=RESULTS-CSV.md` (see `CsvBench`): files of %d rows and 12 or 13 columns, medians of %d alternating rounds, on %d processors that the connector, the ingest and what watches them share.

            The connector is what is shipped, with `-Xmx128m`; it has started and waits when the file is moved into its folder. Time runs from when it first opens the file (quiet time and poll have passed) to the last acknowledgement of an ingest that only acknowledges, over HTTP/1.1. Its code is cold. The loop is a process of its own and cold as well; it reads the file once, checks nothing and sends nothing.

            """;

    private final long rows;
    private final int rounds;
    private final Map<String, Map<String, List<Run>>> cases = new LinkedHashMap<>();

    /**
     * One run.
     *
     * @param bytes sent, or read by the loop
     * @param heapMiB the most at the beginning of a collection; -1 if not measured, as the next
     */
    record Run(double seconds, double cpu, long bytes, long heapMiB, long residentMiB) {}

    CsvResults(long rows, int rounds) {
        this.rows = rows;
        this.rounds = rounds;
    }

    void add(String file, String who, Run run) {
        cases.computeIfAbsent(file, _ -> new LinkedHashMap<>())
                .computeIfAbsent(who, _ -> new ArrayList<>())
                .add(run);
        System.out.printf(
                "%-10s %-36s %6.2f s %9.0f rows/s %6.2f cpu s, heap %d MiB%n",
                file, who, run.seconds, rows / run.seconds, run.cpu, run.heapMiB);
    }

    void write(Path file) throws IOException {
        var page =
                new StringBuilder(
                        HEAD.formatted(rows, rounds, Runtime.getRuntime().availableProcessors()));
        page.append(
                "| file | who | s | rows/s | CPU s per million rows | bytes per row | heap MiB | resident MiB |\n");
        page.append("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        cases.forEach((name, runs) -> runs.forEach((who, all) -> line(page, name, who, all)));
        page.append('\n');
        cases.forEach((name, runs) -> ratio(page, name, List.copyOf(runs.values())));
        Files.writeString(file, page);
        System.out.println(page);
    }

    private void line(StringBuilder page, String name, String who, List<Run> runs) {
        double seconds = median(runs, Run::seconds);
        page.append(
                "| %s | %s | %.2f | %.0f | %.2f | %.1f | %s | %s |\n"
                        .formatted(
                                name,
                                who,
                                seconds,
                                rows / seconds,
                                median(runs, Run::cpu) / rows * 1e6,
                                median(runs, Run::bytes) / rows,
                                known(median(runs, Run::heapMiB)),
                                known(median(runs, Run::residentMiB))));
    }

    private static void ratio(StringBuilder page, String name, List<List<Run>> both) {
        page.append(
                "- %s: all of the connector's work takes %.2f times the processor time and %.2f times the time of that loop.\n"
                        .formatted(
                                name,
                                median(both.getLast(), Run::cpu)
                                        / median(both.getFirst(), Run::cpu),
                                median(both.getLast(), Run::seconds)
                                        / median(both.getFirst(), Run::seconds)));
    }

    private static String known(double mebibytes) {
        return mebibytes < 0 ? "" : "%.0f".formatted(mebibytes);
    }

    private static double median(List<Run> runs, ToDoubleFunction<Run> of) {
        double[] sorted = runs.stream().mapToDouble(of).sorted().toArray();
        int half = sorted.length / 2;
        return (sorted[half] + sorted[(sorted.length - 1) / 2]) / 2;
    }
}

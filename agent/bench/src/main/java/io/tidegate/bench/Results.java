package io.tidegate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What was measured, and the page that shows it. */
final class Results {
    private record Run(double seconds, long rows, double cpu, long bytes, long peakMiB) {}

    private final int rounds;
    private final Map<String, List<Run>> runs = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    Results(int rounds) {
        this.rounds = rounds;
    }

    void add(String name, double seconds, long rows, double cpu, long bytes, long peakMiB) {
        runs.computeIfAbsent(name, n -> new ArrayList<>())
                .add(new Run(seconds, rows, cpu, bytes, peakMiB));
        System.out.printf(
                "%-28s %7.2f s %9.0f rows/s %6.2f cpu s %5d MiB%n",
                name, seconds, rows / seconds, cpu, peakMiB);
    }

    void note(String text) {
        notes.add(text);
        System.out.println(text);
    }

    void write(Path file, long rows) throws IOException {
        var page = new StringBuilder();
        page.append("# Results\n\nWritten by `mvn -Pbench` (see `Bench`). ")
                .append(rows)
                .append(" contact rows of 12 columns, medians of ");
        page.append(rounds)
                .append(" alternating rounds, on ")
                .append(Runtime.getRuntime().availableProcessors());
        page.append(
                " processors that the source database, the connector, the receiver and the pipe share. ");
        page.append(
                "Each run of the connector is a cold process with `-Xmx128m` and an empty data folder; its time runs from the start of the process to the last acknowledged row. ");
        page.append("The pipe has no retry, no store and no resume.\n\n");
        page.append(
                "| case | s | rows/s | of the gzip pipe | own CPU s per million rows | bytes per row | peak resident MiB |\n");
        page.append("| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        double pipe = median("pipe gzip -1", r -> r.rows() / r.seconds());
        for (String name : runs.keySet()) {
            double rate = median(name, r -> r.rows() / r.seconds());
            page.append("| ").append(name).append(" | ");
            page.append("%.2f | ".formatted(median(name, Run::seconds)));
            page.append(
                    rate == 0
                            ? "| | | | "
                            : "%.0f | %s | %.2f | %s | "
                                    .formatted(
                                            rate,
                                            Double.isNaN(pipe) ? "" : "%.2f".formatted(rate / pipe),
                                            median(name, r -> r.cpu() / r.rows() * 1e6),
                                            median(name, Run::bytes) == 0
                                                    ? ""
                                                    : "%.1f"
                                                            .formatted(
                                                                    median(
                                                                            name,
                                                                            r ->
                                                                                    (double)
                                                                                                    r
                                                                                                            .bytes()
                                                                                            / r
                                                                                                    .rows()))));
            double peak = median(name, Run::peakMiB);
            page.append(peak < 0 ? "" : "%.0f".formatted(peak)).append(" |\n");
        }
        page.append('\n');
        notes.forEach(note -> page.append("- ").append(note).append('\n'));
        Files.writeString(file, page);
        System.out.println(page);
    }

    private double median(String name, ToDoubleFunction<Run> of) {
        double[] sorted =
                runs.getOrDefault(name, List.of()).stream().mapToDouble(of).sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int half = sorted.length / 2;
        return (sorted[half] + sorted[(sorted.length - 1) / 2]) / 2;
    }
}

package io.tidegate.agent.cli;

import io.tidegate.agent.SampleRows;
import io.tidegate.agent.sniff.Sniff;
import io.tidegate.agent.sniff.SniffJson;
import io.tidegate.agent.sniff.SniffText;
import io.tidegate.agent.sniff.Sniffed;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.source.csv.UnfitFileException;
import io.tidegate.protocol.DataType;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

@Command(
        name = "sniff",
        description =
                "Looks at a sample file and proposes the settings for it, as lines to paste. Needs no configuration; sends and stores nothing.",
        mixinStandardHelpOptions = true)
final class SniffCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "A file as the ACD exports it.")
    private Path file;

    @Option(
            names = "--data",
            paramLabel = "DATA",
            description = "What it holds: intervals, contacts or agent-status. Default: found out.")
    private String data;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The source's name. Default: from the file's name.")
    private String name;

    @Option(
            names = "--rows",
            defaultValue = "10",
            paramLabel = "N",
            description = "How many rows to show. Default: 10.")
    private int rows;

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            description = "Where the clock stands that writes its times, such as Europe/Berlin.")
    private String zone;

    @Option(names = "--json", description = "Prints the same as JSON.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException, IOException {
        check();
        Sniffed found = look();
        List<String> shown = rows(found);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(SniffJson.of(found, shown));
        } else {
            print(found, shown, out);
        }
        out.flush();
        return Exit.FINE;
    }

    private void check() {
        if (rows < 1) {
            throw new Stop(Exit.USAGE, "--rows must be 1 or more");
        }
        if (data != null && DataType.of(data).isEmpty()) {
            throw new Stop(Exit.USAGE, "--data must be intervals, contacts or agent-status");
        }
        if (name != null && !name.matches("[a-z0-9][a-z0-9-]*")) {
            throw new Stop(
                    Exit.USAGE, "--name must be made of a to z, 0 to 9 and -, as in sales-calls");
        }
        try {
            ZoneId.of(zone == null ? "UTC" : zone);
        } catch (DateTimeException _) {
            throw new Stop(Exit.USAGE, "--time-zone must be a zone such as Europe/Berlin");
        }
        if (!Files.isRegularFile(file)) {
            throw new Stop(
                    Exit.USAGE,
                    file
                            + (Files.exists(file)
                                    ? " is no file"
                                    : " is not there, or may not be seen"));
        }
    }

    private Sniffed look() throws IOException, InterruptedException {
        try {
            return new Sniff(
                            file,
                            Optional.ofNullable(data).flatMap(DataType::of),
                            Optional.ofNullable(name),
                            Optional.ofNullable(zone))
                    .look();
        } catch (UnfitFileException e) {
            throw new Stop(Exit.FAILED, file.getFileName() + " " + e.getMessage());
        }
    }

    private List<String> rows(Sniffed found) throws InterruptedException, IOException {
        if (found.config().isEmpty()) {
            return List.of();
        }
        var text = new StringWriter();
        try (var out = new PrintWriter(text)) {
            SampleRows.show(
                    found.config().get(), found.file(), found.dialect().orElseThrow(), rows, out);
        } catch (SourceException e) {
            return List.of("No rows can be shown: " + e.getMessage());
        }
        return text.toString().lines().toList();
    }

    private static void print(Sniffed found, List<String> rows, PrintWriter out) {
        out.println(found.file());
        section("WHAT WAS FOUND", SniffText.findings(found), out);
        section("THE COLUMNS", SniffText.columns(found), out);
        section("THE LINES: paste them into tidegate.properties", boxed(found), out);
        List<String> open = SniffText.toChoose(found);
        if (!open.isEmpty()) {
            out.println();
            String things =
                    open.size() == 1
                            ? "One thing must be chosen: it says so above."
                            : open.size() + " things must be chosen: they say so above.";
            SniffText.wrapped(
                            things
                                    + " Lines that begin with # are not in force: take the # off the"
                                    + " one that is right, and write in it what it asks for.")
                    .forEach(out::println);
        }
        if (found.why().isPresent()) {
            section("NO ROWS ARE SHOWN", List.of("  " + found.why().get()), out);
        } else {
            section("ROWS as they would be shipped" + stand(found), rows, out);
        }
        out.println();
        out.println("Then: tidegate check, and tidegate preview " + found.name());
    }

    /** What stands in for what is still to be chosen. */
    private static String stand(Sniffed found) {
        String standIns = found.standIns();
        return standIns.isEmpty() ? "" : "; until it is chosen, with " + standIns;
    }

    private static List<String> boxed(Sniffed found) {
        List<String> lines = new ArrayList<>();
        lines.add("-".repeat(72));
        lines.addAll(SniffText.proposal(found));
        lines.add("-".repeat(72));
        return lines;
    }

    private static void section(String head, List<String> lines, PrintWriter out) {
        out.println();
        out.println(head);
        lines.forEach(out::println);
    }
}

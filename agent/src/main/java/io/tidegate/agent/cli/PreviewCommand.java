package io.tidegate.agent.cli;

import io.tidegate.agent.Preview;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.SourceException;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.SourceConfig;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Callable;

@Command(
        name = "preview",
        description =
                "Reads rows and shows them as they would be shipped, rejected ones included. Sends and stores nothing.",
        mixinStandardHelpOptions = true)
final class PreviewCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ConfigOption config;

    @Parameters(paramLabel = "SOURCE", description = "The source's name.")
    private String source;

    @Option(
            names = "--rows",
            defaultValue = "20",
            paramLabel = "N",
            description = "How many rows. Default: 20.")
    private int rows;

    @Option(
            names = "--from",
            paramLabel = "DAY",
            description = "First local day. Default: the last 24 hours. For databases.")
    private LocalDate from;

    @Option(
            names = "--to",
            paramLabel = "DAY",
            description = "Last local day, included. Default: up to now. For databases.")
    private LocalDate to;

    @Override
    public Integer call() throws InterruptedException, IOException {
        if (rows < 1) {
            throw new Stop(Exit.USAGE, "--rows must be 1 or more");
        }
        if (from != null && to != null) {
            AskCommands.days(from, to);
        }
        AgentConfig toRead = config.toRead(source);
        SourceConfig chosen = toRead.sources().get(source);
        var preview = new Preview(toRead, chosen, spec.commandLine().getOut());
        try {
            return preview.show(rows, start(chosen), end(chosen)) ? Exit.FINE : Exit.FAILED;
        } catch (ShapeException | SourceException e) {
            throw new Stop(Exit.FAILED, source + ": " + e.getMessage());
        }
    }

    /** With {@code --to} alone, that day. */
    private Optional<Instant> start(SourceConfig chosen) {
        return Optional.ofNullable(from)
                .or(() -> Optional.ofNullable(to))
                .map(day -> day.atStartOfDay(chosen.zone()).toInstant());
    }

    private Optional<Instant> end(SourceConfig chosen) {
        return Optional.ofNullable(to)
                .map(day -> day.plusDays(1).atStartOfDay(chosen.zone()).toInstant());
    }
}

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
            description = "First local day. Default: yesterday.")
    private LocalDate from;

    @Option(
            names = "--to",
            paramLabel = "DAY",
            description = "Last local day, included. Default: today.")
    private LocalDate to;

    @Override
    public Integer call() throws InterruptedException, IOException {
        AgentConfig toRead = config.toRead(source);
        SourceConfig chosen = toRead.sources().get(source);
        var preview = new Preview(toRead, chosen, spec.commandLine().getOut());
        try {
            return preview.show(rows, start(chosen), end(chosen)) ? Exit.FINE : Exit.FAILED;
        } catch (ShapeException | SourceException e) {
            throw new Stop(Exit.FAILED, source + ": " + e.getMessage());
        }
    }

    private java.util.Optional<Instant> start(SourceConfig chosen) {
        return java.util.Optional.ofNullable(from)
                .map(day -> day.atStartOfDay(chosen.zone()).toInstant());
    }

    private java.util.Optional<Instant> end(SourceConfig chosen) {
        return java.util.Optional.ofNullable(to)
                .map(day -> day.plusDays(1).atStartOfDay(chosen.zone()).toInstant());
    }
}

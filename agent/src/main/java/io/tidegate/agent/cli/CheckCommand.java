package io.tidegate.agent.cli;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.source.OwnLimit;
import io.tidegate.agent.source.sql.SqlDatabase;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.Loaded;
import io.tidegate.config.Problem;
import io.tidegate.config.SourceConfig;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

@Command(
        name = "check",
        description =
                "Reads the configuration and prints everything that is wrong with it. Looks whether drop folders are there; touches nothing else.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ConfigOption config;

    @Override
    public Integer call() {
        Loaded loaded = config.load();
        List<Problem> problems = loaded.all();
        var out = spec.commandLine().getOut();
        List<String> obstacles = loaded.toRead().map(CheckCommand::obstacles).orElse(List.of());
        if (problems.isEmpty() && !obstacles.isEmpty()) {
            obstacles.forEach(out::println);
            return Exit.CONFIGURATION;
        }
        if (problems.isEmpty()) {
            out.println(loaded.file() + ": good");
            loaded.missingToRun()
                    .ifPresent(
                            missing ->
                                    out.println(
                                            "To run it still needs: "
                                                    + missing.paste().orElse(missing.key())));
            out.flush(); // A share may not answer for a while.
            loaded.toRead().ifPresent(read -> ownLimits(read).forEach(out::println));
            loaded.toRead().ifPresent(read -> missingFolders(read).forEach(out::println));
            return Exit.FINE;
        }
        out.println(ConfigOption.text(loaded, problems));
        obstacles.forEach(out::println);
        int all = problems.size() + obstacles.size();
        out.println(all == 1 ? "1 problem" : all + " problems");
        return Exit.CONFIGURATION;
    }

    /** What a driver or a database would refuse whatever it holds. */
    private static List<String> obstacles(AgentConfig config) {
        List<String> found = new ArrayList<>();
        for (SourceConfig source : config.sources().values()) {
            if (source.origin() instanceof SourceConfig.Sql sql) {
                new SqlDatabase(config.databases().get(sql.database()), Clock.system())
                        .obstacle(source)
                        .ifPresent(found::add);
            }
        }
        return found;
    }

    /** No fault as long as nobody knows what the query asks the time for. */
    private static List<String> ownLimits(AgentConfig config) {
        List<String> found = new ArrayList<>();
        config.sources()
                .forEach(
                        (name, source) ->
                                OwnLimit.of(source)
                                        .map(f -> "warning: source " + name + ": " + f.sentence())
                                        .ifPresent(found::add));
        return found;
    }

    /** No fault of the configuration: a share may come later. */
    private static List<String> missingFolders(AgentConfig config) {
        List<String> missing = new ArrayList<>();
        config.sources()
                .forEach(
                        (name, source) -> {
                            if (source.origin() instanceof SourceConfig.Csv csv
                                    && !Files.isDirectory(csv.directory())) {
                                missing.add(
                                        "source.%s.csv.directory: %s is not there, or this account may not see it"
                                                .formatted(name, csv.directory()));
                            }
                        });
        return missing;
    }
}

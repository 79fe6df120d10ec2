package io.tidegate.agent.cli;

import io.tidegate.config.Loaded;
import io.tidegate.config.Problem;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.concurrent.Callable;

@Command(
        name = "check",
        description =
                "Reads the configuration and prints everything that is wrong with it. Touches nothing else.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ConfigOption config;

    @Override
    public Integer call() {
        Loaded loaded = config.load();
        List<Problem> problems = loaded.all();
        var out = spec.commandLine().getOut();
        if (problems.isEmpty()) {
            out.println(loaded.file() + ": good");
            loaded.missingToRun()
                    .ifPresent(
                            missing ->
                                    out.println(
                                            "To run it still needs: "
                                                    + missing.paste().orElse(missing.key())));
            return Exit.FINE;
        }
        out.println(ConfigOption.text(loaded, problems));
        out.println(problems.size() == 1 ? "1 problem" : problems.size() + " problems");
        return Exit.CONFIGURATION;
    }
}

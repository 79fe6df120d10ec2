package io.tidegate.agent.cli;

import io.tidegate.agent.Daemon;
import io.tidegate.agent.loop.OutageException;
import io.tidegate.agent.service.AlreadyRunningException;
import io.tidegate.config.Loaded;
import io.tidegate.config.Problem;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

@Command(
        name = "run",
        description = "Runs the connector in the foreground until it is asked to stop.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Mixin private ConfigOption config;

    /** As the command line's library makes it. */
    RunCommand() {}

    private RunCommand(ConfigOption config) {
        this.config = config;
    }

    /** {@code run}, {@code run -c FILE} or {@code run --config FILE}; empty if it is more. */
    static Optional<RunCommand> of(String... args) {
        if (args.length == 0 || !args[0].equals("run")) {
            return Optional.empty();
        }
        return switch (args.length) {
            case 1 -> Optional.of(new RunCommand(new ConfigOption()));
            case 3 -> of(args[1], args[2]);
            default -> Optional.empty();
        };
    }

    /** Whatever could mean something else is left to the library. */
    private static Optional<RunCommand> of(String option, String file) {
        boolean plain = !file.isEmpty() && "-@".indexOf(file.charAt(0)) < 0;
        if (!plain || !(option.equals("-c") || option.equals("--config"))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new RunCommand(new ConfigOption(Path.of(file))));
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        Loaded loaded = config.load();
        if (loaded.config().isEmpty()) {
            throw new Stop(Exit.CONFIGURATION, ConfigOption.text(loaded, loaded.global()));
        }
        Optional<Problem> missing = loaded.missingToRun();
        if (missing.isPresent()) {
            throw new Stop(Exit.CONFIGURATION, ConfigOption.text(loaded, List.of(missing.get())));
        }
        try {
            return Daemon.run(loaded);
        } catch (AlreadyRunningException e) {
            throw new Stop(Exit.ALREADY_RUNNING, e.getMessage());
        } catch (AccessDeniedException e) {
            throw new Stop(
                    Exit.NOT_PERMITTED,
                    "this account may not use " + e.getFile() + "; see agent.data-dir");
        } catch (OutageException e) {
            throw new Stop(Exit.UNAVAILABLE, e.getMessage());
        } catch (IOException e) {
            throw new Stop(Exit.UNAVAILABLE, "the data folder cannot be used: " + e.getMessage());
        }
    }
}

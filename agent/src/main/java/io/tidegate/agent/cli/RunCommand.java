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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

@Command(
        name = "run",
        description = "Runs the connector in the foreground until it is asked to stop.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Mixin private ConfigOption config;

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

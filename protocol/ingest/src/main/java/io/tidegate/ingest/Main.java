package io.tidegate.ingest;

import io.tidegate.config.ConfigurationException;
import io.tidegate.config.Environment;
import io.tidegate.ingest.api.Tokens;
import io.tidegate.ingest.event.IngestEvent;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** The program {@code tidegate-ingest}. */
@Command(
        name = "tidegate-ingest",
        description = "The reference ingest: takes what connectors send into PostgreSQL.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
public final class Main {
    private static final int USAGE = 64;
    private static final int UNAVAILABLE = 69;
    private static final int CONFIGURATION = 78;

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    private Main() {}

    public static void main(String[] arguments) {
        // Numbers in SQL, URLs and files are formatted; under some languages not in ASCII digits.
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        System.exit(run(arguments));
    }

    /** Runs a command; says how it ended. */
    static int run(String... arguments) {
        CommandLine line = new CommandLine(new Main());
        line.setParameterExceptionHandler(
                (problem, _) -> {
                    line.getErr().println(problem.getMessage());
                    problem.getCommandLine().usage(line.getErr());
                    return USAGE;
                });
        return line.execute(arguments);
    }

    @Command(
            name = "run",
            mixinStandardHelpOptions = true,
            description = "Runs in the foreground until it is told to stop.")
    int run(@Option(names = "-c", defaultValue = "ingest.properties") Path file)
            throws InterruptedException {
        Logging.toConsole();
        Logger log = LoggerFactory.getLogger(Main.class);
        Optional<IngestConfig> config = read(file);
        if (config.isEmpty()) {
            return CONFIGURATION;
        }
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stop, stopped), "stop"));
        try {
            serve(config.get(), log, stop);
            IngestEvent.STOPPED.to(log).log("Stopped");
            return 0;
        } catch (IOException e) {
            return unavailable(e.getMessage());
        } catch (RuntimeException e) {
            return unavailable("The database cannot be used: " + reason(e));
        } finally {
            stopped.countDown();
        }
    }

    private static void serve(IngestConfig config, Logger log, CountDownLatch stop)
            throws IOException, InterruptedException {
        try (IngestServer server = IngestServer.start(config)) {
            IngestEvent.STARTED.to(log).log("Listens on {}", server.url());
            stop.await();
        }
    }

    private int unavailable(String why) {
        err().println(why);
        return UNAVAILABLE;
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = "Reads the configuration and says all that is wrong.")
    int check(@Option(names = "-c", defaultValue = "ingest.properties") Path file) {
        Optional<IngestConfig> config = read(file);
        config.ifPresent(_ -> out().println(file + " is in order."));
        return config.isPresent() ? 0 : CONFIGURATION;
    }

    @Command(
            name = "version",
            mixinStandardHelpOptions = true,
            description = "Says which version this is.")
    int version() {
        out().println(new Version().getVersion()[0]);
        return 0;
    }

    private Optional<IngestConfig> read(Path file) {
        try {
            IngestConfig config = IngestFile.read(file, Environment.system());
            Tokens.read(config.tokensFile(), InstantSource.system());
            return Optional.of(config);
        } catch (ConfigurationException | IOException e) {
            err().println(e.getMessage());
            return Optional.empty();
        }
    }

    /** Asks the main thread to stop and waits for it: the process ends when this returns. */
    private static void stop(CountDownLatch stop, CountDownLatch stopped) {
        stop.countDown();
        try {
            stopped.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** The innermost message: those around it only say that something failed. */
    private static String reason(Throwable e) {
        Throwable at = e;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        return at.getMessage();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Says the version of the jar it was started from. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"tidegate-ingest " + (version == null ? "built here" : version)};
        }
    }
}

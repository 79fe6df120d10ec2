package io.tidegate.agent.cli;

import io.tidegate.agent.log.LogSetup;

import picocli.CommandLine;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/** The program {@code tidegate}. The one place that ends the process. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        // Numbers in SQL, URLs and files are formatted; under some languages not in ASCII digits.
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        LogSetup.quiet(); // What libraries say must not mix with what a command prints.
        System.exit(execute(args));
    }

    /**
     * The daemon itself, as services start it, does without the command line's library: Java cannot
     * keep classes as old as that one's ready, and to load them takes a fifth of the whole start.
     */
    static int execute(String... args) {
        Optional<RunCommand> run = RunCommand.of(args);
        if (run.isEmpty()) {
            return commandLine().execute(args);
        }
        try {
            return run.get().call();
        } catch (Stop stop) {
            System.err.println(stop.getMessage());
            return stop.exit();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the main thread", e);
        }
    }

    /** Carries out a command and gives its exit code. */
    static CommandLine commandLine() {
        return new CommandLine(new Tidegate())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(LocalDate.class, Main::day)
                .setParameterExceptionHandler(Main::misused)
                .setExecutionExceptionHandler(Main::failed);
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new CommandLine.TypeConversionException(
                    "'" + text + "' is no day such as 2026-11-20");
        }
    }

    private static int misused(CommandLine.ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        command.getErr().println(e.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr())) {
            command.getErr()
                    .println("Say '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        return Exit.USAGE;
    }

    private static int failed(Exception e, CommandLine command, CommandLine.ParseResult result)
            throws Exception {
        if (e instanceof Stop stop) {
            command.getErr().println(stop.getMessage());
            return stop.exit();
        }
        if (e instanceof IOException) {
            command.getErr().println(e.getMessage());
            return Exit.FAILED;
        }
        throw e;
    }
}

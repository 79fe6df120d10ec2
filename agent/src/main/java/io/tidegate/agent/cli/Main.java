package io.tidegate.agent.cli;

import picocli.CommandLine;

/** The program {@code tidegate}. The one place that ends the process. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs a command and gives its exit code. */
    static int run(String... args) {
        return new CommandLine(new Tidegate())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Main::misused)
                .setExecutionExceptionHandler(Main::failed)
                .execute(args);
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
        throw e;
    }
}

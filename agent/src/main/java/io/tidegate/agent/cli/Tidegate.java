package io.tidegate.agent.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What there is to say. */
@Command(
        name = "tidegate",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Carries the data of local ACDs to the cloud: nothing lost, nothing doubled.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            CheckCommand.class,
            DoctorCommand.class,
            PreviewCommand.class,
            SniffCommand.class,
            RunCommand.class,
            StatusCommand.class,
            AskCommands.Pause.class,
            AskCommands.Resume.class,
            AskCommands.Reimport.class,
            AskCommands.Accept.class,
            AskCommands.Keep.class,
            AskCommands.Adopt.class,
            VerifyCommand.class,
            RejectsCommand.class,
            VersionCommand.class
        })
final class Tidegate implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
        throw new Stop(Exit.USAGE, "Say what to do.");
    }
}

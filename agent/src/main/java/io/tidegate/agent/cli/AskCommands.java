package io.tidegate.agent.cli;

import io.tidegate.agent.control.ControlClient;
import io.tidegate.agent.control.Days;
import io.tidegate.agent.control.Reply;
import io.tidegate.agent.control.Request;
import io.tidegate.agent.control.UnreachableException;
import io.tidegate.agent.loop.Clock;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Commands that the running connector carries out. */
final class AskCommands {
    private AskCommands() {}

    abstract static class Ask implements Callable<Integer> {
        @Spec private CommandSpec spec;
        @Mixin private ConfigOption config;

        @Parameters(paramLabel = "SOURCE", description = "The source's name.")
        private String source;

        abstract Request request(String source);

        @Override
        public Integer call() {
            return say(spec, ask(config, request(source)));
        }
    }

    @Command(
            name = "adopt",
            description =
                    "Lets this connector send after another one has taken over its name; that one stops.",
            mixinStandardHelpOptions = true)
    static final class Adopt implements Callable<Integer> {
        @Spec private CommandSpec spec;
        @Mixin private ConfigOption config;

        @Override
        public Integer call() {
            return say(spec, ask(config, new Request.Adopt()));
        }
    }

    private static int say(CommandSpec spec, Reply reply) {
        var stream = reply.exit() == 0 ? spec.commandLine().getOut() : spec.commandLine().getErr();
        stream.println(reply.text());
        return reply.exit();
    }

    static Reply ask(ConfigOption config, Request request) {
        try {
            return new ControlClient(config.dataDir(), Clock.system()).ask(request);
        } catch (UnreachableException e) {
            throw new Stop(e.exit(), e.getMessage());
        }
    }

    static Days days(LocalDate from, LocalDate to) {
        try {
            return new Days(from, to);
        } catch (IllegalArgumentException e) {
            throw new Stop(Exit.USAGE, e.getMessage());
        }
    }

    @Command(
            name = "pause",
            description =
                    "Stops reading from a source until 'resume', restarts included. What waits is still sent.",
            mixinStandardHelpOptions = true)
    static final class Pause extends Ask {
        @Override
        Request request(String source) {
            return new Request.Pause(source);
        }
    }

    @Command(
            name = "resume",
            description = "Goes on reading from a source.",
            mixinStandardHelpOptions = true)
    static final class Resume extends Ask {
        @Override
        Request request(String source) {
            return new Request.Resume(source);
        }
    }

    @Command(
            name = "reimport",
            description = "Reads days again and sends them even if nothing changed.",
            mixinStandardHelpOptions = true)
    static final class Reimport extends Ask {
        @Option(
                names = "--from",
                required = true,
                paramLabel = "DAY",
                description = "First local day of the source's zone, such as 2026-11-01.")
        private LocalDate from;

        @Option(
                names = "--to",
                required = true,
                paramLabel = "DAY",
                description = "Last local day, included.")
        private LocalDate to;

        @Override
        Request request(String source) {
            return new Request.Reimport(source, days(from, to));
        }
    }

    /** With a range of days, or all. */
    abstract static class AskDays extends Ask {
        @Option(
                names = "--from",
                paramLabel = "DAY",
                description = "First local day; without it, all.")
        private LocalDate from;

        @Option(
                names = "--to",
                paramLabel = "DAY",
                description = "Last local day, included. Default: --from.")
        private LocalDate to;

        Optional<Days> days() {
            if (from == null && to != null) {
                throw new Stop(Exit.USAGE, "--to needs --from");
            }
            return Optional.ofNullable(from)
                    .map(day -> AskCommands.days(day, to == null ? day : to));
        }
    }

    @Command(
            name = "accept",
            description =
                    "Takes what is held as it is at the source: windows, files, changed columns.",
            mixinStandardHelpOptions = true)
    static final class Accept extends AskDays {
        @Override
        Request request(String source) {
            return new Request.Accept(source, days());
        }
    }

    @Command(
            name = "keep",
            description = "Keeps what is stored, against what is held.",
            mixinStandardHelpOptions = true)
    static final class Keep extends AskDays {
        @Override
        Request request(String source) {
            return new Request.Keep(source, days());
        }
    }
}

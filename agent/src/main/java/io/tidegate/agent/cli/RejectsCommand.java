package io.tidegate.agent.cli;

import io.tidegate.agent.control.ControlClient;
import io.tidegate.agent.control.Days;
import io.tidegate.agent.control.Reply;
import io.tidegate.agent.control.Request;
import io.tidegate.agent.control.Request.Rejects.What;
import io.tidegate.agent.control.Talk;
import io.tidegate.agent.control.UnreachableException;
import io.tidegate.agent.disk.OwnerOnly;
import io.tidegate.agent.loop.Clock;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Callable;

@Command(
        name = "rejects",
        description =
                "Rows and files that were not taken: which and why, and reading them again once the"
                        + " source or its settings are mended.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RejectsCommand.ListAll.class,
            RejectsCommand.Show.class,
            RejectsCommand.Export.class,
            RejectsCommand.Retry.class
        },
        mixinStandardHelpOptions = true)
final class RejectsCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
        throw new Stop(Exit.USAGE, "Say list, show, export or retry.");
    }

    abstract static class Ask implements Callable<Integer> {
        @Spec private CommandSpec spec;
        @Mixin private ConfigOption config;

        abstract Request.Rejects request();

        PrintWriter out() {
            return spec.commandLine().getOut();
        }

        /** Lines to the output; the last sentence there too, unless a program reads it. */
        int ask(PrintWriter lines, boolean sentenceApart) {
            Reply reply = asked(lines);
            boolean fine = reply.exit() == Exit.FINE && !sentenceApart;
            if (!reply.text().isEmpty()) {
                (fine ? out() : spec.commandLine().getErr()).println(reply.text());
            }
            return reply.exit();
        }

        private Reply asked(PrintWriter lines) {
            try {
                return new ControlClient(config.dataDir(), Clock.system())
                        .ask(request(), printed(lines));
            } catch (UnreachableException e) {
                throw new Stop(e.exit(), e.getMessage());
            }
        }

        private static Talk printed(PrintWriter lines) {
            return new Talk() {
                @Override
                public void line(String text) throws IOException {
                    lines.println(text);
                    if (lines.checkError()) {
                        throw new IOException("the output cannot be written");
                    }
                }

                @Override
                public void progress(String text) {
                    // The lines themselves tell that it gets on.
                }
            };
        }
    }

    @Command(
            name = "list",
            description = "Files and windows with rejected rows, with the reasons.",
            mixinStandardHelpOptions = true)
    static final class ListAll extends Ask {
        @Parameters(
                arity = "0..1",
                paramLabel = "SOURCE",
                description = "The source's name; without it, all.")
        private String source;

        @Option(names = "--json", description = "A line of JSON for each.")
        private boolean json;

        @Override
        Request.Rejects request() {
            return new Request.Rejects(
                    What.LIST,
                    Optional.ofNullable(source),
                    Optional.empty(),
                    Optional.empty(),
                    0,
                    json);
        }

        @Override
        public Integer call() {
            return ask(out(), json);
        }
    }

    /** Of one source: a file, or some days, or all. */
    abstract static class OfSource extends Ask {
        @Parameters(index = "0", paramLabel = "SOURCE", description = "The source's name.")
        private String source;

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "FILE",
                description =
                        "A file by its name or the first digits of its hash, or a window by its"
                                + " beginning, as 'list' shows them; without it, all.")
        private String file;

        @Option(
                names = "--from",
                paramLabel = "DAY",
                description = "First local day of the rows; without it, all.")
        private LocalDate from;

        @Option(
                names = "--to",
                paramLabel = "DAY",
                description = "Last local day, included. Default: --from.")
        private LocalDate to;

        Request.Rejects request(What what, int rows, boolean json) {
            return new Request.Rejects(
                    what, Optional.of(source), Optional.ofNullable(file), days(), rows, json);
        }

        private Optional<Days> days() {
            if (from == null && to != null) {
                throw new Stop(Exit.USAGE, "--to needs --from");
            }
            return Optional.ofNullable(from)
                    .map(day -> AskCommands.days(day, to == null ? day : to));
        }
    }

    @Command(
            name = "show",
            description =
                    "The rejected rows: where they stand, which column is at fault, and why. The"
                            + " value only where it cannot tell of a person.",
            mixinStandardHelpOptions = true)
    static final class Show extends OfSource {
        @Option(
                names = "--rows",
                defaultValue = "20",
                paramLabel = "N",
                description = "How many at most. Default: ${DEFAULT-VALUE}.")
        private int rows;

        @Option(names = "--json", description = "A line of JSON for each.")
        private boolean json;

        @Override
        Request.Rejects request() {
            if (rows < 1) {
                throw new Stop(Exit.USAGE, "--rows must be 1 or more");
            }
            return request(What.SHOW, rows, json);
        }

        @Override
        public Integer call() {
            return ask(out(), json);
        }
    }

    @Command(
            name = "export",
            description =
                    "All rejected rows as CSV: file, line, offset (of the row's first byte), column,"
                            + " class, value, reason.",
            mixinStandardHelpOptions = true)
    static final class Export extends OfSource {
        @Option(
                names = "--to-file",
                paramLabel = "PATH",
                description = "Where to; without it, to the output.")
        private Path path;

        @Option(names = "--json", description = "A line of JSON for each instead.")
        private boolean json;

        @Override
        Request.Rejects request() {
            return request(What.EXPORT, 0, json);
        }

        @Override
        public Integer call() {
            return path == null ? ask(out(), true) : toFile();
        }

        private int toFile() {
            if (Files.exists(path)) {
                throw new Stop(Exit.USAGE, path + " is there already; name another file");
            }
            try (var lines = new PrintWriter(Files.newBufferedWriter(OwnerOnly.file(path)))) {
                return ask(lines, false);
            } catch (IOException e) {
                throw new Stop(
                        Exit.FAILED,
                        "%s cannot be written (%s); see its folder and rights"
                                .formatted(path, e.getClass().getSimpleName()));
            }
        }
    }

    @Command(
            name = "retry",
            description =
                    "Reads again what was refused, set aside, or taken with rejected rows: files that"
                            + " still lie in the folder or its archive, windows of a database.",
            mixinStandardHelpOptions = true)
    static final class Retry extends OfSource {
        @Override
        Request.Rejects request() {
            return request(What.RETRY, 0, false);
        }

        @Override
        public Integer call() {
            return ask(out(), false);
        }
    }
}

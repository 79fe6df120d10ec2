package io.tidegate.agent.cli;

import io.tidegate.agent.control.ControlClient;
import io.tidegate.agent.control.Reply;
import io.tidegate.agent.control.Request;
import io.tidegate.agent.control.Talk;
import io.tidegate.agent.control.UnreachableException;
import io.tidegate.agent.loop.Clock;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.Callable;

@Command(
        name = "verify",
        description = {
            "Holds source, ledger and ingest of some days against one another.",
            "Each window (of a folder: each file) is one of: equal; will be sent (newer at the source, or on"
                    + " its way); held (waits for 'accept' or 'keep'); set aside (the ingest refused it);"
                    + " gone at source (the cloud keeps it); kept; not read yet; BROKEN (the ingest does not"
                    + " have what it has acknowledged: it is read and sent again).",
            "What is not equal is listed, all is counted. Reading goes on beside the live read and within"
                    + " the source's load. Exit code 0, 1 if anything is BROKEN, 69 if source or ingest"
                    + " cannot be asked. Ctrl-C ends it."
        },
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    private static final Duration BETWEEN = Duration.ofSeconds(5);

    @Spec private CommandSpec spec;
    @Mixin private ConfigOption config;

    @Parameters(paramLabel = "SOURCE", description = "The source's name.")
    private String source;

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

    @Option(
            names = "--totals",
            description =
                    "A table of local days and queues: offered, answered and handling time as read from the source.")
    private boolean totals;

    @Option(
            names = "--csv",
            description =
                    "Everything as CSV: a line per window or file, or with --totals per day, queue and channel (seconds). The summary goes to the error output.")
    private boolean csv;

    @Override
    public Integer call() {
        var request = new Request.Verify(source, AskCommands.days(from, to), totals, csv);
        Reply reply = ask(request);
        PrintWriter to =
                csv || reply.exit() != Exit.FINE && reply.exit() != Exit.FAILED
                        ? spec.commandLine().getErr()
                        : spec.commandLine().getOut();
        to.println(reply.text());
        return reply.exit();
    }

    private Reply ask(Request request) {
        Clock clock = Clock.system();
        try {
            return new ControlClient(config.dataDir(), clock).ask(request, new Printed(clock));
        } catch (UnreachableException e) {
            throw new Stop(e.exit(), e.getMessage());
        }
    }

    /** The result to the output, now and then how far it has come to the error output. */
    private final class Printed implements Talk {
        private final Clock clock;
        private final PrintWriter out = spec.commandLine().getOut();
        private String said = "";
        private long saidAt;

        Printed(Clock clock) {
            this.clock = clock;
            this.saidAt = clock.nanoTime();
        }

        @Override
        public void line(String text) throws IOException {
            out.println(text);
            if (out.checkError()) {
                throw new IOException("nobody reads the output");
            }
        }

        @Override
        public void progress(String text) {
            boolean due = clock.nanoTime() - saidAt >= BETWEEN.toNanos();
            if (due && !text.equals(said)) {
                said = text;
                saidAt = clock.nanoTime();
                spec.commandLine().getErr().println(text);
            }
        }
    }
}

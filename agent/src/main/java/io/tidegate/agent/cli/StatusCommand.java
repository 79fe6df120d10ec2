package io.tidegate.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.tidegate.agent.control.Request;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;

@Command(
        name = "status",
        description = "Shows what the running connector does.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private static final int OK = 0;
    private static final int WARNING = 1;
    private static final int CRITICAL = 2;
    private static final int UNKNOWN = 3;

    @Spec private CommandSpec spec;
    @Mixin private ConfigOption config;

    @Option(names = "--json", description = "All of it as JSON.")
    private boolean json;

    @Option(
            names = "--check",
            description =
                    "One line and the exit code of monitoring plugins: 0 fine, 1 something waits for a person, 2 not ready, 3 unknown.")
    private boolean check;

    @Override
    public Integer call() throws IOException {
        String text;
        try {
            text = AskCommands.ask(config, new Request.Status()).text();
        } catch (Stop e) {
            if (check) {
                spec.commandLine().getOut().println("UNKNOWN " + e.getMessage());
                return UNKNOWN;
            }
            throw e;
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(text);
            return OK;
        }
        JsonNode status = new ObjectMapper().readTree(text);
        if (check) {
            return check(out, status);
        }
        show(out, status);
        return OK;
    }

    private static int check(PrintWriter out, JsonNode status) {
        long held = 0;
        for (JsonNode stream : status.path("streams")) {
            held += stream.path("held").path("count").asLong();
        }
        if (!status.path("ready").asBoolean()) {
            out.println("CRITICAL not ready: " + reasons(status));
            return CRITICAL;
        }
        if (held > 0) {
            out.println("WARNING " + held + " windows or files wait for a decision");
            return WARNING;
        }
        out.println("OK " + status.path("streams").size() + " streams");
        return OK;
    }

    private static String reasons(JsonNode status) {
        var reasons = new StringBuilder();
        for (JsonNode stream : status.path("streams")) {
            if (!stream.path("reason").asText().isEmpty()) {
                reasons.append(stream.path("name").asText())
                        .append(": ")
                        .append(stream.path("reason").asText())
                        .append(". ");
            }
        }
        return reasons.append(status.path("uplink").path("reason").asText()).toString().strip();
    }

    private static void show(PrintWriter out, JsonNode status) {
        JsonNode uplink = status.path("uplink");
        JsonNode spool = status.path("spool");
        out.printf(
                "%s, version %s, since %s%n",
                text(status, "agent"), text(status, "version"), text(status, "since"));
        out.printf(
                "ingest   %s %s %s%n",
                text(uplink, "state"), text(uplink, "url"), text(uplink, "reason"));
        out.printf(
                "waiting  %d batches, %.1f MiB %s%n",
                spool.path("batches").asLong(),
                spool.path("bytes").asDouble() / (1 << 20),
                text(spool, "full"));
        for (JsonNode stream : status.path("streams")) {
            show(out, stream, stream.path("backfill"));
        }
        for (JsonNode event : status.path("events")) {
            out.printf(
                    "%s %s %s %s%n",
                    text(event, "at"), text(event, "id"), text(event, "keys"), text(event, "text"));
        }
    }

    private static void show(PrintWriter out, JsonNode stream, JsonNode backfill) {
        out.printf(
                "%n%s  %s, %s: %s %s%n",
                text(stream, "name"),
                text(stream, "data"),
                text(stream, "kind"),
                text(stream, "state"),
                text(stream, "reason"));
        out.printf(
                "  complete until  %s%n",
                stream.hasNonNull("completeUntil")
                        ? text(stream, "completeUntil")
                        : "not yet read");
        out.printf(
                "  rows            %d sent, %d waiting, %d listed as rejected%n",
                stream.path("rowsSent").asLong(),
                stream.path("rowsWaiting").asLong(),
                stream.path("rejects").asLong());
        if (!backfill.isMissingNode()) {
            out.printf(
                    "  history         %d of %d windows %s%n",
                    backfill.path("done").asLong(),
                    backfill.path("total").asLong(),
                    backfill.hasNonNull("eta") ? "done about " + text(backfill, "eta") : "");
        }
        long held = stream.path("held").path("count").asLong();
        if (held > 0) {
            out.printf(
                    "  held            %d, decide with 'tidegate accept' or 'tidegate keep':%n",
                    held);
            stream.path("held")
                    .path("first")
                    .forEach(
                            one ->
                                    out.printf(
                                            "    %s  %s%n",
                                            text(one, "what"), text(one, "reason")));
        }
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asText();
    }
}

package io.tidegate.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.tidegate.agent.control.Request;
import io.tidegate.agent.status.Words;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
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
    private static final List<String> LEVELS = List.of("OK", "WARNING", "CRITICAL", "UNKNOWN");

    @Spec private CommandSpec spec;
    @Mixin private ConfigOption config;

    @Option(names = "--json", description = "All of it as JSON.")
    private boolean json;

    @Option(
            names = "--check",
            description =
                    "One line and the exit code of monitoring plugins: 0 fine, 1 something waits for a person or for too long, 2 a source cannot be read or nothing may be sent, 3 unknown.")
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
        new StatusText(out).show(status);
        return OK;
    }

    /** One line; the connector itself has judged, so that page and monitoring say the same. */
    private static int check(PrintWriter out, JsonNode status) {
        int exit =
                switch (status.path("level").asText()) {
                    case "ok" -> OK;
                    case "warning" -> WARNING;
                    case "critical" -> CRITICAL;
                    default -> UNKNOWN;
                };
        out.println((LEVELS.get(exit) + " " + findings(status, exit)).strip());
        return exit;
    }

    private static String findings(JsonNode status, int exit) {
        if (exit == UNKNOWN) {
            return "the connector that runs is of another version; restart it";
        }
        List<String> said = new ArrayList<>();
        if (exit == OK) {
            said.add(Words.count(status.path("streams").size(), "stream") + ".");
        }
        status.path("findings").forEach(finding -> said.add(finding.path("text").asText()));
        return String.join(" ", said);
    }
}

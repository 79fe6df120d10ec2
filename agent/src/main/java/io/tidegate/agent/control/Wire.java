package io.tidegate.agent.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/**
 * Requests and replies as one line of JSON each: {@code
 * {"command":"reimport","source":"acd1","from":"2026-11-01","to":"2026-11-02"}} and {@code
 * {"exit":0,"text":"..."}}.
 */
final class Wire {
    private static final JsonMapper JSON = new JsonMapper();

    private Wire() {}

    static String write(Request request) {
        ObjectNode node = JSON.createObjectNode();
        switch (request) {
            case Request.Status _ -> node.put("command", "status");
            case Request.Pause(var source) -> command(node, "pause", source);
            case Request.Resume(var source) -> command(node, "resume", source);
            case Request.Reimport(var source, var days) ->
                    command(node, "reimport", source, Optional.of(days));
            case Request.Accept(var source, var days) -> command(node, "accept", source, days);
            case Request.Keep(var source, var days) -> command(node, "keep", source, days);
            case Request.Adopt _ -> node.put("command", "adopt");
            case Request.Rejects rejects -> rejects(node, rejects);
            case Request.Verify(var source, var days, var totals, var csv) -> {
                command(node, "verify", source, Optional.of(days));
                node.put("totals", totals).put("csv", csv);
            }
        }
        return node.toString();
    }

    private static void rejects(ObjectNode node, Request.Rejects asked) {
        node.put("command", "rejects").put("what", asked.what().name().toLowerCase(Locale.ROOT));
        asked.source().ifPresent(source -> node.put("source", source));
        asked.file().ifPresent(file -> node.put("file", file));
        asked.days()
                .ifPresent(d -> node.put("from", d.from().toString()).put("to", d.to().toString()));
        node.put("rows", asked.rows()).put("json", asked.json());
    }

    private static Request.Rejects rejects(JsonNode node) {
        return new Request.Rejects(
                what(node.path("what").asText()),
                Optional.ofNullable(node.path("source").textValue()),
                Optional.ofNullable(node.path("file").textValue()),
                days(node),
                node.path("rows").asInt(),
                node.path("json").asBoolean());
    }

    private static Request.Rejects.What what(String word) {
        return switch (word) {
            case "list" -> Request.Rejects.What.LIST;
            case "show" -> Request.Rejects.What.SHOW;
            case "export" -> Request.Rejects.What.EXPORT;
            case "retry" -> Request.Rejects.What.RETRY;
            default ->
                    throw new IllegalArgumentException(
                            "this connector does not know 'rejects %s'".formatted(word));
        };
    }

    private static void command(ObjectNode node, String command, String source) {
        node.put("command", command).put("source", source);
    }

    private static void command(
            ObjectNode node, String command, String source, Optional<Days> days) {
        command(node, command, source);
        days.ifPresent(d -> node.put("from", d.from().toString()).put("to", d.to().toString()));
    }

    /**
     * @throws IllegalArgumentException with a sentence, if it is not a request
     */
    static Request request(String line) {
        JsonNode node = parsed(line);
        String command = node.path("command").asText();
        return switch (command) {
            case "status" -> new Request.Status();
            case "pause" -> new Request.Pause(source(node));
            case "resume" -> new Request.Resume(source(node));
            case "reimport" -> new Request.Reimport(source(node), bothDays(node, "reimport"));
            case "accept" -> new Request.Accept(source(node), days(node));
            case "keep" -> new Request.Keep(source(node), days(node));
            case "adopt" -> new Request.Adopt();
            case "rejects" -> rejects(node);
            case "verify" ->
                    new Request.Verify(
                            source(node),
                            bothDays(node, "verify"),
                            node.path("totals").asBoolean(),
                            node.path("csv").asBoolean());
            default ->
                    throw new IllegalArgumentException(
                            "this connector does not know the command '%s'".formatted(command));
        };
    }

    static String write(Reply reply) {
        return JSON.createObjectNode()
                .put("exit", reply.exit())
                .put("text", reply.text())
                .toString();
    }

    /** A line of a long answer. */
    static String line(String text) {
        return JSON.createObjectNode().put("line", text).toString();
    }

    static String progress(String text) {
        return JSON.createObjectNode().put("progress", text).toString();
    }

    /**
     * Hands on what comes before the reply.
     *
     * @return the reply; empty if it is still to come
     * @throws IllegalArgumentException if it is neither
     */
    static Optional<Reply> reply(String line, Talk talk) throws IOException {
        JsonNode node = parsed(line);
        if (node.path("line").isTextual()) {
            talk.line(node.get("line").textValue());
            return Optional.empty();
        }
        if (node.path("progress").isTextual()) {
            talk.progress(node.get("progress").textValue());
            return Optional.empty();
        }
        return Optional.of(reply(node));
    }

    private static Reply reply(JsonNode node) {
        if (!node.path("exit").isInt() || !node.path("text").isTextual()) {
            throw new IllegalArgumentException("not an answer of the connector");
        }
        return new Reply(node.get("exit").intValue(), node.get("text").textValue());
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a line of JSON", e);
        }
    }

    private static String source(JsonNode node) {
        if (!node.path("source").isTextual()) {
            throw new IllegalArgumentException("the command needs the name of a source");
        }
        return node.get("source").textValue();
    }

    private static Days bothDays(JsonNode node, String command) {
        return days(node)
                .orElseThrow(
                        () -> new IllegalArgumentException(command + " needs --from and --to"));
    }

    /** Both days or none. */
    private static Optional<Days> days(JsonNode node) {
        if (node.path("from").isMissingNode() && node.path("to").isMissingNode()) {
            return Optional.empty();
        }
        return Optional.of(new Days(day(node, "from"), day(node, "to")));
    }

    private static LocalDate day(JsonNode node, String name) {
        try {
            return LocalDate.parse(node.path(name).asText());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "--%s must be a day like 2026-11-20".formatted(name), e);
        }
    }
}

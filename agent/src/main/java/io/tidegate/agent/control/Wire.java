package io.tidegate.agent.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.DateTimeException;
import java.time.LocalDate;
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
        }
        return node.toString();
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
            case "reimport" ->
                    new Request.Reimport(
                            source(node),
                            days(node)
                                    .orElseThrow(
                                            () ->
                                                    new IllegalArgumentException(
                                                            "reimport needs --from and --to")));
            case "accept" -> new Request.Accept(source(node), days(node));
            case "keep" -> new Request.Keep(source(node), days(node));
            case "adopt" -> new Request.Adopt();
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

    /**
     * @throws IllegalArgumentException if it is not a reply
     */
    static Reply reply(String line) {
        JsonNode node = parsed(line);
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

package io.tidegate.ingest.api;

import io.tidegate.ingest.batch.Refusal;
import io.tidegate.protocol.Lane;
import io.tidegate.protocol.Limits;
import io.tidegate.protocol.ProblemType;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a request is for, by its method and path. */
sealed interface Route {
    /** Whose matter it is. */
    String agent();

    record Positions(String agent) implements Route {}

    record Epochs(String agent) implements Route {}

    record Batch(String agent, String stream, Lane lane, long epoch, long seq) implements Route {}

    record Windows(String agent, String stream) implements Route {}

    record Origins(String agent, String stream) implements Route {}

    record State(String agent, String stream) implements Route {}

    /** Names and numbers need no escapes, so none are understood. */
    Pattern PATH =
            Pattern.compile(
                    "/v1/agents/(?<agent>[a-z0-9][a-z0-9-]{0,62})/(?:(?<own>positions|epochs)"
                            + "|streams/(?<stream>[a-z0-9][a-z0-9-]{0,126})"
                            + "/(?:(?<list>windows|origins|state)|(?<lane>live|backfill)/batches"
                            + "/(?<epoch>[1-9][0-9]{0,15})/(?<seq>[1-9][0-9]{0,15})))");

    /**
     * @throws Refusal if there is nothing under that path, or not by that method
     */
    static Route of(String method, String path) throws Refusal {
        Matcher match = PATH.matcher(path);
        if (!match.matches()) {
            throw Refusal.of(ProblemType.NOT_FOUND, "there is nothing under this path");
        }
        String name = name(match);
        if (!method.equals(method(name))) {
            throw Refusal.of(
                    ProblemType.METHOD_NOT_ALLOWED, "%s takes %s".formatted(name, method(name)));
        }
        return of(name, match);
    }

    private static String name(Matcher match) {
        String own = match.group("own");
        String list = match.group("list");
        return own != null ? own : list != null ? list : "batches";
    }

    private static String method(String name) {
        return switch (name) {
            case "batches", "epochs" -> "POST";
            case "state" -> "PUT";
            default -> "GET";
        };
    }

    private static Route of(String name, Matcher match) throws Refusal {
        String agent = match.group("agent");
        String stream = match.group("stream");
        return switch (name) {
            case "positions" -> new Positions(agent);
            case "epochs" -> new Epochs(agent);
            case "windows" -> new Windows(agent, stream);
            case "origins" -> new Origins(agent, stream);
            case "state" -> new State(agent, stream);
            default -> batch(agent, stream, match);
        };
    }

    private static Batch batch(String agent, String stream, Matcher match) throws Refusal {
        return new Batch(
                agent,
                stream,
                Lane.of(match.group("lane")).orElseThrow(),
                number(match.group("epoch")),
                number(match.group("seq")));
    }

    private static long number(String text) throws Refusal {
        long number = Long.parseLong(text);
        if (number > Limits.COUNT) {
            throw Refusal.of(ProblemType.INVALID_REQUEST, "numbers go up to 2^53-1");
        }
        return number;
    }
}

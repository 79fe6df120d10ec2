package io.tidegate.agent.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The snapshot as JSON: {@code /status}, and health in the shape of MicroProfile Health. Stateless.
 */
public final class StatusJson {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private StatusJson() {}

    /** All of it. */
    public static String status(Snapshot s) {
        ObjectNode json = JSON.createObjectNode();
        json.put("agent", s.agent())
                .put("version", s.version())
                .put("timeZoneData", s.timeZoneData());
        json.put("now", s.now().toString()).put("since", s.since().toString());
        json.put("live", s.live()).put("ready", s.ready());
        uplink(json.putObject("uplink"), s.uplink());
        spool(json.putObject("spool"), s.spool());
        ArrayNode streams = json.putArray("streams");
        s.streams().forEach(stream -> stream(streams.addObject(), stream, s.now()));
        ArrayNode events = json.putArray("events");
        s.events()
                .forEach(
                        said ->
                                events.addObject()
                                        .put("at", said.at().toString())
                                        .put("level", said.level())
                                        .put("id", said.id())
                                        .put("keys", said.keys())
                                        .put("text", said.text()));
        return text(json);
    }

    static String live(Snapshot s) {
        ObjectNode json = health(s.live());
        s.loops()
                .forEach(
                        (name, turn) ->
                                check(
                                        json,
                                        name,
                                        turn.compareTo(Snapshot.LONGEST_TURN) < 0,
                                        "last turn " + turn.toSeconds() + " s ago"));
        return text(json);
    }

    static String ready(Snapshot s) {
        ObjectNode json = health(s.ready());
        check(json, "started", s.started(), "");
        for (Snapshot.Stream stream : s.streams()) {
            boolean up =
                    switch (stream.state()) {
                        case RUNNING, PAUSED, WAITING -> true;
                        case STARTING, MISCONFIGURED, TROUBLED -> false;
                    };
            check(json, "source " + stream.name(), up, stream.reason());
        }
        String why = s.uplink().reason().isEmpty() ? s.spool().full() : s.uplink().reason();
        check(json, "ingest or spool", s.uplinkReady(), why);
        return text(json);
    }

    static String started(Snapshot s) {
        ObjectNode json = health(s.started());
        check(json, "started", s.started(), "");
        return text(json);
    }

    private static ObjectNode health(boolean up) {
        ObjectNode json = JSON.createObjectNode().put("status", up ? "UP" : "DOWN");
        json.putArray("checks");
        return json;
    }

    private static void check(ObjectNode json, String name, boolean up, String reason) {
        ObjectNode check =
                ((ArrayNode) json.get("checks"))
                        .addObject()
                        .put("name", name)
                        .put("status", up ? "UP" : "DOWN");
        if (!reason.isEmpty()) {
            check.putObject("data").put("reason", reason);
        }
    }

    private static void uplink(ObjectNode json, Snapshot.Uplink uplink) {
        json.put("state", uplink.state())
                .put("reason", uplink.reason())
                .put("url", uplink.url())
                .put("protocol", uplink.protocol());
        time(json, "lastContact", uplink.lastContact());
    }

    private static void spool(ObjectNode json, Snapshot.Spool spool) {
        json.put("bytes", spool.bytes())
                .put("limit", spool.limit())
                .put("batches", spool.batches())
                .put("full", spool.full());
    }

    private static void stream(ObjectNode json, Snapshot.Stream stream, Instant now) {
        json.put("name", stream.name()).put("data", stream.data()).put("kind", stream.kind());
        json.put("state", stream.state().wireName()).put("reason", stream.reason());
        time(json, "lastRead", stream.lastRead());
        time(json, "completeUntil", stream.completeUntil());
        stream.completeUntil()
                .ifPresent(
                        until ->
                                json.put(
                                        "lagSeconds",
                                        Math.max(0, Duration.between(until, now).toSeconds())));
        stream.rows().forEach(json::put);
        json.put("rowsWaiting", stream.waiting());
        stream.backfill()
                .ifPresent(
                        backfill -> {
                            ObjectNode history =
                                    json.putObject("backfill")
                                            .put("done", backfill.done())
                                            .put("total", backfill.total());
                            time(history, "eta", backfill.eta());
                        });
        ObjectNode windows = json.putObject("held").put("count", stream.heldCount());
        ArrayNode held = windows.putArray("first");
        stream.held()
                .forEach(
                        one ->
                                held.addObject()
                                        .put("what", one.what())
                                        .put("reason", one.reason()));
        json.put("gone", stream.gone())
                .put("setAside", stream.aside())
                .put("rejects", stream.rejects());
    }

    private static void time(ObjectNode json, String name, Optional<Instant> time) {
        time.ifPresent(instant -> json.put(name, instant.toString()));
    }

    private static String text(ObjectNode json) {
        try {
            return JSON.writeValueAsString(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.tidegate.agent.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.tidegate.agent.status.Snapshot.Matter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
        json.put("now", text(s.now())).put("since", text(s.since()));
        json.put("live", s.live()).put("ready", s.ready());
        assessment(json, Assessment.of(s));
        uplink(json.putObject("uplink"), s.uplink());
        spool(json.putObject("spool"), s.spool());
        ArrayNode streams = json.putArray("streams");
        s.streams().forEach(stream -> stream(streams.addObject(), stream, s.now()));
        ArrayNode events = json.putArray("events");
        s.events()
                .forEach(
                        said ->
                                events.addObject()
                                        .put("at", text(said.at()))
                                        .put("level", said.level())
                                        .put("id", said.id())
                                        .put("keys", said.keys())
                                        .put("text", said.text()));
        return text(json);
    }

    private static void assessment(ObjectNode json, Assessment assessment) {
        json.put("level", assessment.level().wireName());
        ArrayNode findings = json.putArray("findings");
        assessment
                .findings()
                .forEach(
                        finding ->
                                findings.addObject()
                                        .put("level", finding.level().wireName())
                                        .put("text", finding.text()));
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
            check(json, "source " + stream.name(), stream.state().ready(), stream.reason());
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
        uplink.nextTry()
                .ifPresent(
                        at -> json.put("nextTry", at.truncatedTo(ChronoUnit.SECONDS).toString()));
        time(json, "unsentSince", uplink.unsentSince());
    }

    private static void spool(ObjectNode json, Snapshot.Spool spool) {
        json.put("bytes", spool.bytes())
                .put("limit", spool.limit())
                .put("batches", spool.batches())
                .put("full", spool.full())
                .put("left", spool.left());
    }

    private static void stream(ObjectNode json, Snapshot.Stream stream, Instant now) {
        json.put("name", stream.name()).put("data", stream.data()).put("kind", stream.kind());
        json.put("state", stream.state().wireName()).put("reason", stream.reason());
        stream.pausedBy().ifPresent(who -> json.put("pausedBy", who));
        json.put("inCloud", CloudLine.of(stream, now));
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
        stream.open()
                .ifPresent(
                        open -> {
                            ObjectNode spans =
                                    json.putObject("openSpans")
                                            .put("count", open.count())
                                            .put("olderThanADay", open.old())
                                            .put("left", open.left().count());
                            time(spans, "leftSince", open.left().since());
                            spans.put("text", open.text());
                        });
        stream.verifying().ifPresent(at -> json.put("verifying", at));
        json.put("filesWaiting", stream.filesWaiting());
        matters(json, stream.matters());
        json.put("rejects", stream.rejects());
        rejectReasons(json.putArray("rejectReasons"), stream);
    }

    private static void matters(ObjectNode json, Snapshot.Matters matters) {
        matters(json.putObject("held"), matters, Matter.Kind.HELD);
        matters(json.putObject("refused"), matters, Matter.Kind.REFUSED);
        matters(json.putObject("missing"), matters, Matter.Kind.MISSING);
        json.put("gone", matters.count(Matter.Kind.GONE));
        matters(json.putObject("goneDays"), matters, Matter.Kind.GONE);
        json.put("setAside", matters.count(Matter.Kind.ASIDE));
        matters(json.putObject("aside"), matters, Matter.Kind.ASIDE);
        matters(json.putObject("outdated"), matters, Matter.Kind.OUTDATED);
    }

    private static void matters(ObjectNode json, Snapshot.Matters matters, Matter.Kind kind) {
        json.put("count", matters.count(kind)).put("more", matters.more(kind));
        ArrayNode first = json.putArray("first");
        for (Matter matter : matters.first(kind)) {
            ObjectNode one =
                    first.addObject()
                            .put("what", matter.what())
                            .put("count", matter.count())
                            .put("reason", matter.reason());
            ArrayNode commands = one.putArray("commands");
            matter.commands().forEach(commands::add);
            one.put("hint", matter.hint());
        }
    }

    private static void rejectReasons(ArrayNode json, Snapshot.Stream stream) {
        stream.reasons()
                .forEach(
                        r ->
                                json.addObject()
                                        .put("column", r.column())
                                        .put("reason", r.reason())
                                        .put("rows", r.rows())
                                        .put("newest", text(r.newest())));
    }

    private static void time(ObjectNode json, String name, Optional<Instant> time) {
        time.ifPresent(instant -> json.put(name, text(instant)));
    }

    /** To the millisecond. */
    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static String text(ObjectNode json) {
        try {
            return JSON.writeValueAsString(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

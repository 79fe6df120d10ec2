package io.tidegate.agent.uplink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.ZstdInputStream;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/**
 * An ingest in memory, written from PROTOCOL.md and from nothing else: gzip only, windows and
 * skips, a real ledger of what it has committed. Can be restored to an older state. Shares no code
 * with the agent. Thread-safe.
 */
final class ScriptedIngest {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROBLEMS = "https://tidegate.io/problems/";

    /** What came: the path with its query; header names in lower case. */
    record Call(String method, String path, Map<String, String> headers, byte[] body) {
        boolean isBatch() {
            return path.contains("/batches/");
        }

        String stream() {
            return path.split("/")[5];
        }
    }

    record Said(int status, String type, byte[] body) {
        static Said of(int status, String type, String body) {
            return new Said(status, type, body.getBytes(StandardCharsets.UTF_8));
        }

        static Said json(ObjectNode node) {
            return of(200, "application/json", node.toString());
        }
    }

    /** A window as it is stored. */
    record Window(String from, String to, long revision, List<String> rows) {}

    /** Everything the ingest knows; copied for a backup. */
    private static final class State {
        long epoch;
        String instance = "";
        Instant heard = Instant.EPOCH;
        boolean used;
        final Map<String, TreeMap<Long, Entry>> lanes = new TreeMap<>();
        final Map<String, Open> open = new TreeMap<>();
        final Map<String, TreeMap<String, Window>> windows = new TreeMap<>();
        final Map<String, Long> revisions = new TreeMap<>();
        final Map<String, TreeMap<String, ObjectNode>> origins = new TreeMap<>();

        State copy() {
            var copy = new State();
            copy.epoch = epoch;
            copy.instance = instance;
            copy.heard = heard;
            copy.used = used;
            lanes.forEach((k, v) -> copy.lanes.put(k, new TreeMap<>(v)));
            copy.open.putAll(open);
            windows.forEach((k, v) -> copy.windows.put(k, new TreeMap<>(v)));
            copy.revisions.putAll(revisions);
            origins.forEach((k, v) -> copy.origins.put(k, new TreeMap<>(v)));
            return copy;
        }
    }

    private record Entry(String digest, Said answer) {}

    private record Open(String window, List<String> rows) {}

    private final InstantSource clock;
    private State state = new State();
    private State backup = new State();
    private Predicate<JsonNode> bad = _ -> false;
    private boolean zstdRefused = true;
    final Map<String, String> stateReports = new TreeMap<>();

    ScriptedIngest(InstantSource clock) {
        this.clock = clock;
    }

    /** From here on zstd is understood beside gzip. */
    synchronized void takeZstd() {
        zstdRefused = false;
    }

    /** Rows for which this holds are rejected. */
    synchronized void reject(Predicate<JsonNode> rows) {
        bad = rows;
    }

    synchronized void backUp() {
        backup = state.copy();
    }

    synchronized void restore() {
        state = backup.copy();
    }

    synchronized long epoch() {
        return state.epoch;
    }

    /** Another connector begins an epoch. */
    synchronized void takeOver() {
        state.epoch++;
        state.instance = "another";
        state.heard = clock.instant();
        beginAnew();
    }

    /** Another connector is heard, in its own or in ours. */
    synchronized void hear(String instance) {
        state.instance = instance;
        state.heard = clock.instant();
    }

    synchronized void loseParts() {
        state.open.clear();
    }

    /** What is stored of a stream: per window its rows, sorted. */
    synchronized Map<String, List<String>> stored(String stream) {
        var stored = new TreeMap<String, List<String>>();
        state.windows
                .getOrDefault(stream, new TreeMap<>())
                .forEach((from, w) -> stored.put(from, w.rows().stream().sorted().toList()));
        return stored;
    }

    synchronized long committed(String stream, String lane) {
        return last(stream + "/" + lane);
    }

    /** Puts a window there as if an earlier folder had sent it. */
    synchronized void put(String stream, Window window) {
        state.windows.computeIfAbsent(stream, _ -> new TreeMap<>()).put(window.from(), window);
        state.revisions.merge(stream, window.revision(), Math::max);
    }

    /** Puts a file there as if an earlier folder had sent it. */
    synchronized void putFile(String stream, String sha256, long revision, long rows) {
        state.origins
                .computeIfAbsent(stream, _ -> new TreeMap<>())
                .put(
                        sha256,
                        JSON.createObjectNode()
                                .put("sha256", sha256)
                                .put("name", "export.csv")
                                .put("modified", "2026-11-20T09:30:00Z")
                                .put("revision", revision)
                                .put("mode", "upsert")
                                .put("rows", rows));
        state.revisions.merge(stream, revision, Math::max);
    }

    /** Under which revision a window is stored. */
    synchronized long revision(String stream, String from) {
        return state.windows.get(stream).get(from).revision();
    }

    synchronized void forget(String stream, String from) {
        state.windows.get(stream).remove(from);
    }

    synchronized Said handle(Call call) {
        try {
            String[] path = call.path().split("[?]", 2)[0].split("/");
            return switch (path[path.length - 1]) {
                case "positions" -> positions();
                case "epochs" -> epochs(JSON.readTree(call.body()));
                case "windows" -> windows(path[5], query(call.path()));
                case "origins" -> origins(path[5], query(call.path()));
                case "state" -> state(path[5], call.body());
                default -> batch(call, path);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ArrayNode array() {
        return JSON.createArrayNode();
    }

    /** By RFC 3986: what is percent-encoded is decoded, and a plus stays a plus. */
    private static Map<String, String> query(String path) {
        var query = new TreeMap<String, String>();
        if (path.contains("?")) {
            Arrays.stream(path.split("[?]", 2)[1].split("&"))
                    .map(p -> p.split("=", 2))
                    .forEach(p -> query.put(p[0], URI.create("?" + p[1]).getQuery()));
        }
        return query;
    }

    /** Opaque to the sender, and full of what means something else in a query. */
    private static String next(String first) {
        return "from+here/&?=% ü#" + first;
    }

    private static String first(String next) {
        if (!next.startsWith(next(""))) {
            throw new IllegalArgumentException("next did not come back as it was given: " + next);
        }
        return next.substring(next("").length());
    }

    private Said positions() {
        ObjectNode json = JSON.createObjectNode().put("epoch", state.epoch);
        ArrayNode streams = json.putArray("streams");
        state.lanes.forEach(
                (lane, _) ->
                        streams.addObject()
                                .put("stream", lane.split("/")[0])
                                .put("lane", lane.split("/")[1])
                                .put("seq", last(lane))
                                .put(
                                        "revision",
                                        state.revisions.getOrDefault(lane.split("/")[0], 0L)));
        return Said.json(json);
    }

    private long last(String lane) {
        var entries = state.lanes.getOrDefault(lane, new TreeMap<>());
        return entries.isEmpty() ? 0 : entries.lastKey();
    }

    private Said epochs(JsonNode request) {
        long from = request.get("from").asLong();
        long seen = request.path("seen").asLong(0);
        String instance = request.get("instance").asText();
        boolean mine = state.instance.equals(instance);
        if (state.epoch > Math.max(from, seen) && mine && !state.used) {
            return Said.json(JSON.createObjectNode().put("epoch", state.epoch));
        }
        boolean heard =
                Duration.between(state.heard, clock.instant()).compareTo(Duration.ofMinutes(10))
                        < 0;
        if (state.epoch != from || !mine && heard && state.epoch > 0) {
            return problem(409, "contested", JSON.createObjectNode().put("epoch", state.epoch));
        }
        state.epoch = Math.max(from, seen) + 1;
        state.instance = instance;
        state.heard = clock.instant();
        state.used = false;
        beginAnew();
        return Said.json(JSON.createObjectNode().put("epoch", state.epoch));
    }

    /** Numbers and parts go; which lanes there are, and their revisions, stay (9.1). */
    private void beginAnew() {
        state.lanes.replaceAll((_, _) -> new TreeMap<>());
        state.open.clear();
    }

    private Said windows(String stream, Map<String, String> query) {
        int limit = Math.min(3, Integer.parseInt(query.getOrDefault("limit", "1000")));
        var all = state.windows.getOrDefault(stream, new TreeMap<>());
        var rest = query.containsKey("next") ? all.tailMap(first(query.get("next"))) : all;
        ObjectNode json = JSON.createObjectNode();
        ArrayNode list = json.putArray("windows");
        int given = 0;
        for (Window window : rest.values()) {
            if (given++ == limit) {
                json.put("next", next(window.from()));
                break;
            }
            list.add(describe(window));
        }
        return Said.json(json);
    }

    private Said origins(String stream, Map<String, String> query) {
        var all = state.origins.getOrDefault(stream, new TreeMap<>());
        String after = query.containsKey("next") ? first(query.get("next")) : "";
        var rest = all.tailMap(after, false);
        ObjectNode json = JSON.createObjectNode();
        ArrayNode list = json.putArray("origins");
        rest.values().stream().limit(2).forEach(list::add);
        if (rest.size() > 2) {
            json.put("next", next(list.get(1).get("sha256").asText()));
        }
        return Said.json(json);
    }

    private static ObjectNode describe(Window window) {
        return JSON.createObjectNode()
                .put("from", window.from())
                .put("to", window.to())
                .put("revision", window.revision())
                .put("rows", window.rows().size())
                .put("hash", hash(window.rows()))
                .put("offered", 0)
                .put("answered", 0)
                .put("handlingtime", 0);
    }

    /** PROTOCOL.md, 5: rows are kept in canonical form. */
    static String hash(List<String> rows) {
        BigInteger sum = BigInteger.ZERO;
        for (String row : rows) {
            sum = sum.add(new BigInteger(1, sha256(row.getBytes(StandardCharsets.UTF_8))));
        }
        String hex = sum.mod(BigInteger.ONE.shiftLeft(256)).toString(16);
        return "0".repeat(64 - hex.length()) + hex;
    }

    private Said state(String stream, byte[] body) throws IOException {
        JsonNode report = JSON.readTree(body);
        if (report.path("epoch").asLong(state.epoch) != state.epoch) {
            return epochProblem(report.get("epoch").asLong());
        }
        state.heard = clock.instant();
        stateReports.put(stream, report.toString());
        return Said.of(200, "application/json", "{\"status\":\"stored\"}");
    }

    private Said epochProblem(long epoch) {
        return problem(
                409,
                epoch < state.epoch ? "fenced" : "unknown-epoch",
                JSON.createObjectNode().put("epoch", state.epoch));
    }

    private Said batch(Call call, String[] path) throws IOException {
        String lane = path[5] + "/" + path[6];
        long epoch = Long.parseLong(path[8]);
        long seq = Long.parseLong(path[9]);
        String digest = call.headers().getOrDefault("content-digest", "");
        if (zstdRefused && !"gzip".equals(call.headers().get("content-encoding"))) {
            return problem(415, "unsupported-encoding", JSON.createObjectNode());
        }
        String real = "sha-256=:" + Base64.getEncoder().encodeToString(sha256(call.body())) + ":";
        if (!real.equals(digest)) {
            return problem(409, "digest-mismatch", JSON.createObjectNode());
        }
        if (epoch != state.epoch) {
            return epochProblem(epoch);
        }
        if (seq <= last(lane)) {
            Entry entry = state.lanes.get(lane).get(seq);
            return entry.digest().equals(digest)
                    ? again(entry.answer())
                    : problem(409, "digest-mismatch", JSON.createObjectNode());
        }
        if (seq != last(lane) + 1) {
            return problem(
                    409, "sequence-gap", JSON.createObjectNode().put("expected", last(lane) + 1));
        }
        return commit(path, lane, epoch, seq, digest, lines(call));
    }

    private Said commit(
            String[] path, String lane, long epoch, long seq, String digest, List<String> lines)
            throws IOException {
        JsonNode header = JSON.readTree(lines.getFirst());
        ArrayNode rejected = array();
        String status = "committed";
        if (header.get("mode").asText().equals("skip")) {
            state.open.remove(lane);
        } else {
            String window = header.get("window").toString();
            Open open = state.open.get(lane);
            if (header.get("first").asBoolean()) {
                open = new Open(window, new ArrayList<>());
            } else if (open == null || !open.window().equals(window)) {
                return problem(409, "window-not-open", JSON.createObjectNode());
            }
            open = new Open(window, new ArrayList<>(open.rows()));
            take(header, lines, open.rows(), rejected);
            state.open.put(lane, open);
            long revision = header.get("window").get("revision").asLong();
            state.revisions.merge(path[5], revision, Math::max);
            if (JSON.readTree(lines.getLast()).get("last").asBoolean()) {
                state.open.remove(lane);
                status = apply(path[5], header.get("window"), open.rows());
            }
        }
        ObjectNode answer =
                JSON.createObjectNode().put("status", status).put("epoch", epoch).put("seq", seq);
        answer.set("rejected", rejected);
        Said said = Said.json(answer);
        state.lanes.computeIfAbsent(lane, _ -> new TreeMap<>()).put(seq, new Entry(digest, said));
        state.used = true;
        state.heard = clock.instant();
        return said;
    }

    private void take(JsonNode header, List<String> lines, List<String> rows, ArrayNode rejected)
            throws IOException {
        if (JSON.readTree(lines.getLast()).get("rows").asInt() != lines.size() - 2) {
            throw new IllegalStateException("the trailer counts wrong");
        }
        for (int i = 1; i < lines.size() - 1; i++) {
            JsonNode row = JSON.readTree(lines.get(i));
            if (bad.test(row)) {
                rejected.addObject().put("row", i).put("column", "").put("reason", "is bad");
            } else {
                rows.add(canonical(header.get("columns"), row));
            }
        }
    }

    private static String canonical(JsonNode columns, JsonNode row) {
        var sorted = new TreeMap<String, JsonNode>();
        for (int i = 0; i < columns.size(); i++) {
            String name = columns.get(i).asText();
            if (!row.get(i).isNull() && !name.equals("queuename")) {
                sorted.put(name, row.get(i));
            }
        }
        sorted.computeIfAbsent("channel", _ -> JSON.getNodeFactory().textNode("calls"));
        return JSON.valueToTree(new LinkedHashMap<>(sorted)).toString();
    }

    private String apply(String stream, JsonNode window, List<String> rows) {
        var stored = state.windows.computeIfAbsent(stream, _ -> new TreeMap<>());
        String from = window.get("from").asText();
        long revision = window.get("revision").asLong();
        Window there = stored.get(from);
        if (there != null && there.revision() > revision) {
            return "superseded";
        }
        stored.put(from, new Window(from, window.get("to").asText(), revision, rows));
        return "committed";
    }

    private static Said again(Said first) throws IOException {
        ObjectNode answer = (ObjectNode) JSON.readTree(first.body());
        return Said.json(answer.put("status", "duplicate"));
    }

    private static List<String> lines(Call call) throws IOException {
        var packed = new ByteArrayInputStream(call.body());
        boolean gzip = "gzip".equals(call.headers().get("content-encoding"));
        try (var in = gzip ? new GZIPInputStream(packed) : new ZstdInputStream(packed)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    static Said problem(int status, String type, ObjectNode more) {
        ObjectNode json = JSON.createObjectNode();
        json.put("type", PROBLEMS + type).put("title", type).put("status", status);
        json.put("detail", "because");
        json.setAll(more);
        return Said.of(status, "application/problem+json", json.toString());
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}

package io.tidegate.agent.uplink;

import io.tidegate.agent.uplink.wire.Line;
import io.tidegate.agent.uplink.wire.Request;
import io.tidegate.agent.uplink.wire.Response;
import io.tidegate.agent.uplink.wire.Wire;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** A wire without network: an ingest in memory answers at once, unless a script says otherwise. */
final class FakeWire implements Wire {
    private final ScriptedIngest ingest;
    private final List<Rule> rules = new ArrayList<>();
    private final Deque<Runnable> held = new ArrayDeque<>();
    final List<Request> sent = new ArrayList<>();
    boolean holding;
    long session;
    int renewals;

    /** What happens instead of the ingest's answer. */
    interface Twist extends Function<Request, Response> {}

    private record Rule(Predicate<Request> when, Deque<Twist> twists, boolean forEver) {}

    FakeWire(ScriptedIngest ingest) {
        this.ingest = ingest;
    }

    /** The next such requests are answered like that, one after another. */
    void next(Predicate<Request> when, Twist... twists) {
        rules.add(new Rule(when, new ArrayDeque<>(List.of(twists)), false));
    }

    void always(Predicate<Request> when, Twist twist) {
        rules.add(new Rule(when, new ArrayDeque<>(List.of(twist)), true));
    }

    void heal() {
        rules.clear();
    }

    static boolean isBatch(Request request) {
        return request.path().contains("/batches/");
    }

    static Predicate<Request> path(String part) {
        return request -> request.path().contains(part);
    }

    /** The ingest's own answer. */
    Response honest(Request request) {
        var headers = new TreeMap<String, String>();
        request.content()
                .ifPresent(
                        c -> {
                            c.encoding().ifPresent(e -> headers.put("content-encoding", e));
                            c.digest().ifPresent(d -> headers.put("content-digest", d));
                        });
        byte[] body = request.content().map(Request.Content::bytes).orElse(new byte[0]);
        return heard(
                ingest.handle(
                        new ScriptedIngest.Call(request.method(), request.path(), headers, body)));
    }

    static Response heard(ScriptedIngest.Said said) {
        return new Response.Heard(said.status(), Map.of("content-type", said.type()), said.body());
    }

    static Twist says(int status, String type, String body, String... headers) {
        var all = new TreeMap<String, String>();
        all.put("content-type", type);
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return _ -> new Response.Heard(status, all, body.getBytes());
    }

    static Twist problem(int status, String type, String... headers) {
        String body = "{\"type\":\"https://tidegate.io/problems/%s\",\"detail\":\"because\"}";
        return says(status, "application/problem+json", body.formatted(type), headers);
    }

    static Twist lost(Response.Why why) {
        return _ -> new Response.Lost(why, "nothing came back", false);
    }

    /** Nothing comes back, as long as the test lasts. */
    static Twist silence() {
        return _ -> null;
    }

    /** The ingest carries it out, and its answer gets lost. */
    Twist lostAfter() {
        return request -> {
            honest(request);
            return lost(Response.Why.CUT).apply(request);
        };
    }

    @Override
    public void exchange(Request request, Consumer<Response> then) {
        sent.add(request);
        if (holding) {
            held.add(() -> then.accept(answer(request)));
        } else {
            Optional.ofNullable(answer(request)).ifPresent(then);
        }
    }

    int held() {
        return held.size();
    }

    void release() {
        holding = false;
        while (!held.isEmpty()) {
            held.poll().run();
        }
    }

    private Response answer(Request request) {
        for (Rule rule : rules) {
            if (rule.when().test(request) && !rule.twists().isEmpty()) {
                Twist twist = rule.forEver() ? rule.twists().peek() : rule.twists().poll();
                return twist.apply(request);
            }
        }
        return honest(request);
    }

    List<Request> batches() {
        return sent.stream().filter(FakeWire::isBatch).toList();
    }

    @Override
    public long session() {
        return session;
    }

    @Override
    public void renewToken() {
        renewals++;
    }

    @Override
    public Line line() {
        return Line.NONE;
    }

    @Override
    public void close() {}
}

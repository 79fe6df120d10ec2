package io.tidegate.agent.uplink;

import io.tidegate.agent.uplink.wire.RawServer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;

/**
 * Puts an ingest in memory on plain HTTP/1.1 and, by a seeded script, lets it misbehave in every
 * way that networks, proxies and overloaded servers know. Restores it once to an older state.
 */
final class MisbehavingServer implements AutoCloseable {
    /** What may happen to a request. */
    enum Mishap {
        NONE,
        UNAVAILABLE,
        GATEWAY,
        TOO_MANY,
        TOO_MANY_UNTIL,
        TOO_LARGE,
        PORTAL,
        BLOCKED,
        REDIRECT,
        CUT_BEFORE,
        CUT_AFTER,
        HALF_AN_ANSWER,
        HUGE_ANSWER,
        OTHER_NUMBER
    }

    private final ScriptedIngest ingest;
    private final InstantSource clock;
    private final SplittableRandom random;
    private final int troubles;
    private final RawServer server;
    private final Map<Mishap, Integer> happened = new EnumMap<>(Mishap.class);
    private int requests;

    /**
     * @param troubles after so many requests everything is well
     */
    MisbehavingServer(ScriptedIngest ingest, InstantSource clock, long seed, int troubles)
            throws IOException {
        this.ingest = ingest;
        this.clock = clock;
        this.random = new SplittableRandom(seed);
        this.troubles = troubles;
        this.server = new RawServer(this::talk);
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    synchronized Map<Mishap, Integer> happened() {
        return new EnumMap<>(happened);
    }

    synchronized boolean calm() {
        return requests > troubles;
    }

    private synchronized Mishap next() {
        requests++;
        if (requests == troubles / 3) {
            ingest.backUp();
        } else if (requests == 2 * troubles / 3) {
            ingest.restore();
        }
        Mishap mishap =
                requests > troubles || random.nextInt(3) > 0
                        ? Mishap.NONE
                        : Mishap.values()[random.nextInt(Mishap.values().length)];
        happened.merge(mishap, 1, Integer::sum);
        return mishap;
    }

    private void talk(RawServer.Talk talk) throws IOException {
        while (answer(talk, talk.hear())) {
            // Until the connection ends.
        }
    }

    private boolean answer(RawServer.Talk talk, RawServer.Message message) throws IOException {
        String[] line = message.line().split(" ");
        var call = new ScriptedIngest.Call(line[0], line[1], message.headers(), message.body());
        switch (next()) {
            case NONE -> say(talk, ingest.handle(call));
            case UNAVAILABLE -> say(talk, problem(503, "unavailable"));
            case GATEWAY -> page(talk, 502);
            case TOO_MANY -> tooMany(talk, "3");
            case TOO_MANY_UNTIL -> tooMany(talk, date(clock.instant().plusSeconds(40)));
            case TOO_LARGE -> {
                boolean small = !call.isBatch() || rows(call) < 4;
                say(talk, small ? ingest.handle(call) : problem(413, "too-large"));
            }
            case PORTAL -> page(talk, 200);
            case BLOCKED -> page(talk, 403);
            case REDIRECT -> page(talk, 302);
            case CUT_BEFORE -> {
                return false;
            }
            case CUT_AFTER -> {
                ingest.handle(call);
                talk.reset();
                return false;
            }
            case HALF_AN_ANSWER -> {
                var said = ingest.handle(call);
                talk.say("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n");
                talk.say("Content-Length: " + said.body().length + "\r\n\r\n{\"sta");
                return false;
            }
            case HUGE_ANSWER -> talk.answer(200, "application/json", new byte[2 << 20]);
            case OTHER_NUMBER ->
                    talk.answer(
                            "{\"status\":\"committed\",\"epoch\":1,\"seq\":999999,\"rejected\":[]}");
        }
        return true;
    }

    private static int rows(ScriptedIngest.Call batch) {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(batch.body()))) {
            return (int) new String(in.readAllBytes()).lines().count() - 2;
        } catch (IOException _) {
            return 0; // zstd: refused anyway.
        }
    }

    private static void say(RawServer.Talk talk, ScriptedIngest.Said said) throws IOException {
        talk.answer(said.status(), said.type(), said.body());
    }

    private static ScriptedIngest.Said problem(int status, String type) {
        return ScriptedIngest.problem(status, type, ScriptedIngest.JSON.createObjectNode());
    }

    private static void page(RawServer.Talk talk, int status) throws IOException {
        talk.answer(status, "text/html", "<html>Hello</html>".getBytes());
    }

    private static String date(Instant when) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(when.atZone(ZoneOffset.UTC));
    }

    private static void tooMany(RawServer.Talk talk, String retryAfter) throws IOException {
        talk.answer(
                429,
                "application/problem+json",
                problem(429, "too-many-requests").body(),
                "Retry-After: " + retryAfter);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

package io.tidegate.agent.uplink;

import io.tidegate.agent.finding.Finding;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.uplink.wire.Response;
import io.tidegate.agent.uplink.wire.Uplink;
import io.tidegate.config.AgentConfig;
import io.tidegate.protocol.Positions;
import io.tidegate.protocol.Replies;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * Asks the ingest, once, how far this connector has come, as the daemon does at each connect: that
 * takes the whole way there and the token. Writes nothing. Used by one thread.
 */
public final class IngestDoctor {
    private static final Duration SKEW = Duration.ofSeconds(60);

    private final String agent;
    private final AgentConfig.Ingest ingest;
    private final String version;
    private final Map<String, String> environment;
    private final Clock clock;

    /**
     * @param agent {@code agent.name}
     * @param version of this program
     * @param environment where a proxy may be named
     */
    public IngestDoctor(
            String agent,
            AgentConfig.Ingest ingest,
            String version,
            Map<String, String> environment,
            Clock clock) {
        this.agent = agent;
        this.ingest = ingest;
        this.version = version;
        this.environment = environment;
        this.clock = clock;
    }

    public void look(Consumer<Finding> out) throws InterruptedException {
        out.accept(Finding.ok("asked for is %s".formatted(way())));
        var answer = new CompletableFuture<Response>();
        try (var uplink = new Uplink(ingest, version, environment, clock)) {
            uplink.exchange(new IngestRequests(agent).positions(), answer::complete);
            Response response = answer.get();
            String protocol = uplink.line().protocol();
            judge(response, protocol, out);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the wire answers always", e);
        }
    }

    private String way() {
        String through =
                switch (ingest.proxy()) {
                    case AgentConfig.Proxy.None _ -> "without a proxy";
                    case AgentConfig.Proxy.Http(var host, var port, _, _) ->
                            "through the proxy %s:%d".formatted(host, port);
                    case AgentConfig.Proxy.Environment _ -> byEnvironment();
                };
        return "%s, %s".formatted(ingest.url(), through);
    }

    /** Not its value, which may hold a password. */
    private String byEnvironment() {
        boolean named =
                environment.containsKey("https_proxy") || environment.containsKey("HTTPS_PROXY");
        return named ? "with the proxy of the environment, if no_proxy lets it" : "without a proxy";
    }

    private void judge(Response response, String protocol, Consumer<Finding> out) {
        switch (new Judge(clock, new Contact(clock)).read(response, Replies::positions)) {
            case Told.Word<Positions>(var positions) -> {
                out.accept(known(positions, protocol));
                clocks(response, out);
            }
            case Told.Trouble<Positions>(var answer) -> out.accept(trouble(answer));
        }
    }

    private static Finding known(Positions positions, String protocol) {
        return Finding.ok(
                positions.epoch() == 0
                        ? "it answers over %s and knows the token; this connector has sent nothing so far"
                                .formatted(protocol)
                        : "it answers over %s and knows the token and %d lanes of this connector"
                                .formatted(protocol, positions.lanes().size()));
    }

    private void clocks(Response response, Consumer<Finding> out) {
        if (response instanceof Response.Heard heard) {
            RetryAfter.date(heard)
                    .map(date -> Duration.between(clock.instant(), date))
                    .ifPresent(ahead -> out.accept(clock(ahead)));
        }
    }

    private static Finding clock(Duration ahead) {
        return ahead.abs().compareTo(SKEW) <= 0
                ? Finding.ok("its clock agrees with this machine's")
                : Finding.warn(
                        "its clock is %,d s %s this machine's"
                                .formatted(
                                        ahead.abs().toSeconds(),
                                        ahead.isNegative() ? "behind" : "ahead of"),
                        "set this machine's clock by a time server: certificates and files go by it");
    }

    private static Finding trouble(Answer answer) {
        return switch (answer) {
            case Answer.Unauthorized _ ->
                    Finding.fail(
                            "it does not know the token (401)",
                            "put a valid one into ingest.token, or where that points");
            case Answer.Forbidden(var detail) ->
                    Finding.fail(
                            "it knows the token and refuses this connector (403): " + detail,
                            "see that the token is for this agent.name");
            case Answer.Unknown(var sentence) -> Finding.fail(sentence);
            case Answer.Later later -> Finding.fail(later.sentence());
            case Answer.AtOnce _ -> Finding.warn("the connection was closed at once", "try again");
            case Answer.Fenced _, Answer.Contested _ ->
                    Finding.warn(
                            "another connector sends under this agent.name",
                            "stop it, or name this one otherwise");
            case Answer.Settled _,
                    Answer.Gap _,
                    Answer.DigestMismatch _,
                    Answer.NotOpen _,
                    Answer.Conflict _,
                    Answer.Refused _,
                    Answer.TooLarge _,
                    Answer.WrongEncoding _ ->
                    Finding.fail(
                            "it gave an answer that does not fit the question",
                            "see that ingest.url is that of an ingest of Tidegate");
        };
    }
}

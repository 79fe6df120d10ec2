package io.tidegate.agent.uplink;

import io.tidegate.agent.event.Events;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.uplink.wire.Response;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Whether anything may be sent at all. One wait for the whole endpoint: when it is over, one
 * request at a time probes, until a batch has gone through. Says each change once, not each try.
 * Owned by the delivery thread.
 */
final class Endpoint {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);

    private static final String STOPPING = Response.Why.CLOSED.name();

    /** How long one answer shows that the ingest is there, whatever else fails meanwhile. */
    private static final Duration THERE = Duration.ofMinutes(1);

    private final Clock clock;
    private final Backoff backoff;
    private final Runnable renewToken;
    private final Set<String> said = new HashSet<>();
    private boolean everWorked;
    private boolean troubled;
    private boolean tokenRenewed;
    private boolean tokenWanted;
    private int generation;
    private String why = "";

    /** The present trouble passes by itself, and nobody has named a time until when. */
    private boolean mayPassAnyTime;

    private Optional<Long> heardAt = Optional.empty();

    /**
     * @param renewToken reads the token anew for the next request
     */
    Endpoint(Runnable renewToken, Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.renewToken = renewToken;
        this.backoff = new Backoff(clock, random);
    }

    /**
     * Whether another request may begin.
     *
     * @param inFlight how many are under way
     */
    boolean admits(int inFlight) {
        return !troubled || backoff.due() && inFlight == 0;
    }

    /** Whether all is well, as far as is known. */
    boolean open() {
        return !troubled;
    }

    /** Whether all is well, and was seen to be. */
    boolean proven() {
        return !troubled && everWorked;
    }

    /**
     * A number to remember with each request: of several that fail together only the first makes
     * the wait longer.
     */
    int generation() {
        return generation;
    }

    /**
     * A list was answered: the waits begin anew, so that a long one gets to its end over a line
     * that drops every third request. Whether batches go through is still not known, so one request
     * at a time goes on probing.
     */
    void answered() {
        heard();
        if (troubled && mayPassAnyTime) {
            backoff.succeeded();
        }
    }

    /** The ingest has said what only it can say. */
    void heard() {
        heardAt = Optional.of(clock.nanoTime());
    }

    /**
     * Whether a small request beside the others has a chance: it may go with each probe, and as
     * long as something else is answered.
     */
    boolean isThere() {
        return !troubled || backoff.due() || mayPassAnyTime && heardLately();
    }

    private boolean heardLately() {
        return heardAt.filter(at -> clock.nanoTime() - at < THERE.toNanos()).isPresent();
    }

    /** A batch went through, or there is nothing to send and the ingest answers. */
    void works() {
        if (troubled || !everWorked) {
            Events.info(LOG, UplinkEvent.CONNECTED).log("the ingest takes what is sent");
        }
        everWorked = true;
        troubled = false;
        tokenRenewed = false;
        backoff.succeeded();
        said.clear();
        why = "";
    }

    /** An answer that says nothing about one batch or one stream. */
    void met(Answer answer, int generationThen) {
        switch (answer) {
            case Answer.AtOnce _ -> {}
            case Answer.Later later -> later(generationThen, later);
            case Answer.Unauthorized _ -> unauthorized(generationThen);
            case Answer.Forbidden forbidden ->
                    refused(
                            generationThen,
                            "403",
                            "the ingest refuses this connector (403): " + forbidden.detail());
            case Answer.Unknown(var sentence) -> refused(generationThen, sentence, sentence);
            case Answer.Settled _,
                    Answer.Gap _,
                    Answer.DigestMismatch _,
                    Answer.NotOpen _,
                    Answer.Fenced _,
                    Answer.Contested _,
                    Answer.Conflict _,
                    Answer.Refused _,
                    Answer.TooLarge _,
                    Answer.WrongEncoding _ ->
                    unexpected(generationThen, "the ingest gave an answer that does not fit");
        }
    }

    private void later(int generationThen, Answer.Later answer) {
        failed(
                generationThen,
                new Failure(
                        Pace.TROUBLE,
                        answer.retryAfter(),
                        UplinkEvent.WAITING,
                        answer.kind(),
                        answer.sentence()));
    }

    private void unexpected(int generationThen, String sentence) {
        failed(
                generationThen,
                new Failure(
                        Pace.TROUBLE, Optional.empty(), UplinkEvent.WAITING, sentence, sentence));
    }

    /** The first time a token that is read anew is tried at once. */
    private void unauthorized(int generationThen) {
        if (generationThen != generation) {
            return;
        }
        if (!tokenRenewed) {
            tokenRenewed = true;
            generation++;
            renewToken.run();
            return;
        }
        tokenWanted = true;
        failed(
                generationThen,
                new Failure(
                        Pace.UNAUTHORIZED,
                        Optional.empty(),
                        UplinkEvent.UNAUTHORIZED,
                        "401",
                        "the ingest does not accept the token; put a valid one where ingest.token"
                                + " points"));
    }

    /** Reads the token anew just before the next try. */
    void turn() {
        if (tokenWanted && backoff.due()) {
            tokenWanted = false;
            renewToken.run();
        }
    }

    private void refused(int generationThen, String kind, String sentence) {
        failed(
                generationThen,
                new Failure(
                        Pace.FORBIDDEN, Optional.empty(), UplinkEvent.FORBIDDEN, kind, sentence));
    }

    /**
     * @param kind which trouble: said once per outage
     */
    private record Failure(
            Pace pace, Optional<Duration> atLeast, UplinkEvent event, String kind, String why) {}

    private void failed(int generationThen, Failure failure) {
        if (generationThen != generation) {
            return;
        }
        generation++;
        troubled = true;
        why = failure.why();
        mayPassAnyTime = failure.pace() == Pace.TROUBLE && failure.atLeast().isEmpty();
        backoff.failed(failure.pace(), failure.atLeast());
        if (said.add(failure.kind()) && !failure.kind().equals(STOPPING)) {
            Events.warn(LOG, failure.event())
                    .log("{}; nothing is lost, next try in {}", why, inWords(backoff.left()));
        }
    }

    private static String inWords(Duration wait) {
        return wait.compareTo(Duration.ofMinutes(2)) < 0
                ? Math.ceilDiv(wait.toMillis(), 1000) + " s"
                : Math.ceilDiv(wait.toSeconds(), 60) + " min";
    }

    /** Until when nothing is sent, and why; empty if sending goes on. */
    Optional<UplinkState.Wait> waiting() {
        return backoff.until().map(until -> new UplinkState.Wait(until, why));
    }
}

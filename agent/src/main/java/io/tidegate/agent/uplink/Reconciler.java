package io.tidegate.agent.uplink;

import io.tidegate.agent.event.Events;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.store.Glance;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.uplink.wire.Request;
import io.tidegate.protocol.HttpAnswer;
import io.tidegate.protocol.Page;
import io.tidegate.protocol.Replies;
import io.tidegate.protocol.Reply;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * No batch of a stream is sent in an epoch before the stream's ledger was compared with what the
 * ingest has. One stream at a time; which are done is kept in the store, so a kill in between
 * repeats one comparison and forgets none. Owned by the delivery thread.
 */
final class Reconciler {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

    /**
     * What a comparison does not bring into line another right after it will not either: batches go
     * on meanwhile.
     */
    private static final Duration BETWEEN = Duration.ofMinutes(5);

    private static final String ENDLESS = "the ingest's list of what it has does not end";

    private final Store store;
    private final Mail mail;
    private final Judge judge;
    private final Endpoint endpoint;
    private final IngestRequests requests;
    private final Set<String> configured;
    private final Clock clock;
    private final RandomGenerator random;
    private final Map<String, Backoff> backoffs = new HashMap<>();
    private final Set<String> done = new HashSet<>();
    private final Glance<Set<String>> withWork;

    /** When the last comparison of a stream has ended, of those that ended in this process. */
    private final Map<String, Long> endedAt = new HashMap<>();

    /** Streams that are to be compared anew as soon as it makes sense. */
    private final Set<String> owed = new TreeSet<>();

    /** The revisions that the ingest named at the beginning of the epoch, or of the process. */
    private final Map<String, Long> named = new HashMap<>();

    /** Streams of which a list had to be asked for from its beginning: they have got nowhere. */
    private final Set<String> startedOver = new HashSet<>();

    private Optional<Course> course = Optional.empty();

    /** Comparisons of which a page failed: they go on from that page. */
    private final Map<String, Course> halted = new HashMap<>();

    /**
     * @param configured the streams of this agent's sources
     */
    Reconciler(
            Store store,
            Mail mail,
            Judge judge,
            Endpoint endpoint,
            IngestRequests requests,
            Set<String> configured,
            Clock clock,
            RandomGenerator random) {
        this.store = store;
        this.mail = mail;
        this.judge = judge;
        this.endpoint = endpoint;
        this.requests = requests;
        this.configured = Set.copyOf(configured);
        this.clock = clock;
        this.random = random;
        this.withWork = new Glance<>(store, Reconciler::withWork);
    }

    /**
     * Begins a new epoch in the store: all streams are to be compared.
     *
     * @param nothingThere whether neither side ever had anything, so there is nothing to compare
     */
    void begin(long epoch, boolean nothingThere) {
        done.clear();
        owed.clear();
        endedAt.clear();
        named.clear();
        halted.clear();
        course = Optional.empty();
        store.change(
                tx -> {
                    tx.newEpoch(epoch);
                    if (Claim.isBehind(tx)) {
                        Comparisons.markBehind(tx);
                    }
                    Claim.end(tx);
                    if (nothingThere) {
                        configured.forEach(stream -> Comparisons.markDone(tx, stream));
                    }
                });
    }

    /** The ingest's highest revision per stream, before a batch of this epoch was sent. */
    void names(String stream, long revision) {
        named.merge(stream, revision, Math::max);
    }

    /** Whether the ledger of that stream is taken to be right. */
    boolean trusts(String stream) {
        return done.contains(stream) && !owed.contains(stream);
    }

    /**
     * The ledger of that stream was found to be wrong: it is compared anew, before another batch
     * unless it was compared a short while ago.
     */
    void again(Tx tx, String stream) {
        Comparisons.markOwed(tx, stream);
        owed.add(stream);
        callIn();
    }

    /** Streams that are owed a comparison get it, if the last one is not too fresh. */
    private void callIn() {
        for (String stream : List.copyOf(owed)) {
            Optional<Long> ended = Optional.ofNullable(endedAt.get(stream));
            if (ended.filter(at -> clock.nanoTime() - at < BETWEEN.toNanos()).isEmpty()) {
                owed.remove(stream);
                done.remove(stream);
            }
        }
    }

    /**
     * Whether batches of the stream may be sent in the present epoch. What a person has asked for
     * since ({@link Comparisons#afterConflict}) is known to the store alone.
     */
    boolean compared(Tx tx, String stream) {
        if (Comparisons.done(tx, stream)) {
            done.add(stream);
        } else if (!owed.contains(stream)) {
            done.remove(stream);
        }
        return done.contains(stream);
    }

    /**
     * Takes the next step, if there is one.
     *
     * @param mayAsk whether a request may begin
     * @return whether it began one
     */
    boolean turn(boolean mayAsk) {
        callIn();
        if (!mayAsk || course.isPresent()) {
            return false;
        }
        next().ifPresent(this::goOn);
        return course.isPresent();
    }

    private void goOn(String stream) {
        Course next = halted.containsKey(stream) ? halted.remove(stream) : new Course(stream);
        course = Optional.of(next);
        next.ask.run();
    }

    /** Whether a comparison is due or under way. */
    boolean busy() {
        return course.isPresent() || next().isPresent();
    }

    /** Streams with something to send go first. */
    private Optional<String> next() {
        if (done.containsAll(configured) && done.containsAll(withWork.now())) {
            return Optional.empty();
        }
        return store.read(
                tx ->
                        Stream.concat(withWork(tx).stream(), configured.stream())
                                .filter(stream -> !compared(tx, stream))
                                .filter(stream -> backoff(stream).due())
                                .findFirst());
    }

    private static Set<String> withWork(Tx tx) {
        var streams = new TreeSet<String>();
        tx.lanesWithWork().forEach(lane -> streams.add(lane.stream()));
        return streams;
    }

    private Backoff backoff(String stream) {
        return backoffs.computeIfAbsent(stream, _ -> new Backoff(clock, random));
    }

    /** The comparison of one stream, page by page. */
    private final class Course {
        private final String stream;
        private final Comparison comparison;

        /** Asks for the page that comes next. */
        private Runnable ask = () -> windows(Optional.empty());

        Course(String stream) {
            this.stream = stream;
            this.comparison = new Comparison(stream, store, clock);
        }

        private void windows(Optional<String> next) {
            page(
                    requests.windows(stream, next),
                    Replies::windows,
                    next,
                    comparison::windows,
                    this::windows,
                    () -> {
                        comparison.windowsEnd();
                        origins(Optional.empty());
                    });
        }

        private void origins(Optional<String> next) {
            page(
                    requests.origins(stream, next),
                    Replies::origins,
                    next,
                    comparison::origins,
                    this::origins,
                    this::end);
        }

        private <T> void page(
                Request request,
                Function<HttpAnswer, Reply<Page<T>>> reader,
                Optional<String> asked,
                Consumer<List<T>> take,
                Consumer<Optional<String>> more,
                Runnable end) {
            ask = () -> page(request, reader, asked, take, more, end);
            int generation = endpoint.generation();
            mail.send(
                    request,
                    response -> {
                        if (course.orElse(null) != this) {
                            return; // Meanwhile another epoch has begun.
                        }
                        switch (judge.readOfStream(response, reader)) {
                            case Told.Word<Page<T>>(var page) -> {
                                endpoint.answered();
                                gotOn();
                                take.accept(page.items());
                                turnPage(page.next(), asked, more, end);
                            }
                            case Told.Trouble<Page<T>>(var answer) -> failed(answer, generation);
                        }
                    });
        }

        /** A page more: the waits begin anew, unless it is a page that was there before. */
        private void gotOn() {
            if (!startedOver.contains(stream)) {
                backoff(stream).succeeded();
            }
        }

        private void turnPage(
                Optional<String> next,
                Optional<String> asked,
                Consumer<Optional<String>> more,
                Runnable end) {
            if (next.isEmpty()) {
                end.run();
            } else if (next.equals(asked)) {
                startOver(ENDLESS);
            } else {
                more.accept(next);
            }
        }

        private void failed(Answer answer, int generation) {
            switch (answer) {
                case Answer.Later later when later.reach() == Answer.Reach.STREAM -> {
                    halt();
                    rest(later.retryAfter(), later.sentence());
                }
                // It may be that the list no longer goes on from there.
                case Answer.Refused(var detail) -> startOver(detail);
                default -> {
                    halt();
                    endpoint.met(answer, generation);
                }
            }
        }

        private void halt() {
            course = Optional.empty();
            halted.put(stream, this);
        }

        private void startOver(String why) {
            course = Optional.empty();
            startedOver.add(stream);
            rest(Optional.empty(), why);
        }

        private void rest(Optional<Duration> atLeast, String why) {
            backoff(stream).failed(Pace.TROUBLE, atLeast);
            if (backoff(stream).failures() == 2) {
                Events.warn(LOG, UplinkEvent.STREAM_WAITING)
                        .addKeyValue("stream", stream)
                        .log("the ingest does not say what it has: {}; it is asked again", why);
            }
        }

        private void end() {
            comparison.originsEnd();
            store.change(this::compared);
            course = Optional.empty();
            startedOver.remove(stream);
            backoff(stream).succeeded();
            endedAt.put(stream, clock.nanoTime());
            Events.info(LOG, UplinkEvent.RECONCILED)
                    .addKeyValue("stream", stream)
                    .addKeyValue("differing", comparison.differing())
                    .addKeyValue("lost", comparison.lost())
                    .log("ledger and ingest were compared");
        }

        private void compared(Tx tx) {
            if (Comparisons.first(tx, stream) && Comparisons.behind(tx)) {
                long used = Math.max(named.getOrDefault(stream, 0L), comparison.highest());
                tx.raiseRevision(stream, used);
                tx.forgetUpTo(stream, used);
            }
            Comparisons.markDone(tx, stream);
        }
    }
}

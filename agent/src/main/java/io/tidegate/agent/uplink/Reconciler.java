package io.tidegate.agent.uplink;

import io.tidegate.agent.event.Events;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.uplink.wire.Request;
import io.tidegate.protocol.HttpAnswer;
import io.tidegate.protocol.Page;
import io.tidegate.protocol.Replies;
import io.tidegate.protocol.Reply;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.util.Arrays;
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

/**
 * No batch of a stream is sent in an epoch before the stream's ledger was compared with what the
 * ingest has. One stream at a time; which are done is kept in the store, so a kill in between
 * repeats one comparison and forgets none. Owned by the delivery thread.
 */
final class Reconciler {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

    /** Under this name the store keeps, per stream, the epoch it was last compared in. */
    private static final String MARK = "uplink.compared";

    private static final Answer ENDLESS =
            new Answer.Later(
                    Answer.Reach.STREAM,
                    Optional.empty(),
                    "endless",
                    "the ingest's list of what it has does not end",
                    true);

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
    private Optional<Course> course = Optional.empty();

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
    }

    /**
     * Begins a new epoch in the store: all streams are to be compared.
     *
     * @param nothingThere whether neither side ever had anything, so there is nothing to compare
     */
    void begin(long epoch, boolean nothingThere) {
        done.clear();
        course = Optional.empty();
        store.change(
                tx -> {
                    tx.newEpoch(epoch);
                    Claim.end(tx);
                    if (nothingThere) {
                        configured.forEach(stream -> mark(tx, stream, epoch));
                    }
                });
    }

    private static void mark(Tx tx, String stream, long epoch) {
        tx.putBlob(stream, MARK, bytes(epoch));
    }

    private static byte[] bytes(long epoch) {
        return ByteBuffer.allocate(Long.BYTES).putLong(epoch).array();
    }

    /** The ledger of that stream was found to be wrong: it is compared anew before a batch. */
    void again(Tx tx, String stream) {
        done.remove(stream);
        tx.putBlob(stream, MARK, new byte[0]);
    }

    /** Whether batches of the stream may be sent in the present epoch. */
    boolean compared(Tx tx, String stream) {
        if (done.contains(stream)) {
            return true;
        }
        byte[] wanted = bytes(tx.agent().epoch());
        boolean compared = tx.blob(stream, MARK).filter(m -> Arrays.equals(m, wanted)).isPresent();
        if (compared) {
            done.add(stream);
        }
        return compared;
    }

    /**
     * Takes the next step, if there is one.
     *
     * @param mayAsk whether a request may begin
     * @return whether it began one
     */
    boolean turn(boolean mayAsk) {
        if (!mayAsk || course.isPresent()) {
            return false;
        }
        next().ifPresent(stream -> new Course(stream).begin());
        return course.isPresent();
    }

    /** Whether a comparison is due or under way. */
    boolean busy() {
        return course.isPresent() || next().isPresent();
    }

    /** Streams with something to send go first. */
    private Optional<String> next() {
        return store.read(
                tx -> {
                    var withWork = new TreeSet<String>();
                    tx.lanesWithWork().forEach(lane -> withWork.add(lane.stream()));
                    return java.util.stream.Stream.concat(withWork.stream(), configured.stream())
                            .filter(stream -> !compared(tx, stream))
                            .filter(stream -> backoff(stream).due())
                            .findFirst();
                });
    }

    private Backoff backoff(String stream) {
        return backoffs.computeIfAbsent(stream, _ -> new Backoff(clock, random));
    }

    /** The comparison of one stream, page by page. */
    private final class Course {
        private final String stream;
        private final long epoch = store.read(Tx::agent).epoch();
        private final Comparison comparison;

        Course(String stream) {
            this.stream = stream;
            this.comparison = new Comparison(stream, store, clock);
        }

        void begin() {
            course = Optional.of(this);
            windows(Optional.empty());
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
            int generation = endpoint.generation();
            mail.send(
                    request,
                    response -> {
                        if (course.orElse(null) != this) {
                            return; // Meanwhile another epoch has begun.
                        }
                        switch (judge.readOfStream(response, reader)) {
                            case Told.Word<Page<T>>(var page) -> {
                                take.accept(page.items());
                                turnPage(page.next(), asked, more, end);
                            }
                            case Told.Trouble<Page<T>>(var answer) -> failed(answer, generation);
                        }
                    });
        }

        private void turnPage(
                Optional<String> next,
                Optional<String> asked,
                Consumer<Optional<String>> more,
                Runnable end) {
            if (next.isEmpty()) {
                end.run();
            } else if (next.equals(asked)) {
                failed(ENDLESS, endpoint.generation());
            } else {
                more.accept(next);
            }
        }

        private void failed(Answer answer, int generation) {
            course = Optional.empty();
            if (answer instanceof Answer.Later later && later.reach() == Answer.Reach.STREAM) {
                backoff(stream).failed(Pace.TROUBLE, later.retryAfter());
            } else {
                endpoint.met(answer, generation);
            }
        }

        private void end() {
            comparison.originsEnd();
            store.change(tx -> mark(tx, stream, epoch));
            course = Optional.empty();
            backoff(stream).succeeded();
            Events.info(LOG, UplinkEvent.RECONCILED)
                    .addKeyValue("stream", stream)
                    .addKeyValue("differing", comparison.differing())
                    .addKeyValue("lost", comparison.lost())
                    .log("ledger and ingest were compared");
        }
    }
}

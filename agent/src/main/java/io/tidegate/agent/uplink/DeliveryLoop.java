package io.tidegate.agent.uplink;

import io.tidegate.agent.batch.EncodedPart;
import io.tidegate.agent.batch.Parts;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.loop.Loop;
import io.tidegate.agent.store.Glance;
import io.tidegate.agent.store.LanePosition;
import io.tidegate.agent.store.SpooledBatch;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.StreamRecord;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.uplink.wire.Line;
import io.tidegate.agent.uplink.wire.Wire;
import io.tidegate.config.AgentConfig.Compression;
import io.tidegate.protocol.StateReport;
import io.tidegate.protocol.StoredOrigin;
import io.tidegate.protocol.StoredWindow;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Moves batches from the store to the ingest: at most four on their way, one per stream and lane,
 * live before backfill, oldest first. Nothing is let go before the ingest has said that it is
 * durable; whatever else is answered, or not, only decides when and how it is tried again. No
 * transaction is held while a batch is sent. Owned by the thread "delivery"; {@link #state} and
 * {@link #encoding} may be asked by any.
 */
public final class DeliveryLoop implements Loop {
    /** How long its runner should let it wait at the most: waits end and reports fall due by it. */
    public static final Duration PERIOD = Duration.ofSeconds(1);

    private static final int MOST_ON_THEIR_WAY = 4;

    private final Store store;
    private final Mail mail;
    private final Endpoint endpoint;
    private final Lanes lanes;
    private final Contact contact;
    private final Session session;
    private final Reconciler reconciler;
    private final NextWrite next = new NextWrite();
    private final Inquiry inquiry;
    private final Reshaping reshaping;
    private final Consequences consequences;
    private final StateReports reports;
    private final Listings listings;
    private final IngestRequests requests;
    private final Glance<List<LanePosition>> withWork;
    private volatile UplinkState state = UplinkState.NEW;

    /** A batch and whether it was never attempted before. */
    private record Picked(SpooledBatch batch, boolean fresh) {}

    /**
     * @param wire closed by whoever made it, after this loop has stopped
     * @param agent {@code agent.name}
     * @param streams the names of all sources, faulty ones included
     * @param compression what intake encodes with; {@code AUTO} falls back to gzip on 415
     * @param report what to say of a stream; empty while nothing is known. Called on the delivery
     *     thread, once a second per stream at the most; the epoch in it does not matter
     * @param bell the loop's own doorbell, rung when an answer is there. The store's changes must
     *     ring it as well
     */
    public DeliveryLoop(
            Store store,
            Wire wire,
            String agent,
            Set<String> streams,
            Compression compression,
            Function<String, Optional<StateReport>> report,
            Clock clock,
            RandomGenerator random,
            Runnable bell) {
        this.store = store;
        this.withWork = new Glance<>(store, Tx::lanesWithWork);
        this.mail = new Mail(wire, bell);
        this.requests = new IngestRequests(agent);
        this.contact = new Contact(clock);
        this.endpoint = new Endpoint(wire::renewToken, clock, random);
        this.lanes = new Lanes(clock, random);
        Judge judge = new Judge(clock, contact);
        this.reconciler =
                new Reconciler(store, mail, judge, endpoint, requests, streams, clock, random);
        this.session =
                new Session(store, mail, endpoint, judge, requests, reconciler, clock, random);
        this.inquiry = new Inquiry(mail, endpoint, lanes, session, judge, requests, next);
        this.reshaping = new Reshaping(inquiry, lanes, next, compression, clock);
        this.consequences =
                new Consequences(
                        endpoint,
                        lanes,
                        session,
                        reconciler,
                        judge,
                        inquiry,
                        reshaping,
                        next,
                        clock);
        this.reports =
                new StateReports(
                        store,
                        mail,
                        judge,
                        endpoint,
                        requests,
                        streams,
                        report,
                        clock,
                        session::doubt);
        this.listings =
                new Listings(
                        mail,
                        judge,
                        endpoint,
                        requests,
                        stream -> store.read(tx -> reconciler.compared(tx, stream)),
                        clock,
                        bell);
    }

    /** How delivery stands. Any thread. */
    public UplinkState state() {
        return state;
    }

    /** What intake should encode with: {@code zstd}, or {@code gzip}. Any thread. */
    public String encoding() {
        return reshaping.gzip() ? "gzip" : "zstd";
    }

    /**
     * Asks for a page of the windows that the ingest holds and that overlap [from, to). Any thread.
     *
     * @param next as the page before has said; empty for the first
     */
    public Future<Listed<StoredWindow>> windows(
            String stream, Instant from, Instant to, Optional<String> next) {
        return listings.windows(stream, from, to, next);
    }

    /** The same of files, all of them. Any thread. */
    public Future<Listed<StoredOrigin>> origins(String stream, Optional<String> next) {
        return listings.origins(stream, next);
    }

    /** How many answers are awaited. The loop's own thread. */
    int awaited() {
        return mail.open();
    }

    @Override
    public boolean turn() {
        endpoint.turn();
        boolean worked = mail.take();
        worked |= session.turn(admits());
        worked |= deliver();
        worked |= reconciler.turn(mayAsk());
        worked |= listings.turn(mayAsk(), session.fenced().or(this::why));
        worked |= reports.turn(session.knowsEpoch() && endpoint.isThere());
        if (!worked && !endpoint.proven() && mail.open() == 0 && mayAsk() && nothingToTry()) {
            endpoint.works();
        }
        state = snapshot();
        return worked;
    }

    private Optional<String> why() {
        return endpoint.waiting().map(UplinkState.Wait::why);
    }

    private boolean mayAsk() {
        return session.open() && admits();
    }

    /** Reports do not count: one that hangs makes nothing else wait. */
    private boolean admits() {
        return endpoint.admits(mail.open() - reports.open());
    }

    /** Whether no batch and no comparison could show more than that the ingest answers. */
    private boolean nothingToTry() {
        return !reconciler.busy()
                && store.read(
                        tx -> tx.lanesWithWork().stream().allMatch(l -> stopped(tx, l.stream())));
    }

    /** Writes what followed from the answers and numbers the next batches, in one transaction. */
    private boolean deliver() {
        consequences.resumed(stream -> store.read(tx -> stopped(tx, stream)));
        int room = room();
        if (!next.isDue() && !(room > 0 && anyMayGo())) {
            return false;
        }
        List<Picked> picked =
                store.write(
                        tx -> {
                            next.write(tx);
                            return pick(tx, room);
                        });
        next.written();
        picked.forEach(this::send);
        return true;
    }

    private boolean anyMayGo() {
        return withWork.now().stream().anyMatch(lanes::free)
                && store.read(tx -> !candidates(tx).isEmpty());
    }

    /** How many batches may begin their way now: one at a time while the endpoint is in trouble. */
    private int room() {
        if (!mayAsk()) {
            return 0;
        }
        return endpoint.open() ? MOST_ON_THEIR_WAY - lanes.busy() : 1;
    }

    private List<Picked> pick(Tx tx, int room) {
        var picked = new ArrayList<Picked>();
        for (LanePosition lane : room > 0 ? candidates(tx) : List.<LanePosition>of()) {
            if (picked.size() < room) {
                tx.attempt(lane.stream(), lane.lane())
                        .map(batch -> new Picked(batch, batch.seq() > lane.attempted()))
                        .ifPresent(picked::add);
            }
        }
        return picked;
    }

    /** Lanes whose next batch may go. What has failed most comes last, so it blocks nobody. */
    private List<LanePosition> candidates(Tx tx) {
        if (tx.agent().fenced().isPresent()) {
            return List.of();
        }
        return tx.lanesWithWork().stream()
                .filter(lanes::free)
                .filter(lane -> !stopped(tx, lane.stream()))
                .filter(lane -> reconciler.compared(tx, lane.stream()))
                .sorted(Comparator.comparingInt(lanes::failures))
                .toList();
    }

    private static boolean stopped(Tx tx, String stream) {
        return tx.stream(stream)
                .flatMap(StreamRecord::paused)
                .filter(StreamRecord.Pause::stopsDelivery)
                .isPresent();
    }

    private void send(Picked picked) {
        SpooledBatch batch = picked.batch();
        EncodedPart part = batch.part().orElseGet(Parts::skip);
        if (picked.fresh() && reshaping.remakes(batch)) {
            return;
        }
        lanes.begin(batch, picked.fresh());
        if (inquiry.resumes(batch)) {
            return;
        }
        int generation = endpoint.generation();
        mail.send(
                requests.batch(batch, part),
                response -> consequences.of(batch, response, generation));
    }

    private UplinkState snapshot() {
        Line line = mail.wire().line();
        return new UplinkState(
                line.protocol(),
                line.since(),
                contact.last(),
                contact.answer(),
                session.waiting().or(endpoint::waiting),
                session.fenced(),
                contact.skew());
    }
}

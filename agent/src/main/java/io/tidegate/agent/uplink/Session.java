package io.tidegate.agent.uplink;

import io.tidegate.agent.event.Events;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.store.AgentRecord;
import io.tidegate.agent.store.Glance;
import io.tidegate.agent.store.LanePosition;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.Tx;
import io.tidegate.protocol.EpochRequest;
import io.tidegate.protocol.Positions;
import io.tidegate.protocol.Replies;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Makes sure that ledger and ingest speak of the same epoch before a batch is sent: asks {@code
 * positions} at each connect and whenever an answer casts doubt, begins a new epoch when either
 * side was restored or is new, and stops when another connector has taken over. Owned by the
 * delivery thread.
 */
final class Session {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /** An ingest may be restored while the connection to what stands before it stays. */
    private static final Duration DOUBT = Duration.ofMinutes(10);

    private final Store store;
    private final Mail mail;
    private final Endpoint endpoint;
    private final Judge judge;
    private final IngestRequests requests;
    private final Reconciler reconciler;
    private final Clock clock;
    private final Backoff contested;
    private final Glance<Optional<String>> storedFence;
    private Phase phase = Phase.UNKNOWN;
    private long wireSession = -1;
    private long askedAt;

    /** The epoch in which this process has begun to send; 0 before that. */
    private long served;

    /** The new epoch that is wanted, whatever the positions say; empty if none is. */
    private Optional<Wanted> wanted = Optional.empty();

    /** Why nothing is sent until someone acts. */
    private Optional<String> fenced = Optional.empty();

    private boolean needsPerson;

    /**
     * @param byPerson whether a person has said so; then it stands whoever else comes first
     */
    private record Wanted(String why, boolean byPerson) {}

    private enum Phase {
        UNKNOWN,
        ASKING,
        OPEN
    }

    Session(
            Store store,
            Mail mail,
            Endpoint endpoint,
            Judge judge,
            IngestRequests requests,
            Reconciler reconciler,
            Clock clock,
            RandomGenerator random) {
        this.store = store;
        this.mail = mail;
        this.endpoint = endpoint;
        this.judge = judge;
        this.requests = requests;
        this.reconciler = reconciler;
        this.clock = clock;
        this.contested = new Backoff(clock, random);
        this.storedFence = new Glance<>(store, tx -> tx.agent().fenced());
    }

    /** Whether batches may be sent. */
    boolean open() {
        return knowsEpoch() && !outdated();
    }

    /**
     * Whether ledger and ingest were seen to speak of the same epoch, and no answer casts doubt.
     */
    boolean knowsEpoch() {
        return phase == Phase.OPEN;
    }

    /** Why nothing is sent until someone acts; empty if all is well. */
    Optional<String> fenced() {
        return fenced;
    }

    /** Until when another connector is waited for. */
    Optional<UplinkState.Wait> waiting() {
        return contested
                .until()
                .map(until -> new UplinkState.Wait(until, fenced.orElse("contested")));
    }

    /** An answer does not fit what this folder remembers: ask before anything else is sent. */
    void doubt() {
        if (phase == Phase.OPEN) {
            phase = Phase.UNKNOWN;
        }
    }

    /** A person wants a new epoch, whatever the positions say. */
    void claim(String why) {
        wanted = Optional.of(new Wanted(why, true));
        doubt();
    }

    /**
     * Takes the next step, if one is due.
     *
     * @param mayAsk whether a request may begin
     * @return whether it began one
     */
    boolean turn(boolean mayAsk) {
        Optional<String> fence = storedFence.now();
        if (fence.isPresent()) {
            stop(fence.get());
            return false;
        }
        if (needsPerson) {
            released();
        }
        if (phase == Phase.OPEN && outdated() && mayAsk) {
            phase = Phase.UNKNOWN;
        }
        boolean step = phase == Phase.UNKNOWN && mayAsk && contested.due();
        if (step) {
            store.read(Claim::open).ifPresentOrElse(this::begin, this::ask);
        }
        return step;
    }

    private boolean outdated() {
        return wireSession != mail.wire().session() || clock.nanoTime() - askedAt > DOUBT.toNanos();
    }

    private void stop(String why) {
        if (!needsPerson) {
            Events.error(LOG, UplinkEvent.FENCED).log("{}", why);
        }
        needsPerson = true;
        fenced = Optional.of(why);
        doubt();
    }

    /** A person has said that this folder is the right one. */
    private void released() {
        needsPerson = false;
        fenced = Optional.empty();
        wanted = Optional.of(new Wanted("a person has let this folder send", true));
    }

    private void ask() {
        phase = Phase.ASKING;
        List<LanePosition> before = store.read(Tx::positions);
        int generation = endpoint.generation();
        mail.send(
                requests.positions(),
                response -> {
                    wireSession = mail.wire().session();
                    askedAt = clock.nanoTime();
                    phase = Phase.UNKNOWN;
                    switch (judge.read(response, Replies::positions)) {
                        case Told.Word<Positions>(var positions) -> compare(positions, before);
                        case Told.Trouble<Positions>(var answer) ->
                                endpoint.met(answer, generation);
                    }
                });
    }

    private void compare(Positions ingest, List<LanePosition> before) {
        long epoch = store.read(Tx::agent).epoch();
        if (wanted.isPresent()) {
            Claim.begin(store, ingest.epoch(), true);
            return;
        }
        switch (new Standing(epoch, before, store.read(Tx::positions)).judge(ingest)) {
            case AGREED -> opened(epoch, ingest);
            case FIRST_CONTACT -> begin(ingest, "first contact", false);
            case FOLDER_IS_NEW -> begin(ingest, "this data folder is new to the ingest", true);
            case FOLDER_IS_OLDER -> begin(ingest, "this data folder was restored", true);
            case INGEST_IS_OLDER -> begin(ingest, "the ingest was restored", false);
            case TAKEN_OVER -> fence(ingest.epoch());
        }
    }

    private void opened(long epoch, Positions ingest) {
        if (served != epoch) {
            ingest.lanes().forEach(l -> reconciler.names(l.stream(), l.revision()));
            store.change(
                    tx -> ingest.lanes().forEach(l -> tx.raiseRevision(l.stream(), l.revision())));
        }
        served = epoch;
        phase = Phase.OPEN;
        fenced = Optional.empty();
        contested.succeeded();
    }

    private void fence(long epoch) {
        String why =
                "another connector has taken over the name of this one (epoch %d); stop one of the"
                        + " two, and if this one is right, run tidegate adopt here";
        store.change(tx -> fence(tx, why.formatted(epoch)));
        stop(why.formatted(epoch));
    }

    private static void fence(Tx tx, String why) {
        AgentRecord a = tx.agent();
        tx.putAgent(new AgentRecord(a.instance(), a.epoch(), Optional.of(why), a.machine()));
    }

    private void begin(Positions ingest, String why, boolean behind) {
        wanted = Optional.of(new Wanted(why, false));
        Claim.begin(store, ingest.epoch(), behind);
    }

    private void begin(EpochRequest request) {
        phase = Phase.ASKING;
        int generation = endpoint.generation();
        mail.send(
                requests.epoch(request),
                response -> {
                    phase = Phase.UNKNOWN;
                    switch (judge.read(response, a -> Replies.epoch(a, request))) {
                        case Told.Word<Long>(var epoch) -> begun(epoch, request.from());
                        case Told.Trouble<Long>(var answer) ->
                                notBegun(answer, request.from(), generation);
                    }
                });
    }

    /** The positions of the new epoch are asked next, as at every beginning. */
    private void begun(long epoch, long from) {
        boolean first = from == 0 && store.read(Tx::agent).epoch() == 0;
        reconciler.begin(epoch, first);
        var line =
                first
                        ? Events.info(LOG, UplinkEvent.NEW_EPOCH)
                        : Events.warn(LOG, UplinkEvent.NEW_EPOCH);
        line.addKeyValue("epoch", epoch)
                .log(
                        "a new epoch has begun: {}",
                        wanted.map(Wanted::why).orElse("asked for before a restart"));
        wanted = Optional.empty();
    }

    private void notBegun(Answer answer, long from, int generation) {
        switch (answer) {
            case Answer.Contested(var epoch) when epoch.orElse(from) == from -> contested();
            case Answer.Contested _ -> outrun();
            default -> endpoint.met(answer, generation);
        }
    }

    /** The epoch is not the one we knew: the positions tell what has moved. */
    private void outrun() {
        store.change(Claim::end);
        wanted = wanted.filter(Wanted::byPerson);
        contested.failed(Pace.MINUTE, Optional.empty());
    }

    private void contested() {
        String why =
                "the ingest has heard another connector or data folder under this agent.name within"
                        + " the last 10 min; if that was this one with an older data folder, wait:"
                        + " it goes on by itself; else stop the other one, or give this one an"
                        + " agent.name of its own";
        if (fenced.isEmpty()) {
            Events.error(LOG, UplinkEvent.CONTESTED).log("{}", why);
        }
        fenced = Optional.of(why);
        contested.failed(Pace.CONTESTED, Optional.empty());
    }
}

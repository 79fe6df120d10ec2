package io.tidegate.agent.uplink;

import static io.tidegate.agent.uplink.Lanes.tagged;

import io.tidegate.agent.batch.EncodedPart;
import io.tidegate.agent.batch.Parts;
import io.tidegate.agent.event.Events;
import io.tidegate.agent.store.RejectRecord;
import io.tidegate.agent.store.SpooledBatch;
import io.tidegate.agent.store.StreamRecord;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.uplink.wire.Response;
import io.tidegate.config.AgentConfig.Compression;
import io.tidegate.protocol.BatchReply;
import io.tidegate.protocol.Positions;
import io.tidegate.protocol.RejectedRow;
import io.tidegate.protocol.Replies;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Does what follows from the answer to a batch. What is to be written waits for the delivery loop's
 * next transaction, before it numbers any further batch, so that many answers and the next batches
 * cost one. Owned by the delivery thread.
 */
final class Consequences {
    private static final Logger LOG = LoggerFactory.getLogger(Consequences.class);

    /** Who pauses a stream here. */
    static final String INGEST = "ingest";

    private static final int REFUSALS = 3;
    private static final int ALL = Integer.MAX_VALUE;

    private final Mail mail;
    private final Endpoint endpoint;
    private final Lanes lanes;
    private final Session session;
    private final Reconciler reconciler;
    private final Judge judge;
    private final IngestRequests requests;
    private final Compression compression;
    private final InstantSource clock;
    private final List<Consumer<Tx>> due = new ArrayList<>();
    private final Map<String, Integer> refusals = new HashMap<>();
    private final Set<String> foreign = new HashSet<>();
    private volatile boolean gzip;

    Consequences(
            Mail mail,
            Endpoint endpoint,
            Lanes lanes,
            Session session,
            Reconciler reconciler,
            Judge judge,
            IngestRequests requests,
            Compression compression,
            InstantSource clock) {
        this.mail = mail;
        this.endpoint = endpoint;
        this.lanes = lanes;
        this.session = session;
        this.reconciler = reconciler;
        this.judge = judge;
        this.requests = requests;
        this.compression = compression;
        this.clock = clock;
        this.gzip = compression == Compression.GZIP;
    }

    /** Whether zstd must not be sent. Any thread. */
    boolean gzip() {
        return gzip;
    }

    boolean isDue() {
        return !due.isEmpty();
    }

    /** Writes what is due. */
    void write(Tx tx) {
        due.forEach(consequence -> consequence.accept(tx));
    }

    /** What was due is durable; until then it stays due. */
    void written() {
        due.clear();
    }

    /** A stream that was stopped for a foreign batch runs again: a person has decided. */
    void resumed(Predicate<String> stopped) {
        if (due.isEmpty() && foreign.removeIf(stopped.negate())) {
            session.claim("a stream was resumed after a foreign batch was found under its number");
        }
    }

    /**
     * @param generation of the endpoint when the batch was sent
     */
    void of(SpooledBatch batch, Response response, int generation) {
        Answer answer = judge.batch(batch, response);
        switch (answer) {
            case Answer.Settled(var reply) -> settled(batch, reply);
            case Answer.Gap _, Answer.Fenced _ -> doubted(batch);
            case Answer.DigestMismatch _ ->
                    whenKnown(
                            batch,
                            () -> foreign(batch),
                            () -> again(batch, "it was changed on its way"));
            case Answer.NotOpen _ -> readAgain(batch);
            case Answer.Conflict(var detail) -> pause(batch, conflict(batch, detail));
            case Answer.Refused(var detail) -> refused(batch, detail);
            case Answer.TooLarge(var ours) -> whenSettled(batch, () -> shrink(batch, ours));
            case Answer.WrongEncoding _ -> whenSettled(batch, () -> recode(batch, generation));
            case Answer.Later later -> later(batch, later, generation);
            case Answer.AtOnce _,
                    Answer.Unauthorized _,
                    Answer.Forbidden _,
                    Answer.Unknown _,
                    Answer.Contested _ -> {
                endpoint.met(answer, generation);
                lanes.end(batch);
            }
        }
    }

    private void settled(SpooledBatch batch, BatchReply reply) {
        List<RejectRecord> rejects =
                reply.rejected().stream().map(row -> reject(batch, row)).toList();
        due.add(tx -> tx.settle(batch, rejects));
        if (reply.status() == BatchReply.Status.SUPERSEDED) {
            // The ingest knows more than the ledger: one of the two was restored.
            due.add(tx -> reconciler.again(tx, batch.stream()));
            session.doubt();
        }
        lanes.succeeded(batch);
        lanes.end(batch);
        batch.part().ifPresent(_ -> refusals.remove(batch.stream()));
        endpoint.works();
    }

    private RejectRecord reject(SpooledBatch batch, RejectedRow row) {
        return new RejectRecord(
                batch.unit(),
                "batch %d, row %d".formatted(batch.seq(), row.row()),
                row.fault().column(),
                row.fault().reason(),
                "ingest",
                clock.instant());
    }

    /** What the ingest says of itself does not fit: its positions tell what has happened. */
    private void doubted(SpooledBatch batch) {
        session.doubt();
        again(batch, "ledger and ingest do not agree on the number");
    }

    private void again(SpooledBatch batch, String why) {
        lanes.failed(batch, Optional.empty(), why);
        lanes.end(batch);
    }

    private void later(SpooledBatch batch, Answer.Later later, int generation) {
        if (!later.ended()) {
            lanes.unknown(batch);
        }
        switch (later.reach()) {
            case STREAM -> lanes.failed(batch, later.retryAfter(), later.sentence());
            case ENDPOINT -> {
                endpoint.met(later, generation);
                lanes.failedQuietly(batch, later.retryAfter());
            }
        }
        lanes.end(batch);
    }

    /** Bytes may change only when no attempt with the old ones can be committed any more. */
    private void whenSettled(SpooledBatch batch, Runnable uncommitted) {
        if (lanes.mayBeUnderWay(batch)) {
            again(batch, "an earlier attempt may still be under way");
        } else {
            whenKnown(batch, () -> counted(batch), uncommitted);
        }
    }

    /** Asks the ingest whether it has the batch, and goes on accordingly. */
    private void whenKnown(SpooledBatch batch, Runnable committed, Runnable uncommitted) {
        int generation = endpoint.generation();
        mail.send(
                requests.positions(),
                response -> {
                    switch (judge.read(response, Replies::positions)) {
                        case Told.Word<Positions>(var positions)
                                when positions.epoch() != batch.epoch() ->
                                doubted(batch);
                        case Told.Word<Positions>(var positions) -> {
                            boolean has = seq(positions, batch) >= batch.seq();
                            (has ? committed : uncommitted).run();
                        }
                        case Told.Trouble<Positions>(var answer) -> {
                            endpoint.met(answer, generation);
                            again(batch, "the ingest does not tell its positions");
                        }
                    }
                });
    }

    private static long seq(Positions positions, SpooledBatch batch) {
        return positions.lanes().stream()
                .filter(p -> p.stream().equals(batch.stream()) && p.lane() == batch.lane())
                .mapToLong(Positions.Position::seq)
                .findFirst()
                .orElse(0);
    }

    /** The ingest has it, and something in between will not let us hear the first answer again. */
    private void counted(SpooledBatch batch) {
        due.add(tx -> tx.settle(batch, List.of()));
        lanes.end(batch);
    }

    private void foreign(SpooledBatch batch) {
        foreign.add(batch.stream());
        pause(
                batch,
                "the ingest has another batch under number "
                        + batch.seq()
                        + " of lane "
                        + batch.lane().wireName()
                        + " than this connector sent; see that no other connector runs under this"
                        + " agent.name, then "
                        + resume(batch));
    }

    private static String conflict(SpooledBatch batch, String detail) {
        return "the ingest knows this stream with other data or another interval-length ("
                + detail
                + "); set them back, or give the source a new name, then "
                + resume(batch);
    }

    private static String resume(SpooledBatch batch) {
        return "run tidegate resume " + batch.stream();
    }

    private void pause(SpooledBatch batch, String why) {
        tagged(Events.error(LOG, UplinkEvent.STREAM_PAUSED), batch).log("{}", why);
        due.add(tx -> pause(tx, batch.stream(), why));
        lanes.end(batch);
    }

    private static void pause(Tx tx, String stream, String why) {
        StreamRecord s =
                tx.stream(stream)
                        .orElseGet(
                                () ->
                                        new StreamRecord(
                                                stream,
                                                Optional.empty(),
                                                Optional.empty(),
                                                Optional.empty(),
                                                Optional.empty(),
                                                Optional.empty(),
                                                Optional.empty(),
                                                Optional.empty(),
                                                Optional.empty()));
        tx.putStream(
                new StreamRecord(
                        s.name(),
                        s.cutBase(),
                        s.cutFrom(),
                        s.bound(),
                        s.shape(),
                        Optional.of(new StreamRecord.Pause(INGEST, why)),
                        s.reconciled(),
                        s.reconciledDeep(),
                        s.lastRead()));
    }

    private void readAgain(SpooledBatch batch) {
        if (batch.part().isEmpty()) {
            again(batch, "the ingest does not take a skip");
            return;
        }
        tagged(Events.info(LOG, UplinkEvent.READ_AGAIN), batch)
                .log("the ingest no longer has the earlier parts; it is read again");
        due.add(tx -> tx.readAgain(batch));
        lanes.end(batch);
    }

    /** Set aside; after three in a row something else is wrong than the rows. */
    private void refused(SpooledBatch batch, String detail) {
        if (batch.part().isEmpty()) {
            again(batch, "the ingest does not take a skip: " + detail);
            return;
        }
        tagged(Events.warn(LOG, UplinkEvent.SET_ASIDE), batch)
                .log("the ingest refused a batch, it was set aside: {}", detail);
        int inARow = refusals.merge(batch.stream(), 1, Integer::sum);
        due.add(tx -> tx.setAside(batch, detail));
        if (inARow < REFUSALS) {
            lanes.end(batch);
        } else {
            refusals.remove(batch.stream());
            pause(
                    batch,
                    "the ingest refused three batches in a row ("
                            + detail
                            + "); mend the cause, then "
                            + resume(batch));
        }
    }

    /**
     * @param ours whether the ingest itself finds it too large; otherwise no row is given up for it
     */
    private void shrink(SpooledBatch batch, boolean ours) {
        int rows = batch.part().map(EncodedPart::rows).orElse(0);
        if (rows > 1) {
            tagged(Events.info(LOG, UplinkEvent.HALVED), batch)
                    .addKeyValue("rows", rows)
                    .log("a batch was too large and is sent in halves");
            replace(batch, Shrinking.halves(batch.part().orElseThrow()));
        } else if (rows == 1 && ours) {
            giveUpRow(batch);
        } else {
            again(batch, "something in between lets no batch through that is this small");
        }
    }

    private void replace(SpooledBatch batch, List<EncodedPart> parts) {
        due.add(tx -> tx.replace(batch, parts));
        lanes.end(batch);
    }

    private void giveUpRow(SpooledBatch batch) {
        tagged(Events.warn(LOG, UplinkEvent.ROW_TOO_LARGE), batch)
                .log("a row was too large for the ingest and was rejected");
        var reject =
                new RejectRecord(
                        batch.unit(),
                        "batch %d, row 1".formatted(batch.seq()),
                        "",
                        "the row is too large for the ingest (413)",
                        "agent",
                        clock.instant());
        EncodedPart rest = Parts.emptied(batch.part().orElseThrow());
        due.add(tx -> addReject(tx, reject));
        replace(batch, List.of(rest));
    }

    private static void addReject(Tx tx, RejectRecord reject) {
        var rejects = new ArrayList<RejectRecord>();
        tx.rejects(Optional.of(reject.unit().stream()), ALL).stream()
                .filter(r -> r.unit().equals(reject.unit()) && r.by().equals("agent"))
                .forEach(rejects::add);
        rejects.add(reject);
        tx.putRejects(reject.unit(), "agent", rejects);
    }

    private void recode(SpooledBatch batch, int generation) {
        boolean zstd = batch.part().filter(p -> p.encoding().equals("zstd")).isPresent();
        if (!zstd || compression == Compression.ZSTD) {
            String why =
                    zstd
                            ? "the ingest does not understand zstd; set ingest.compression = auto"
                            : "the ingest understands neither zstd nor gzip";
            var answer =
                    new Answer.Later(Answer.Reach.ENDPOINT, Optional.empty(), "415", why, true);
            later(batch, answer, generation);
            return;
        }
        if (!gzip) {
            Events.info(LOG, UplinkEvent.GZIP).log("zstd is not understood; gzip from here on");
        }
        gzip = true;
        replace(batch, Shrinking.gzip(batch.part().orElseThrow()));
    }

    /** A batch under zstd that was never sent, to an ingest that is known not to understand it. */
    void recodeUnsent(SpooledBatch batch) {
        List<EncodedPart> parts = Shrinking.gzip(batch.part().orElseThrow());
        due.add(tx -> tx.replace(batch, parts));
    }
}

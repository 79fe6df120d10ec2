package io.tidegate.agent.uplink;

import static io.tidegate.agent.uplink.Lanes.tagged;

import io.tidegate.agent.event.Events;
import io.tidegate.agent.store.RejectRecord;
import io.tidegate.agent.store.SpooledBatch;
import io.tidegate.agent.store.StreamRecord;
import io.tidegate.agent.store.StreamRecord.Pause;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.uplink.wire.Response;
import io.tidegate.protocol.BatchReply;
import io.tidegate.protocol.RejectedRow;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Does what follows from the answer to a batch, or has it done by the loop's next transaction.
 * Owned by the delivery thread.
 */
final class Consequences {
    private static final Logger LOG = LoggerFactory.getLogger(Consequences.class);

    private static final int REFUSALS = 3;

    private final Endpoint endpoint;
    private final Lanes lanes;
    private final Session session;
    private final Reconciler reconciler;
    private final Judge judge;
    private final Inquiry inquiry;
    private final Reshaping reshaping;
    private final NextWrite next;
    private final InstantSource clock;
    private final Map<String, Integer> refusals = new HashMap<>();
    private final Set<String> foreign = new HashSet<>();

    Consequences(
            Endpoint endpoint,
            Lanes lanes,
            Session session,
            Reconciler reconciler,
            Judge judge,
            Inquiry inquiry,
            Reshaping reshaping,
            NextWrite next,
            InstantSource clock) {
        this.endpoint = endpoint;
        this.lanes = lanes;
        this.session = session;
        this.reconciler = reconciler;
        this.judge = judge;
        this.inquiry = inquiry;
        this.reshaping = reshaping;
        this.next = next;
        this.clock = clock;
    }

    /** A stream that was stopped for a foreign batch runs again: a person has decided. */
    void resumed(Predicate<String> stopped) {
        if (!next.isDue() && foreign.removeIf(stopped.negate())) {
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
            case Answer.Gap _, Answer.Fenced _ -> inquiry.doubted(batch);
            case Answer.DigestMismatch _ ->
                    inquiry.whetherCommitted(
                            batch,
                            () -> foreign(batch),
                            () -> lanes.again(batch, "it was changed on its way"));
            case Answer.NotOpen _ -> readAgain(batch);
            case Answer.Conflict(var detail) -> conflict(batch, detail);
            case Answer.Refused(var detail) -> refused(batch, detail);
            case Answer.TooLarge(var ours) -> reshaping.tooLarge(batch, ours);
            case Answer.WrongEncoding _ -> wrongEncoding(batch, generation);
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
        next.add(tx -> tx.settle(batch, rejects));
        reshaping.passed(batch);
        if (reply.status() == BatchReply.Status.SUPERSEDED && reconciler.trusts(batch.stream())) {
            // The ingest knows more than the ledger: one of the two was restored.
            next.add(tx -> reconciler.again(tx, batch.stream()));
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
                RejectRecord.INGEST,
                clock.instant());
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

    private void foreign(SpooledBatch batch) {
        if (batch.part().isEmpty()) {
            // The bytes whose place the skip was to take got there first; they are read again.
            inquiry.settle(batch);
            return;
        }
        foreign.add(batch.stream());
        pause(
                batch,
                Pause.INGEST,
                "the ingest has another batch under number "
                        + batch.seq()
                        + " of lane "
                        + batch.lane().wireName()
                        + " than this connector sent; see that no other connector runs under this"
                        + " agent.name, then "
                        + resume(batch));
    }

    /** What waits was made under the same settings: it would be refused as well, ever again. */
    private void conflict(SpooledBatch batch, String detail) {
        next.add(
                tx -> {
                    tx.forgetUpTo(batch.stream(), Long.MAX_VALUE);
                    reconciler.again(tx, batch.stream());
                });
        session.doubt();
        pause(
                batch,
                Pause.CONFLICT,
                Pause.IN_CONFLICT
                        + " ("
                        + detail
                        + "); set data, aggregate and interval-length back and "
                        + resume(batch)
                        + ", or give the source a new name; what is stored under the old one stays");
    }

    private static String resume(SpooledBatch batch) {
        return "run tidegate resume " + batch.stream();
    }

    private void pause(SpooledBatch batch, String by, String why) {
        tagged(Events.error(LOG, UplinkEvent.STREAM_PAUSED), batch).log("{}", why);
        next.add(tx -> pause(tx, batch.stream(), new Pause(by, why)));
        lanes.end(batch);
    }

    /** A conflict stays one: what other batches of the stream were answered is no news then. */
    private static void pause(Tx tx, String stream, Pause pause) {
        StreamRecord known = tx.stream(stream).orElseGet(() -> StreamRecord.unread(stream));
        if (known.paused().filter(Pause::isConflict).isEmpty()) {
            tx.putStream(known.paused(Optional.of(pause)));
        }
    }

    private void readAgain(SpooledBatch batch) {
        if (batch.part().isEmpty()) {
            lanes.again(batch, "the ingest does not take a skip");
            return;
        }
        tagged(Events.info(LOG, UplinkEvent.READ_AGAIN), batch)
                .log("the ingest no longer has the earlier parts; it is read again");
        next.add(tx -> tx.readAgain(batch));
        lanes.end(batch);
    }

    /** Set aside; after three in a row something else is wrong than the rows. */
    private void refused(SpooledBatch batch, String detail) {
        if (batch.part().isEmpty()) {
            lanes.again(batch, "the ingest does not take a skip: " + detail);
            return;
        }
        tagged(Events.warn(LOG, UplinkEvent.SET_ASIDE), batch)
                .log("the ingest refused a batch, it was set aside: {}", detail);
        int inARow = refusals.merge(batch.stream(), 1, Integer::sum);
        next.add(tx -> tx.setAside(batch, detail));
        if (inARow < REFUSALS) {
            lanes.end(batch);
        } else {
            refusals.remove(batch.stream());
            pause(
                    batch,
                    Pause.INGEST,
                    "the ingest refused three batches in a row ("
                            + detail
                            + "); mend the cause, then "
                            + resume(batch));
        }
    }

    private void wrongEncoding(SpooledBatch batch, int generation) {
        reshaping
                .wrongEncoding(batch)
                .map(
                        why ->
                                new Answer.Later(
                                        Answer.Reach.ENDPOINT, Optional.empty(), "415", why, true))
                .ifPresent(answer -> later(batch, answer, generation));
    }
}

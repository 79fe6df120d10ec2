package io.tidegate.agent.uplink;

import io.tidegate.agent.store.SpooledBatch;
import io.tidegate.protocol.Lane;
import io.tidegate.protocol.Positions;
import io.tidegate.protocol.Replies;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds out whether the ingest has a batch, where its answer does not say so: its positions do. A
 * question that stays without answer is asked again in place of the batch. Owned by the delivery
 * thread.
 */
final class Inquiry {
    private final Mail mail;
    private final Endpoint endpoint;
    private final Lanes lanes;
    private final Session session;
    private final Judge judge;
    private final IngestRequests requests;
    private final NextWrite next;
    private final Map<Key, Question> open = new HashMap<>();

    private record Key(String stream, Lane lane) {
        static Key of(SpooledBatch batch) {
            return new Key(batch.stream(), batch.lane());
        }
    }

    /** What is to be settled before the bytes under that number may change. */
    private record Question(long epoch, long seq, Consumer<SpooledBatch> change) {
        boolean isAbout(SpooledBatch batch) {
            return epoch == batch.epoch() && seq == batch.seq() && batch.part().isPresent();
        }
    }

    Inquiry(
            Mail mail,
            Endpoint endpoint,
            Lanes lanes,
            Session session,
            Judge judge,
            IngestRequests requests,
            NextWrite next) {
        this.mail = mail;
        this.endpoint = endpoint;
        this.lanes = lanes;
        this.session = session;
        this.judge = judge;
        this.requests = requests;
        this.next = next;
    }

    /**
     * Bytes may change only when no attempt with the old ones can be committed any more. Until that
     * is known the old ones, which the ingest does not want, are not sent again either.
     *
     * @param change what to do once it is known; a batch that turns out to be committed is settled
     */
    void beforeChange(SpooledBatch batch, Consumer<SpooledBatch> change) {
        open.put(Key.of(batch), new Question(batch.epoch(), batch.seq(), change));
        Duration underWay = lanes.mayBeUnderWay(batch);
        if (underWay.isPositive()) {
            lanes.failed(batch, Optional.of(underWay), "an earlier attempt may still be under way");
            lanes.end(batch);
        } else {
            whetherCommitted(batch, () -> closed(batch, this::settle), () -> closed(batch, change));
        }
    }

    private void closed(SpooledBatch batch, Consumer<SpooledBatch> then) {
        open.remove(Key.of(batch));
        then.accept(batch);
    }

    /**
     * Asks again what is still open about the batch.
     *
     * @return whether anything was; then the batch is not to be sent
     */
    boolean resumes(SpooledBatch batch) {
        Optional<Question> question =
                Optional.ofNullable(open.remove(Key.of(batch))).filter(q -> q.isAbout(batch));
        question.ifPresent(q -> beforeChange(batch, q.change()));
        return question.isPresent();
    }

    /** Asks the ingest whether it has the batch, and goes on accordingly. */
    void whetherCommitted(SpooledBatch batch, Runnable committed, Runnable uncommitted) {
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
                            lanes.again(batch, "the ingest does not tell its positions");
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

    /** What the ingest says of itself does not fit: its positions tell what has happened. */
    void doubted(SpooledBatch batch) {
        session.doubt();
        lanes.again(batch, "ledger and ingest do not agree on the number");
    }

    /** The ingest has it, and something in between will not let us hear the first answer again. */
    void settle(SpooledBatch batch) {
        next.add(tx -> tx.settle(batch, List.of()));
        lanes.end(batch);
    }
}

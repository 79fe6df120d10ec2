package io.tidegate.agent.store;

import io.tidegate.agent.batch.EncodedPart;
import io.tidegate.agent.event.Events;
import io.tidegate.agent.loop.Clock;
import io.tidegate.protocol.Lane;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;

/** What delivery does with the spool. */
final class DeliverySide {
    private static final Logger LOG = LoggerFactory.getLogger(DeliverySide.class);

    private final BatchTable batches;
    private final LaneTable lanes;
    private final UnitLedger ledger;
    private final StreamTable streams;
    private final RejectTable rejects;
    private final SpoolSide spool;
    private final Clock clock;

    DeliverySide(
            BatchTable batches,
            LaneTable lanes,
            UnitLedger ledger,
            StreamTable streams,
            RejectTable rejects,
            SpoolSide spool,
            Clock clock) {
        this.batches = batches;
        this.lanes = lanes;
        this.ledger = ledger;
        this.streams = streams;
        this.rejects = rejects;
        this.spool = spool;
        this.clock = clock;
    }

    Optional<SpooledBatch> attempt(String stream, Lane lane) {
        long epoch = streams.agent().epoch();
        SpoolSide.require(epoch > 0, "nothing can be sent before there is an epoch");
        return batches.head(stream, lane).map(this::numbered).map(head -> opened(head, epoch));
    }

    private StoredBatch numbered(StoredBatch head) {
        if (head.seq().isPresent()) {
            return head;
        }
        LaneLine lane = lanes.lane(head.stream(), head.lane());
        SpoolSide.require(
                lane.acked() == lane.attempted(), "a batch of this lane is on its way already");
        long seq = lane.attempted() + 1;
        batches.number(head, seq);
        lanes.put(lane.at(lane.acked(), seq));
        return head.numbered(seq);
    }

    private SpooledBatch opened(StoredBatch head, long epoch) {
        if (head.skip()) {
            return spooled(head, epoch, Optional.empty());
        }
        byte[] body = batches.body(head);
        if (MessageDigest.isEqual(sha256(body), head.digest())) {
            return spooled(head, epoch, Optional.of(part(head, body)));
        }
        sayDamaged(head);
        ledger.stale(head.unit());
        spool.tear(head.unit());
        return spooled(head, epoch, Optional.empty());
    }

    private static EncodedPart part(StoredBatch b, byte[] body) {
        return new EncodedPart(b.first(), b.last(), b.rows(), b.encoding(), body, b.digest());
    }

    private static SpooledBatch spooled(StoredBatch b, long epoch, Optional<EncodedPart> part) {
        return new SpooledBatch(
                b.id(),
                b.stream(),
                b.lane(),
                epoch,
                b.seq().orElseThrow(),
                b.unit(),
                b.revision(),
                part);
    }

    private static void sayDamaged(StoredBatch head) {
        Events.error(LOG, StoreEvent.BODY_DAMAGED)
                .addKeyValue("stream", head.stream())
                .addKeyValue("lane", head.lane().wireName())
                .addKeyValue("seq", head.seq().orElseThrow())
                .addKeyValue("rows", head.rows())
                .log("a stored batch was damaged on disk; its rows are read again, check the disk");
    }

    void settle(SpooledBatch batch, List<RejectRecord> rejected) {
        present(batch).ifPresent(stored -> settle(stored, rejected));
    }

    private void settle(StoredBatch stored, List<RejectRecord> rejected) {
        Unit unit = stored.unit();
        if (stored.first()) {
            rejects.forget(unit, RejectRecord.INGEST);
        }
        rejects.add(rejected);
        if (stored.last()) {
            ledger.settled(unit, stored.revision(), clock.instant());
        }
        lanes.acked(stored, stored.seq().orElseThrow());
        count(stored, rejected.size());
        batches.delete(stored);
    }

    private void count(StoredBatch stored, int rejected) {
        streams.count(stored.stream(), Counter.ROWS_SENT, stored.rows());
        streams.count(stored.stream(), Counter.BATCHES_SENT, 1);
        streams.count(stored.stream(), Counter.BYTES_SENT, stored.bytes());
        if (rejected > 0) {
            streams.count(stored.stream(), Counter.ROWS_REJECTED_BY_INGEST, rejected);
        }
    }

    void setAside(SpooledBatch batch, String reason) {
        partPresent(batch)
                .ifPresent(
                        stored -> {
                            ledger.aside(stored.unit(), reason);
                            spool.tear(stored.unit());
                        });
    }

    void readAgain(SpooledBatch batch) {
        partPresent(batch)
                .ifPresent(
                        stored -> {
                            ledger.stale(stored.unit());
                            spool.tear(stored.unit());
                        });
    }

    void replace(SpooledBatch batch, List<EncodedPart> parts) {
        partPresent(batch).ifPresent(stored -> replace(stored, parts));
    }

    private void replace(StoredBatch old, List<EncodedPart> parts) {
        SpoolSide.require(
                parts.getFirst().first() == old.first() && parts.getLast().last() == old.last(),
                "the new parts of " + old.unit() + " do not open and end what the batch did");
        batches.spread(old, parts.size() - 1);
        int rows = 0;
        for (int i = 0; i < parts.size(); i++) {
            rows += parts.get(i).rows();
            batches.insert(
                    old.lane(),
                    old.unit(),
                    old.revision(),
                    parts.get(i),
                    old.place() + i,
                    old.storedAt());
        }
        batches.delete(old);
        StoredBatch head = batches.head(old.stream(), old.lane()).orElseThrow();
        batches.number(head, old.seq().orElseThrow());
        streams.count(old.stream(), Counter.ROWS_DROPPED, old.rows() - rows);
    }

    void newEpoch(long epoch) {
        AgentRecord agent = streams.agent();
        SpoolSide.require(epoch > agent.epoch(), "epoch " + epoch + " is not a later one");
        streams.putAgent(new AgentRecord(agent.instance(), epoch, agent.fenced(), agent.machine()));
        batches.forgetNumbers();
        lanes.restart();
        batches.torn().forEach(this::again);
        lanes.lanes().stream()
                .flatMap(lane -> lane.open().stream())
                .filter(unit -> !batches.holding(unit).first())
                .forEach(this::again);
    }

    void forgetUpTo(String stream, long revision) {
        batches.unitsUpTo(stream, revision).forEach(this::forget);
    }

    private void forget(Unit unit) {
        ledger.unencoded(unit);
        spool.tear(unit);
    }

    private void again(Unit unit) {
        ledger.stale(unit);
        spool.tear(unit);
    }

    /** The batch as it stands now; empty if it belongs to an earlier epoch. */
    private Optional<StoredBatch> present(SpooledBatch batch) {
        if (batch.epoch() != streams.agent().epoch()) {
            return Optional.empty();
        }
        Optional<StoredBatch> stored =
                batches.batch(batch.id()).filter(b -> b.seq().equals(Optional.of(batch.seq())));
        SpoolSide.require(stored.isPresent(), "batch " + batch.seq() + " is settled already");
        return stored;
    }

    private Optional<StoredBatch> partPresent(SpooledBatch batch) {
        return present(batch).filter(stored -> !stored.skip());
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

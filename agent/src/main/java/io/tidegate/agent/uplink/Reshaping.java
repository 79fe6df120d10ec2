package io.tidegate.agent.uplink;

import static io.tidegate.agent.uplink.Lanes.tagged;

import io.tidegate.agent.batch.EncodedPart;
import io.tidegate.agent.batch.Parts;
import io.tidegate.agent.event.Events;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.store.RejectRecord;
import io.tidegate.agent.store.SpooledBatch;
import io.tidegate.config.AgentConfig.Compression;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Optional;

/**
 * Gives a batch other bytes where the ingest, or something before it, will not have those it has:
 * smaller ones, or gzip. Never before it is certain that the old bytes are not committed. Owned by
 * the delivery thread.
 */
final class Reshaping {
    private static final Logger LOG = LoggerFactory.getLogger(Reshaping.class);

    private final Inquiry inquiry;
    private final Lanes lanes;
    private final NextWrite next;
    private final Compression compression;
    private final Clock clock;
    private final BodyLimit limit;
    private volatile boolean gzip;

    Reshaping(Inquiry inquiry, Lanes lanes, NextWrite next, Compression compression, Clock clock) {
        this.inquiry = inquiry;
        this.lanes = lanes;
        this.next = next;
        this.compression = compression;
        this.clock = clock;
        this.limit = new BodyLimit(clock);
        this.gzip = compression == Compression.GZIP;
    }

    /** Whether zstd must not be sent. Any thread. */
    boolean gzip() {
        return gzip;
    }

    /** A body of that batch's size got through. */
    void passed(SpooledBatch batch) {
        batch.part().ifPresent(part -> limit.passed(part.body().length));
    }

    /**
     * Makes other bytes of a batch that was never sent, if those that are stored would be refused.
     *
     * @return whether it did; then the batch is not to be sent
     */
    boolean remakes(SpooledBatch unsent) {
        Optional<EncodedPart> unfit = unsent.part().filter(this::isUnfit);
        unfit.ifPresent(part -> remake(unsent, part));
        return unfit.isPresent();
    }

    private boolean isUnfit(EncodedPart part) {
        boolean wrongEncoding = gzip && Shrinking.isZstd(part);
        boolean tooLarge = part.rows() > 1 && !limit.lets(part.body().length);
        return wrongEncoding || tooLarge;
    }

    private void remake(SpooledBatch unsent, EncodedPart part) {
        List<EncodedPart> parts = fit(part);
        lanes.numbered(unsent);
        next.add(tx -> tx.replace(unsent, parts));
    }

    private List<EncodedPart> fit(EncodedPart part) {
        return Shrinking.fit(part, gzip, limit::lets);
    }

    /**
     * The batch was refused for its size.
     *
     * @param ours whether the ingest itself finds it too large; otherwise no row is given up for it
     */
    void tooLarge(SpooledBatch batch, boolean ours) {
        batch.part().ifPresent(part -> limit.refused(part.body().length));
        inquiry.beforeChange(batch, uncommitted -> shrink(uncommitted, ours));
    }

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
            lanes.again(batch, "something in between lets no batch through that is this small");
        }
    }

    private void replace(SpooledBatch batch, List<EncodedPart> parts) {
        next.add(tx -> tx.replace(batch, parts));
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
                        RejectRecord.DELIVERY,
                        clock.instant());
        EncodedPart rest = Parts.emptied(batch.part().orElseThrow());
        next.add(tx -> tx.addReject(reject));
        replace(batch, List.of(rest));
    }

    /**
     * The batch was refused for its encoding.
     *
     * @return why no other encoding can be tried; empty if one is
     */
    Optional<String> wrongEncoding(SpooledBatch batch) {
        if (batch.part().filter(Shrinking::isZstd).isEmpty()) {
            return Optional.of("the ingest understands neither zstd nor gzip");
        }
        if (compression == Compression.ZSTD) {
            return Optional.of(
                    "the ingest does not understand zstd; set ingest.compression = auto");
        }
        if (!gzip) {
            Events.info(LOG, UplinkEvent.GZIP).log("zstd is not understood; gzip from here on");
        }
        gzip = true;
        inquiry.beforeChange(
                batch, uncommitted -> replace(uncommitted, fit(uncommitted.part().orElseThrow())));
        return Optional.empty();
    }
}

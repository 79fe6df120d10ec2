package io.tidegate.ingest.store;

import io.tidegate.ingest.batch.Body;
import io.tidegate.ingest.batch.Incoming;
import io.tidegate.ingest.batch.Refusal;
import io.tidegate.protocol.Answers;
import io.tidegate.protocol.BatchHeader;
import io.tidegate.protocol.BatchReply;
import io.tidegate.protocol.HttpAnswer;
import io.tidegate.protocol.Problem;
import io.tidegate.protocol.ProblemType;
import io.tidegate.protocol.Replies;
import io.tidegate.protocol.Reply;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Takes batches: each exactly once, in the order of its lane, with all that it changes in one
 * transaction. Several ingests may share the database; what they agree by is in it. Thread-safe.
 */
public final class Ledger {
    private final Database database;
    private final Agents agents;
    private final InstantSource clock;

    public Ledger(Database database, Agents agents, InstantSource clock) {
        this.database = database;
        this.agents = agents;
        this.clock = clock;
    }

    /**
     * Settles a batch.
     *
     * @param digest SHA-256 of the encoded body
     * @return what to answer: it is durable
     * @throws Refusal if nothing was changed, and why
     * @throws SQLException if it is unknown whether anything was
     */
    public BatchReply take(BatchAddress at, byte[] digest, Body body) throws Refusal, SQLException {
        try (Incoming incoming = Incoming.open(body)) {
            requirePath(at, incoming.header());
            return database.transaction(tx -> settle(tx, at, digest, body, incoming));
        }
    }

    private static void requirePath(BatchAddress at, BatchHeader header) throws Refusal {
        if (header instanceof BatchHeader.Content content
                && !(content.agent().equals(at.agent().agent())
                        && content.stream().equals(at.stream()))) {
            throw Refusal.of(ProblemType.INVALID_BATCH, "the header names another agent or stream");
        }
    }

    private BatchReply settle(Tx tx, BatchAddress at, byte[] digest, Body body, Incoming incoming)
            throws SQLException, Refusal {
        Instant now = clock.instant();
        Agents.AgentRow agent = agents.enter(tx, at.agent(), at.epoch());
        Streams.StreamRow stream = Streams.lock(tx, agent.id(), at.stream());
        Lanes.LaneRow lane = Lanes.find(tx, stream.id(), at.lane(), at.epoch());
        if (at.seq() <= lane.seq()) {
            return duplicate(tx, at, lane, digest);
        }
        if (at.seq() > lane.seq() + 1) {
            throw new Refusal(Problem.gap(lane.seq() + 1));
        }
        Delivery delivery = new Delivery(database, tx, stream, lane, now);
        Delivery.Result result = delivery.settle(body, incoming);
        BatchReply reply =
                new BatchReply(result.status(), at.epoch(), at.seq(), result.content().rejected());
        Lanes.advance(tx, lane, at.epoch(), result.open());
        Lanes.record(
                tx,
                lane,
                at.epoch(),
                new Lanes.Settled(digest, text(reply)),
                result.content().rows(),
                now);
        agents.heard(tx, agent.id(), now);
        return reply;
    }

    private static BatchReply duplicate(Tx tx, BatchAddress at, Lanes.LaneRow lane, byte[] digest)
            throws SQLException, Refusal {
        Lanes.Settled first = Lanes.settled(tx, lane, at.epoch(), at.seq()).orElseThrow();
        if (!MessageDigest.isEqual(first.digest(), digest)) {
            throw Refusal.of(
                    ProblemType.DIGEST_MISMATCH, "other bytes were committed under that number");
        }
        return switch (reply(first, at)) {
            case Reply.Fine<BatchReply>(BatchReply reply) ->
                    new BatchReply(
                            BatchReply.Status.DUPLICATE, at.epoch(), at.seq(), reply.rejected());
            case Reply.Refused<BatchReply> _, Reply.Foreign<BatchReply> _ ->
                    throw new IllegalStateException("the stored answer cannot be read");
        };
    }

    private static Reply<BatchReply> reply(Lanes.Settled settled, BatchAddress at) {
        byte[] answer = settled.answer().getBytes(StandardCharsets.UTF_8);
        return Replies.batch(new HttpAnswer(200, Answers.JSON, answer), at.epoch(), at.seq());
    }

    private static String text(BatchReply reply) {
        return new String(Answers.json(reply), StandardCharsets.UTF_8);
    }
}

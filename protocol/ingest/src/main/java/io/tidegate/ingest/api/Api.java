package io.tidegate.ingest.api;

import io.tidegate.ingest.batch.Body;
import io.tidegate.ingest.batch.Refusal;
import io.tidegate.ingest.event.IngestEvent;
import io.tidegate.ingest.http.Handler;
import io.tidegate.ingest.http.Head;
import io.tidegate.ingest.http.Request;
import io.tidegate.ingest.http.Response;
import io.tidegate.ingest.store.AgentName;
import io.tidegate.ingest.store.BatchAddress;
import io.tidegate.ingest.store.Database;
import io.tidegate.ingest.store.Ledger;
import io.tidegate.ingest.store.Records;
import io.tidegate.protocol.Answers;
import io.tidegate.protocol.BatchReply;
import io.tidegate.protocol.EpochRequest;
import io.tidegate.protocol.ProblemType;
import io.tidegate.protocol.RequestException;
import io.tidegate.protocol.Requests;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Answers the protocol's requests. Thread-safe. */
public final class Api implements Handler {
    private static final Logger LOG = LoggerFactory.getLogger(Api.class);
    private static final String HEALTH = "/health/ready";

    private final Admission admission;
    private final Database database;
    private final Ledger ledger;
    private final Records records;
    private final long decodedMost;

    /** Whether it was said that the database is away: who watches asks again and again. */
    private final AtomicBoolean away = new AtomicBoolean();

    /**
     * @param decodedMost bytes that a batch may hold, decompressed
     */
    public Api(Tokens tokens, Database database, Ledger ledger, Records records, long decodedMost) {
        this.admission = new Admission(tokens);
        this.database = database;
        this.ledger = ledger;
        this.records = records;
        this.decodedMost = decodedMost;
    }

    @Override
    public Optional<Response> refuse(Head head) {
        if (head.path().equals(HEALTH)) {
            return Optional.empty();
        }
        try {
            admission.admit(head);
            return Optional.empty();
        } catch (Refusal e) {
            return Optional.of(Answer.of(e));
        }
    }

    @Override
    public Response turnDown(Trouble trouble) {
        return switch (trouble) {
            case TOO_LARGE -> Answer.of(ProblemType.TOO_LARGE, "the body is too large");
            case TOO_SLOW ->
                    Answer.of(ProblemType.REQUEST_TIMEOUT, "the body did not arrive in time");
            case BUSY -> Answer.later("the ingest is busy");
        };
    }

    @Override
    public Response handle(Request request) {
        if (request.head().path().equals(HEALTH)) {
            return Answer.health(isReady());
        }
        try {
            return answer(admission.admit(request.head()), request);
        } catch (Refusal e) {
            return Answer.of(e);
        } catch (SQLException e) {
            return failed(request, e);
        } catch (RuntimeException | Error e) {
            IngestEvent.FAILED.to(LOG).setCause(e).log("Failed at {}", request.head());
            return Answer.of(ProblemType.INTERNAL, "the ingest failed; its log says more");
        }
    }

    private boolean isReady() {
        try {
            database.ask();
            away.set(false);
            return true;
        } catch (SQLException e) {
            if (!away.getAndSet(true)) {
                IngestEvent.DATABASE_UNAVAILABLE
                        .to(LOG)
                        .log("The database does not answer: {}", SqlFailure.describe(e));
            }
        } catch (Refusal e) {
            throw new IllegalStateException("nothing was asked that could be refused", e);
        }
        return false;
    }

    private static Response failed(Request request, SQLException e) {
        if (SqlFailure.isPassing(e)) {
            IngestEvent.DATABASE_UNAVAILABLE
                    .to(LOG)
                    .log("Could not answer {}: {}", request.head(), SqlFailure.describe(e));
            return Answer.later("the database is away or busy");
        }
        IngestEvent.FAILED.to(LOG).log("Failed at {}: {}", request.head(), SqlFailure.describe(e));
        return Answer.of(ProblemType.INTERNAL, "the ingest failed; its log says more");
    }

    private Response answer(Admission.Admitted admitted, Request request)
            throws Refusal, SQLException {
        AgentName agent = admitted.agent();
        return switch (admitted.route()) {
            case Route.Batch batch -> batch(agent, batch, request);
            case Route.Positions _ -> Answer.json(Answers.json(records.positions(agent)));
            case Route.Epochs _ -> epoch(agent, request);
            case Route.Windows(_, String stream) -> windows(agent, stream, request.head());
            case Route.Origins(_, String stream) -> origins(agent, stream, request.head());
            case Route.State(_, String stream) -> state(agent, stream, request);
        };
    }

    private Response batch(AgentName agent, Route.Batch route, Request request)
            throws Refusal, SQLException {
        try {
            byte[] digest = Digest.of(request.head());
            if (!MessageDigest.isEqual(digest, Tokens.sha256(request.body()))) {
                throw Refusal.of(
                        ProblemType.DIGEST_MISMATCH, "the body is not what its digest says");
            }
            Body body = new Body(request.body(), Admission.encoding(request.head()), decodedMost);
            BatchReply reply = ledger.take(address(agent, route), digest, body);
            tell(agent, route, reply);
            return Answer.json(Answers.json(reply));
        } catch (Refusal e) {
            about(IngestEvent.BATCH_REFUSED, agent, route)
                    .log("Refused a batch: {}", e.getMessage());
            throw e;
        }
    }

    private static BatchAddress address(AgentName agent, Route.Batch route) {
        return new BatchAddress(agent, route.stream(), route.lane(), route.epoch(), route.seq());
    }

    private static void tell(AgentName agent, Route.Batch route, BatchReply reply) {
        about(IngestEvent.BATCH_COMMITTED, agent, route).log("{}", reply.status().wireName());
        if (!reply.rejected().isEmpty()) {
            about(IngestEvent.ROWS_REJECTED, agent, route)
                    .addKeyValue("rows", reply.rejected().size())
                    .log(
                            "Rejected rows, the first for its {}",
                            reply.rejected().getFirst().fault().column());
        }
    }

    private static org.slf4j.spi.LoggingEventBuilder about(
            IngestEvent event, AgentName agent, Route.Batch route) {
        return event.to(LOG)
                .addKeyValue("tenant", agent.tenant())
                .addKeyValue("agent", agent.agent())
                .addKeyValue("stream", route.stream())
                .addKeyValue("lane", route.lane().wireName())
                .addKeyValue("seq", route.seq());
    }

    private Response epoch(AgentName agent, Request request) throws Refusal, SQLException {
        EpochRequest wanted = parsed(() -> Requests.epoch(request.body()));
        long epoch = records.open(agent, wanted);
        IngestEvent.EPOCH_BEGUN
                .to(LOG)
                .addKeyValue("tenant", agent.tenant())
                .addKeyValue("agent", agent.agent())
                .log("Began epoch {}", epoch);
        return Answer.json(Answers.epoch(epoch));
    }

    private Response state(AgentName agent, String stream, Request request)
            throws Refusal, SQLException {
        records.report(agent, stream, parsed(() -> Requests.state(request.body())));
        return Answer.json(Answers.stored());
    }

    private Response windows(AgentName agent, String stream, Head head)
            throws Refusal, SQLException {
        ListQuery query = new ListQuery(head);
        return Answer.json(
                Answers.windows(
                        query.recount()
                                ? records.recounted(
                                        agent, stream, query.from(), query.to(), query.limit())
                                : records.windows(
                                        agent, stream, query.from(), query.to(), query.limit())));
    }

    private Response origins(AgentName agent, String stream, Head head)
            throws Refusal, SQLException {
        ListQuery query = new ListQuery(head);
        return Answer.json(
                Answers.origins(records.origins(agent, stream, query.number(), query.limit())));
    }

    private interface Parsing<T> {
        T parse() throws RequestException;
    }

    private static <T> T parsed(Parsing<T> parsing) throws Refusal {
        try {
            return parsing.parse();
        } catch (RequestException e) {
            throw Refusal.of(ProblemType.INVALID_REQUEST, e.getMessage());
        }
    }
}

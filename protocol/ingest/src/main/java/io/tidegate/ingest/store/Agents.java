package io.tidegate.ingest.store;

import io.tidegate.ingest.batch.Refusal;
import io.tidegate.protocol.EpochRequest;
import io.tidegate.protocol.Problem;
import io.tidegate.protocol.ProblemType;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Agents, their epochs and when they were heard. A batch holds an agent's epoch by a shared lock,
 * so that no epoch begins while one is on its way into the tables. Thread-safe.
 */
public final class Agents {
    /** How long another instance must have been silent before its epoch can be ended. */
    static final Duration SILENCE = Duration.ofMinutes(10);

    /** How exactly it is kept when an agent was heard: not every batch writes it. */
    private static final Duration HEARD_PERIOD = Duration.ofSeconds(30);

    /** Tells our advisory locks from others in the same database. */
    private static final int LOCK_CLASS = 0x71DE;

    private final Map<Integer, Instant> written = new ConcurrentHashMap<>();

    record AgentRow(int id, long epoch, String instance, Instant heardAt) {}

    /**
     * Holds the epoch of an agent until the transaction ends.
     *
     * @throws Refusal if it is not that one
     */
    AgentRow enter(Tx tx, AgentName name, long epoch) throws SQLException, Refusal {
        lock(tx, name, "pg_advisory_xact_lock_shared");
        AgentRow agent = find(tx, name).orElse(new AgentRow(0, 0, "", Instant.EPOCH));
        if (epoch < agent.epoch()) {
            throw refusal(ProblemType.FENCED, "a newer epoch has begun", agent);
        }
        if (epoch > agent.epoch()) {
            throw refusal(ProblemType.UNKNOWN_EPOCH, "this epoch was never begun here", agent);
        }
        return agent;
    }

    /** The agent without a lock; empty if it never opened an epoch. */
    Optional<AgentRow> find(Tx tx, AgentName name) throws SQLException {
        return tx.one(
                "SELECT agent_id, epoch, instance, heard_at FROM agent_row"
                        + " WHERE tenant = ? AND agent = ?",
                Agents::read,
                name.tenant(),
                name.agent());
    }

    /** Remembers that the instance of the present epoch lives. */
    void heard(Tx tx, int agentId, Instant now) throws SQLException {
        Instant last = written.get(agentId);
        if (last == null || now.isAfter(last.plus(HEARD_PERIOD)) || now.isBefore(last)) {
            written.put(agentId, now);
            tx.update("UPDATE agent_row SET heard_at = ? WHERE agent_id = ?", now, agentId);
        }
    }

    /**
     * Begins an epoch, alone.
     *
     * @throws Refusal if the present epoch is not the named one, or belongs to another instance
     *     that was heard a short while ago
     */
    long open(Tx tx, AgentName name, EpochRequest request, Instant now)
            throws SQLException, Refusal {
        tx.update(
                "INSERT INTO agent_row (tenant, agent, epoch, instance, heard_at)"
                        + " VALUES (?, ?, 0, ?, ?) ON CONFLICT DO NOTHING",
                name.tenant(),
                name.agent(),
                request.instance(),
                now);
        lock(tx, name, "pg_advisory_xact_lock");
        AgentRow agent = find(tx, name).orElseThrow();
        if (isRepeated(tx, agent, request)) {
            return agent.epoch();
        }
        requireFree(agent, request, now);
        return begin(tx, agent, request, now);
    }

    /** Whether this instance has begun the epoch already and not heard so. */
    private static boolean isRepeated(Tx tx, AgentRow agent, EpochRequest request)
            throws SQLException {
        boolean own =
                agent.instance().equals(request.instance())
                        && agent.epoch() > request.from()
                        && agent.epoch() > request.seen();
        return own
                && tx.one(
                                "SELECT 1 FROM lane_row JOIN stream_row USING (stream_id)"
                                        + " WHERE agent_id = ? AND seq > 0 LIMIT 1",
                                row -> row.getInt(1),
                                agent.id())
                        .isEmpty();
    }

    private static void requireFree(AgentRow agent, EpochRequest request, Instant now)
            throws Refusal {
        if (agent.epoch() != request.from()) {
            throw refusal(ProblemType.CONTESTED, "the present epoch is another", agent);
        }
        boolean other = agent.epoch() > 0 && !agent.instance().equals(request.instance());
        if (other && now.isBefore(agent.heardAt().plus(SILENCE))) {
            throw refusal(
                    ProblemType.CONTESTED,
                    "another instance of this agent was heard within 10 minutes",
                    agent);
        }
    }

    private static long begin(Tx tx, AgentRow agent, EpochRequest request, Instant now)
            throws SQLException {
        long epoch = Math.max(request.from(), request.seen()) + 1;
        tx.update(
                "UPDATE agent_row SET epoch = ?, instance = ?, heard_at = ? WHERE agent_id = ?",
                epoch,
                request.instance(),
                now,
                agent.id());
        tx.update(
                "DELETE FROM part_row p USING stream_row s"
                        + " WHERE p.stream_id = s.stream_id AND s.agent_id = ?",
                agent.id());
        tx.update(
                "UPDATE lane_row l SET epoch = ?, seq = 0, open_scope = NULL FROM stream_row s"
                        + " WHERE l.stream_id = s.stream_id AND s.agent_id = ?",
                epoch,
                agent.id());
        return epoch;
    }

    private static void lock(Tx tx, AgentName name, String function) throws SQLException {
        tx.call(
                "SELECT %s(?, agent_id) FROM agent_row WHERE tenant = ? AND agent = ?"
                        .formatted(function),
                LOCK_CLASS,
                name.tenant(),
                name.agent());
    }

    private static AgentRow read(ResultSet row) throws SQLException {
        return new AgentRow(
                row.getInt("agent_id"),
                row.getLong("epoch"),
                row.getString("instance"),
                Tx.instant(row, "heard_at"));
    }

    private static Refusal refusal(ProblemType type, String detail, AgentRow agent) {
        return new Refusal(Problem.of(type, detail).withEpoch(agent.epoch()));
    }
}

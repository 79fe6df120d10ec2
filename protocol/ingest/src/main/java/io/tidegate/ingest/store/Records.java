package io.tidegate.ingest.store;

import io.tidegate.ingest.batch.Refusal;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.EpochRequest;
import io.tidegate.protocol.Page;
import io.tidegate.protocol.Positions;
import io.tidegate.protocol.ProblemType;
import io.tidegate.protocol.StateReport;
import io.tidegate.protocol.StoredOrigin;
import io.tidegate.protocol.StoredWindow;

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an agent asks and says beside its batches. Thread-safe. */
public final class Records {
    private final Database database;
    private final Agents agents;
    private final InstantSource clock;

    public Records(Database database, Agents agents, InstantSource clock) {
        this.database = database;
        this.agents = agents;
        this.clock = clock;
    }

    public Positions positions(AgentName name) throws SQLException, Refusal {
        return database.transaction(
                tx -> {
                    Optional<Agents.AgentRow> agent = agents.find(tx, name);
                    return agent.isPresent()
                            ? new Positions(
                                    agent.get().epoch(), Lanes.positions(tx, agent.get().id()))
                            : new Positions(0, List.of());
                });
    }

    /** Begins an epoch; says which. */
    public long open(AgentName name, EpochRequest request) throws SQLException, Refusal {
        return database.transaction(tx -> agents.open(tx, name, request, clock.instant()));
    }

    /** Keeps what an agent says about a stream. */
    public void report(AgentName name, String stream, StateReport report)
            throws SQLException, Refusal {
        database.transaction(
                tx -> {
                    Agents.AgentRow agent = known(tx, name, report);
                    Instant now = clock.instant();
                    Streams.report(tx, agent.id(), stream, report, now);
                    if (report.epoch().isPresent()) {
                        agents.heard(tx, agent.id(), now);
                    }
                    return agent;
                });
    }

    private Agents.AgentRow known(Tx tx, AgentName name, StateReport report)
            throws SQLException, Refusal {
        return report.epoch().isPresent()
                ? agents.enter(tx, name, report.epoch().getAsLong())
                : agents.find(tx, name)
                        .orElseThrow(
                                () -> Refusal.of(ProblemType.NOT_FOUND, "the agent has no epoch"));
    }

    /**
     * The stored windows that overlap [from, to), in the order of time; none for an unknown stream.
     *
     * @param most how many at most
     */
    public Page<StoredWindow> windows(
            AgentName name, String stream, Instant from, Instant to, int most)
            throws SQLException, Refusal {
        return database.transaction(
                tx -> {
                    Optional<Integer> id = stream(tx, name, stream);
                    return id.isEmpty()
                            ? new Page<>(List.of(), Optional.empty())
                            : page(Windows.overlapping(tx, id.get(), from, to, most + 1), most);
                });
    }

    /** The same, with the rows counted again: somebody may have changed them in the database. */
    public Page<StoredWindow> recounted(
            AgentName name, String stream, Instant from, Instant to, int most)
            throws SQLException, Refusal {
        return database.transaction(
                tx -> {
                    Optional<Streams.StreamRow> row = row(tx, name, stream);
                    Optional<DataType> data = row.flatMap(Streams.StreamRow::data);
                    if (data.isEmpty()) {
                        return new Page<>(List.of(), Optional.empty());
                    }
                    int id = row.get().id();
                    List<StoredWindow> counted = new ArrayList<>();
                    for (StoredWindow line : Windows.overlapping(tx, id, from, to, most + 1)) {
                        counted.add(recounted(tx, RowTable.of(data.get()), id, line));
                    }
                    return page(counted, most);
                });
    }

    private static StoredWindow recounted(Tx tx, RowTable table, int id, StoredWindow line)
            throws SQLException {
        return StoredRows.measure(tx, table, id, line.from(), line.to())
                .of(line.from(), line.to(), line.revision());
    }

    private static Page<StoredWindow> page(List<StoredWindow> found, int most) {
        return found.size() <= most
                ? new Page<>(found, Optional.empty())
                : new Page<>(
                        found.subList(0, most), Optional.of(found.get(most).from().toString()));
    }

    /**
     * The files of a stream, in the order in which they first came; none for an unknown stream.
     *
     * @param next where the page before ended; empty for the first
     * @param most how many at most
     */
    public Page<StoredOrigin> origins(AgentName name, String stream, int next, int most)
            throws SQLException, Refusal {
        return database.transaction(
                tx -> {
                    Optional<Integer> id = stream(tx, name, stream);
                    return id.isEmpty()
                            ? new Page<>(List.of(), Optional.empty())
                            : originPage(Origins.after(tx, id.get(), next, most + 1), most);
                });
    }

    private static Page<StoredOrigin> originPage(List<Origins.Listed> found, int most) {
        List<Origins.Listed> shown = found.subList(0, Math.min(most, found.size()));
        List<StoredOrigin> origins = shown.stream().map(Origins.Listed::origin).toList();
        return new Page<>(
                origins,
                found.size() <= most
                        ? Optional.empty()
                        : Optional.of(String.valueOf(shown.getLast().id())));
    }

    private Optional<Integer> stream(Tx tx, AgentName name, String stream) throws SQLException {
        return row(tx, name, stream).map(Streams.StreamRow::id);
    }

    private Optional<Streams.StreamRow> row(Tx tx, AgentName name, String stream)
            throws SQLException {
        Optional<Agents.AgentRow> agent = agents.find(tx, name);
        return agent.isEmpty() ? Optional.empty() : Streams.find(tx, agent.get().id(), stream);
    }
}

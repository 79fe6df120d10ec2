package io.tidegate.ingest.store;

import io.tidegate.ingest.batch.Body;
import io.tidegate.ingest.batch.Incoming;
import io.tidegate.ingest.batch.Refusal;
import io.tidegate.protocol.BatchHeader;
import io.tidegate.protocol.BatchReply.Status;
import io.tidegate.protocol.ProblemType;
import io.tidegate.protocol.Scope;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one batch does to its stream. A window or file in one batch goes straight to its rows; one
 * in several waits, part by part, until the last makes all of it take effect. Used once, by the
 * transaction that holds the stream.
 */
final class Delivery {
    /** How many more parts make a transaction as long again. */
    private static final int PARTS_PER_TIMEOUT = 16;

    private final Database database;
    private final Tx tx;
    private final Streams.StreamRow stream;
    private final Lanes.LaneRow lane;
    private final Instant now;

    Delivery(Database database, Tx tx, Streams.StreamRow stream, Lanes.LaneRow lane, Instant now) {
        this.database = database;
        this.tx = tx;
        this.stream = stream;
        this.lane = lane;
        this.now = now;
    }

    /**
     * @param open the scope that is open in the lane from now on
     */
    record Result(Status status, Incoming.Content content, Optional<String> open) {}

    Result settle(Body body, Incoming incoming) throws SQLException, Refusal {
        return switch (incoming.header()) {
            case BatchHeader.Skip _ -> skip(incoming);
            case BatchHeader.Content header -> content(header, body, incoming);
        };
    }

    private Result skip(Incoming incoming) throws SQLException, Refusal {
        Incoming.Content nothing = incoming.read((_, _) -> {});
        Lanes.drop(tx, lane);
        return new Result(Status.COMMITTED, nothing, Optional.empty());
    }

    private Result content(BatchHeader.Content header, Body body, Incoming incoming)
            throws SQLException, Refusal {
        Streams.found(tx, stream, header);
        if (header.first()) {
            Lanes.drop(tx, lane);
        } else if (!lane.open().equals(Optional.of(OpenScope.of(header)))) {
            throw Refusal.of(
                    ProblemType.WINDOW_NOT_OPEN, "the window or file of this part is not open");
        }
        if (header.first() && body.seemsLast()) {
            return atOnce(header, incoming);
        }
        Incoming.Content judged = incoming.read((_, _) -> {});
        return judged.last() ? last(header, body, judged) : oneMore(header, body, judged);
    }

    /** The batch is the whole window or file: its rows are read once, on their way in. */
    private Result atOnce(BatchHeader.Content header, Incoming incoming)
            throws SQLException, Refusal {
        if (supersede(header)) {
            return new Result(Status.SUPERSEDED, incoming.read((_, _) -> {}), Optional.empty());
        }
        Part whole = new Part(OptionalInt.empty(), () -> incoming);
        Incoming.Content content = takeEffect(header, List.of(whole));
        if (!content.last()) {
            throw new IllegalStateException("the trailer is not what it seemed");
        }
        return new Result(Status.COMMITTED, content, Optional.empty());
    }

    private Result oneMore(BatchHeader.Content header, Body body, Incoming.Content judged)
            throws SQLException {
        Lanes.keep(tx, lane, body, judged.rows());
        return new Result(Status.COMMITTED, judged, Optional.of(OpenScope.of(header)));
    }

    private Result last(BatchHeader.Content header, Body body, Incoming.Content judged)
            throws SQLException, Refusal {
        boolean superseded = supersede(header);
        if (!superseded) {
            takeEffect(header, parts(body, judged));
        }
        Lanes.drop(tx, lane);
        return new Result(
                superseded ? Status.SUPERSEDED : Status.COMMITTED, judged, Optional.empty());
    }

    private List<Part> parts(Body body, Incoming.Content judged) throws SQLException {
        List<Part> parts = new ArrayList<>();
        for (Lanes.Part part : Lanes.parts(tx, lane)) {
            parts.add(
                    new Part(
                            OptionalInt.of(part.rows()),
                            () -> Incoming.open(Lanes.body(tx, lane, part))));
        }
        parts.add(new Part(OptionalInt.of(judged.rows()), () -> Incoming.open(body)));
        tx.patience(patience(parts.size()));
        return parts;
    }

    private Duration patience(int parts) {
        return database.statementTimeout().multipliedBy(1 + parts / PARTS_PER_TIMEOUT);
    }

    private boolean supersede(BatchHeader.Content header) throws SQLException {
        RowTable table = RowTable.of(header.data());
        return switch (header.scope()) {
            case Scope.Window window -> new Windows(tx, table, stream.id(), now).supersede(window);
            case Scope.Origin origin -> new Origins(tx, table, stream.id(), now).supersede(origin);
        };
    }

    private Incoming.Content takeEffect(BatchHeader.Content header, List<Part> parts)
            throws SQLException, Refusal {
        RowTable table = RowTable.of(header.data());
        int minutes = header.interval().map(i -> (int) i.toMinutes()).orElse(0);
        return switch (header.scope()) {
            case Scope.Window window ->
                    new Windows(tx, table, stream.id(), now).replace(window, parts);
            case Scope.Origin origin ->
                    new Origins(tx, table, stream.id(), now)
                            .take(origin, header.mode(), minutes, parts);
        };
    }
}

package io.tidegate.ingest.store;

import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.WireTime;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The latest name of each queue, by the time of the rows and not of their arrival: a backfill
 * brings old names after new ones. Collects while rows stream by. Used by one thread.
 */
final class QueueNames {
    private final Column identifier;
    private final Column name;
    private final Map<String, Named> latest = new HashMap<>();

    private record Named(String name, long micros) {}

    QueueNames(DataType data) {
        this.identifier = data.column("queueidentifier").orElse(null);
        this.name = data.column("queuename").orElse(null);
    }

    void add(Row row) {
        if (identifier == null) {
            return;
        }
        Named known = latest.get(row.text(identifier));
        if (known == null || row.time() >= known.micros()) {
            latest.put(row.text(identifier), new Named(row.text(name), row.time()));
        }
    }

    /** Writes those that are newer than what is stored. */
    void write(Tx tx, int streamId) throws SQLException {
        if (latest.isEmpty()) {
            return;
        }
        String[] ids = latest.keySet().toArray(String[]::new);
        String[] names = new String[ids.length];
        String[] times = new String[ids.length];
        for (int i = 0; i < ids.length; i++) {
            names[i] = latest.get(ids[i]).name();
            times[i] = WireTime.format(latest.get(ids[i]).micros());
        }
        tx.update(
                "INSERT INTO queue_row (stream_id, queueidentifier, queuename, named_at)"
                        + " SELECT ?, n.id, n.name, n.at"
                        + " FROM unnest(?::text[], ?::text[], ?::timestamptz[]) AS n(id, name, at)"
                        + " LEFT JOIN queue_row q ON q.stream_id = ? AND q.queueidentifier = n.id"
                        + " WHERE q.queueidentifier IS NULL OR n.at > q.named_at"
                        + " OR n.at = q.named_at AND n.name <> q.queuename"
                        + " ON CONFLICT (stream_id, queueidentifier) DO UPDATE"
                        + " SET queuename = excluded.queuename, named_at = excluded.named_at",
                streamId,
                ids,
                names,
                times,
                streamId);
    }
}

package io.tidegate.ingest.store;

import io.tidegate.protocol.Mode;
import io.tidegate.protocol.Scope;

import java.sql.SQLException;
import java.util.List;

/**
 * The files of a stream that come after another in the order of files (modified, name, revision)
 * and share time with it.
 *
 * @param all their numbers
 * @param replacing those whose rows take the place of others of the same identity
 */
record NewerFiles(Integer[] all, Integer[] replacing) {
    private record File(int id, boolean appends) {}

    static NewerFiles than(Tx tx, int streamId, Scope.Origin origin, TimeRange range)
            throws SQLException {
        List<File> files =
                tx.list(
                        "SELECT origin_id, mode FROM origin_row WHERE stream_id = ?"
                                + " AND range_from < ? AND range_to > ? AND sha256 <> ?"
                                + " AND (modified, name, revision) > (?, ?, ?)",
                        row ->
                                new File(
                                        row.getInt("origin_id"),
                                        row.getString("mode").equals(Mode.APPEND.wireName())),
                        streamId,
                        range.to(),
                        range.from(),
                        origin.sha256(),
                        origin.modified(),
                        origin.name(),
                        origin.revision());
        return new NewerFiles(
                files.stream().map(File::id).toArray(Integer[]::new),
                files.stream().filter(f -> !f.appends()).map(File::id).toArray(Integer[]::new));
    }

    boolean isEmpty() {
        return all.length == 0;
    }
}

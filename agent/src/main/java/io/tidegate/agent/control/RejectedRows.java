package io.tidegate.agent.control;

import io.tidegate.agent.file.RejectFiles;
import io.tidegate.agent.source.csv.RejectList;
import io.tidegate.agent.store.RejectRecord;
import io.tidegate.agent.store.Store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the rejected rows of a file or window: of a file from its list, which has them all, and
 * from the store what is not in a list. Each row has the columns of a list. Thread-safe.
 */
final class RejectedRows {
    private static final int LOOKED_AT = 1_000;
    private static final int COLUMN = 3;
    private static final int REASON = 6;
    private static final int MOST_REASONS = 5;

    private final Store store;
    private final Path dataDir;

    RejectedRows(Store store, Path dataDir) {
        this.store = store;
        this.dataDir = dataDir;
    }

    /** Shows row after row while more are wanted. */
    void read(Rejected of, RejectList.Rows rows) throws IOException {
        boolean[] wanted = {true};
        boolean hasList = list(of).isPresent();
        if (hasList) {
            RejectFiles.read(list(of).get(), row -> wanted[0] = rows.row(row));
        }
        for (RejectRecord one : store.read(tx -> tx.rereads().rejects(of.unit()))) {
            if (wanted[0] && !(hasList && Rejected.isOwn(one))) {
                wanted[0] = rows.row(row(of, one));
            }
        }
    }

    private static List<String> row(Rejected of, RejectRecord r) {
        String line = r.place().startsWith("line ") ? r.place().substring(5) : "";
        String where = line.isEmpty() && !r.place().isEmpty() ? " (" + r.place() + ")" : "";
        return List.of(of.name(), line, "", r.column(), "", "", r.reason() + where);
    }

    Optional<Path> list(Rejected of) {
        return switch (of) {
            case Rejected.OfFile file ->
                    Optional.of(RejectFiles.list(dataDir, file.file()))
                            .filter(Files::isRegularFile);
            case Rejected.OfWindow _ -> Optional.empty();
        };
    }

    /** Column and reason to how many, the most frequent first, over the first thousand rows. */
    Map<String, Long> reasons(Rejected of) throws IOException {
        Map<String, Long> counts = new LinkedHashMap<>();
        int[] seen = {0};
        read(
                of,
                row -> {
                    counts.merge((row.get(COLUMN) + " " + row.get(REASON)).strip(), 1L, Long::sum);
                    return ++seen[0] < LOOKED_AT;
                });
        Map<String, Long> first = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Collections.reverseOrder(Map.Entry.comparingByValue()))
                .limit(MOST_REASONS)
                .forEach(e -> first.put(e.getKey(), e.getValue()));
        return first;
    }
}

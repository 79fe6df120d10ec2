package io.tidegate.agent.file;

import io.tidegate.agent.store.FileRecord;
import io.tidegate.agent.store.FileRecord.State;
import io.tidegate.agent.store.StreamRecord;
import io.tidegate.agent.store.Tx;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Up to where a stream was complete before the files came that nobody knows the times of: those
 * that wait in the folder, and those that were stopped before a time in them could be read. The
 * cloud is told no more than that until all of them are dealt with. The earliest such bound is kept
 * in the store, and stands for all after a restart. Used by one thread; {@link #limit} by any.
 */
final class Doubts {
    private static final String KEY = "csv-doubt";
    private static final String NONE = "";
    private static final String NOTHING_COMPLETE = "-";
    private static final int MOST = 10_000;
    private static final Set<State> NOT_TAKEN = EnumSet.of(State.HELD, State.REFUSED, State.STALE);

    private final FileStream stream;
    private final Path folder;
    private final Map<Path, Optional<Instant>> complete = new HashMap<>();
    private boolean begun;

    Doubts(FileStream stream, Folder folder) {
        this.stream = stream;
        this.folder = folder.directory();
    }

    /** What of a bound may be claimed; empty if nothing may. */
    static Optional<Instant> limit(Tx tx, String stream, Instant bound) {
        return switch (kept(tx, stream)) {
            case NONE -> Optional.of(bound);
            case NOTHING_COMPLETE -> Optional.empty();
            case String text -> Optional.of(earlier(Instant.parse(text), bound));
        };
    }

    /**
     * These files wait. To be called before any of them is taken.
     *
     * @param more whether others wait besides
     */
    void look(Set<Path> waiting, boolean more) {
        Set<Path> stopped = stopped();
        Set<Path> all = new HashSet<>(waiting);
        all.addAll(stopped);
        if (more) {
            all.add(folder); // Stands for those that are not listed yet.
        }
        Optional<Instant> bound = bound();
        Optional<Instant> before =
                bound.flatMap(b -> stream.store().read(tx -> limit(tx, stream.name(), b)));
        complete.keySet().retainAll(all);
        // Whatever was there at the start, and a stopped file that was moved, came before now.
        all.forEach(
                path ->
                        complete.putIfAbsent(
                                path, begun && !stopped.contains(path) ? bound : before));
        begun = true;
        keep();
    }

    /** That file is dealt with. */
    void done(Path path) {
        if (complete.containsKey(path)) {
            complete.remove(path);
            keep();
        }
    }

    private Set<Path> stopped() {
        List<FileRecord> files =
                stream.store().read(tx -> tx.files(stream.name(), NOT_TAKEN, MOST));
        Set<Path> paths = new HashSet<>();
        for (FileRecord file : files) {
            if (file.from().isEmpty()) {
                paths.add(Path.of(file.path()));
            }
        }
        return paths;
    }

    private Optional<Instant> bound() {
        return stream.store().read(tx -> tx.stream(stream.name())).flatMap(StreamRecord::bound);
    }

    private void keep() {
        String now = earliest();
        if (!now.equals(stream.store().read(tx -> kept(tx, stream.name())))) {
            byte[] bytes = now.getBytes(StandardCharsets.UTF_8);
            stream.store().change(tx -> tx.putBlob(stream.name(), KEY, bytes));
        }
    }

    private String earliest() {
        if (complete.values().stream().anyMatch(Optional::isEmpty)) {
            return NOTHING_COMPLETE;
        }
        return complete.values().stream()
                .flatMap(Optional::stream)
                .min(Instant::compareTo)
                .map(Instant::toString)
                .orElse(NONE);
    }

    private static String kept(Tx tx, String stream) {
        return tx.blob(stream, KEY)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse(NONE);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}

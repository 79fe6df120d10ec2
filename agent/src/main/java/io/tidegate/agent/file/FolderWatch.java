package io.tidegate.agent.file;

import io.tidegate.agent.store.FileRecord;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds out which files of a folder are new. What is known to the store under its path, size and
 * time is not hashed again, not even after a restart. Memory: 16 bytes per file, and the oldest
 * thousand new ones. Used by one thread.
 */
final class FolderWatch {
    private static final int MOST = 1_000;

    private final Folder folder;
    private final Predicate<Found> stored;
    private Stamps settled = new Stamps();

    /**
     * @param stored whether the store knows that file and nothing is to be done about it
     */
    FolderWatch(Folder folder, Predicate<Found> stored) {
        this.folder = folder;
        this.stored = stored;
    }

    /**
     * What lies in the folder now.
     *
     * @param fresh the oldest new files, in order
     * @param more how many new files there are besides
     * @param known some of the files about which nothing is to be done, the oldest
     */
    record Look(List<Found> fresh, long more, List<Found> known) {
        Set<Path> paths() {
            var paths = new HashSet<Path>();
            fresh.forEach(file -> paths.add(file.path()));
            return paths;
        }
    }

    Look look() throws FolderAwayException {
        var seen = new Stamps();
        var fresh = new Oldest();
        var known = new Oldest();
        folder.list(
                file -> {
                    if (settled.contains(file.stamp()) || stored.test(file)) {
                        seen.add(file.stamp());
                        known.offer(file);
                    } else {
                        fresh.offer(file);
                    }
                });
        settled = seen;
        return new Look(fresh.inOrder(), fresh.more, known.inOrder());
    }

    /** Nothing more is to be done about that file as it is. */
    void settle(Found file) {
        settled.add(file.stamp());
    }

    /** Whether a record says all there is to say about a file. */
    static boolean fits(FileRecord record, Found file) {
        return record.size() == file.size()
                && record.modified().equals(file.modifiedMicros())
                && record.state() != FileRecord.State.STALE;
    }

    /** Keeps the first files by {@link Found#ORDER}. */
    private static final class Oldest {
        private final PriorityQueue<Found> files =
                new PriorityQueue<>(Comparator.comparing((Found f) -> f, Found.ORDER).reversed());
        private long more;

        void offer(Found file) {
            files.add(file);
            if (files.size() > MOST) {
                files.poll();
                more++;
            }
        }

        List<Found> inOrder() {
            var list = new ArrayList<>(files);
            list.sort(Found.ORDER);
            return list;
        }
    }
}

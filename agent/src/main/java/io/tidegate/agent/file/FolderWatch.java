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
 * time is not hashed again, not even after a restart. Memory: 16 to 32 bytes per file, and the
 * oldest ten thousand new ones. Used by one thread.
 */
final class FolderWatch {
    private static final int MOST = 10_000;

    private final Folder folder;
    private final Stored stored;
    private Stamps settled = new Stamps();

    /** New files that the store was asked about; null before the first look. */
    private Stamps asked;

    /** What the store knows of files about which nothing is to be done. */
    interface Stored {
        /** Whether that is one of them. */
        boolean settles(Found file);

        /** {@link Found#storedStamp} of all of them: for many files at once. */
        Stamps all();
    }

    FolderWatch(Folder folder, Stored stored) {
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
        var pending = new Stamps();
        Predicate<Found> known = known();
        var fresh = new Oldest();
        var done = new Oldest();
        folder.list(
                file -> {
                    if (settled.contains(file.stamp()) || known.test(file)) {
                        seen.add(file.stamp());
                        done.offer(file);
                    } else {
                        pending.add(file.stamp());
                        fresh.offer(file);
                    }
                });
        settled = seen;
        asked = pending;
        return new Look(fresh.inOrder(), fresh.more, done.inOrder());
    }

    /** The first look asks about all files at once, the later ones about what is new to them. */
    private Predicate<Found> known() {
        if (asked == null) {
            Stamps all = stored.all();
            return file -> all.contains(file.storedStamp());
        }
        return file -> !asked.contains(file.stamp()) && stored.settles(file);
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

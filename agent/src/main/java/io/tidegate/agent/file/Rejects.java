package io.tidegate.agent.file;

import io.tidegate.agent.disk.OwnerOnly;
import io.tidegate.agent.loop.OutageException;
import io.tidegate.agent.row.Rejection;
import io.tidegate.agent.source.csv.RejectList;
import io.tidegate.agent.store.RejectRecord;
import io.tidegate.agent.store.Unit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The rejected rows of one file: all of them in a list beside the store (up to a million), the
 * first thousand for the store itself. Used by one thread.
 */
final class Rejects implements AutoCloseable {
    private static final int MOST_STORED = 1_000;
    private static final int MOST_LISTED = 1_000_000;
    private static final int LONGEST_NAME = 150;

    private final Path folder;
    private final String file;
    private final List<Rejection> first = new ArrayList<>();
    private RejectList list;
    private int count;

    /**
     * @param folder where lists are kept; made with the first rejected row
     * @param file the name of the file that is read
     */
    Rejects(Path folder, String file) {
        this.folder = folder;
        this.file = file;
    }

    void add(Rejection rejection) {
        count++;
        if (first.size() < MOST_STORED) {
            first.add(rejection);
        }
        if (count <= MOST_LISTED) {
            list(rejection);
        }
    }

    /** Begins anew. */
    void clear() {
        close();
        first.clear();
        count = 0;
    }

    int count() {
        return count;
    }

    /** The first reason, for a message; empty if there is none. */
    String firstReason() {
        if (first.isEmpty()) {
            return "";
        }
        Rejection one = first.getFirst();
        return "%s: %s %s".formatted(one.place(), one.column(), one.reason()).strip();
    }

    /** For the store. */
    List<RejectRecord> records(Unit unit, Instant now) {
        return first.stream()
                .map(
                        r ->
                                new RejectRecord(
                                        unit,
                                        r.place(),
                                        r.column(),
                                        r.reason(),
                                        RejectRecord.AGENT,
                                        now))
                .toList();
    }

    /** Keeps the list under the name of the file it is about; a list of before goes. */
    void keep(Found file, String sha256) {
        Path kept = folder.resolve(name(file, sha256));
        try {
            if (list == null) {
                Files.deleteIfExists(kept);
            } else {
                if (count > MOST_LISTED) {
                    list.addNote((count - MOST_LISTED) + " more rows were rejected");
                }
                list.close();
                Files.move(draft(), kept, StandardCopyOption.ATOMIC_MOVE);
                list = null;
            }
        } catch (IOException e) {
            throw outage(e);
        }
    }

    /** Drops a list that was not kept. */
    @Override
    public void close() {
        try {
            if (list != null) {
                list.close();
                list = null;
                Files.deleteIfExists(draft());
            }
        } catch (IOException e) {
            throw outage(e);
        }
    }

    private void list(Rejection rejection) {
        try {
            if (list == null) {
                OwnerOnly.folder(folder);
                Files.deleteIfExists(draft());
                list = new RejectList(Files.newBufferedWriter(OwnerOnly.file(draft())), file);
            }
            list.add(rejection);
        } catch (IOException e) {
            throw outage(e);
        }
    }

    private Path draft() {
        return folder.resolve(".draft.tmp");
    }

    private static String name(Found file, String sha256) {
        return name(file.name(), sha256);
    }

    /** What the list of a file is called. */
    static String name(String name, String sha256) {
        String shortened = name.substring(0, Math.min(name.length(), LONGEST_NAME));
        return shortened + "-" + sha256.substring(0, 8) + ".csv";
    }

    private OutageException outage(IOException e) {
        return new OutageException(
                FileEvent.DATA_FOLDER_UNWRITABLE,
                "the list of rejected rows cannot be written in "
                        + folder
                        + "; see its disk and rights",
                e);
    }
}

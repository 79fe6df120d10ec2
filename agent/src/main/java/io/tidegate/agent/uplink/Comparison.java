package io.tidegate.agent.uplink;

import io.tidegate.agent.store.FileRecord;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.Unit;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.protocol.StoredOrigin;
import io.tidegate.protocol.StoredWindow;
import io.tidegate.protocol.WindowHash;
import io.tidegate.protocol.WireTime;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Brings the ledger of one stream to agree with what the ingest has stored: takes over what the
 * ledger does not know, marks what differs to be read again, and what the ingest has lost. Touches
 * only differences. Doing it twice does no harm. Remembers eight bytes per window and file. Owned
 * by the delivery thread.
 */
final class Comparison {
    /**
     * What a new ledger may say of a file that the ingest has: what speaks against it was decided
     * before.
     */
    private static final Set<FileRecord.State> NEVER_SENT =
            Set.of(FileRecord.State.STALE, FileRecord.State.HELD, FileRecord.State.REFUSED);

    /** A bite of the ledger: a year of hours at the most. */
    private static final Duration BITE = Duration.ofDays(366);

    private static final int FILES = 1_000;

    private final String stream;
    private final Store store;
    private final InstantSource clock;
    private final Longs windows = new Longs();
    private final Longs files = new Longs();
    private long highest;
    private long differing;
    private long lost;

    Comparison(String stream, Store store, InstantSource clock) {
        this.stream = stream;
        this.store = store;
        this.clock = clock;
    }

    /** Windows and files that were not the same on both sides. */
    long differing() {
        return differing;
    }

    /** Windows and files that the ingest has lost. */
    long lost() {
        return lost;
    }

    /** The highest revision that the ingest has named; 0 if none. */
    long highest() {
        return highest;
    }

    /** Takes a page of the ingest's windows. */
    void windows(List<StoredWindow> page) {
        page.forEach(w -> highest = Math.max(highest, w.revision()));
        page.forEach(w -> windows.add(WireTime.micros(w.from())));
        List<StoredWindow> others =
                store.read(tx -> page.stream().filter(w -> !isSame(tx, w)).toList());
        if (!others.isEmpty()) {
            differing += others.size();
            store.change(tx -> others.forEach(w -> tx.adopt(WindowRecord.ofIngest(stream, w))));
        }
    }

    private boolean isSame(Tx tx, StoredWindow w) {
        return tx.window(stream, w.from())
                .filter(l -> l.to().equals(w.to()))
                .filter(l -> l.acked() == w.revision() && l.revision() == w.revision())
                .flatMap(WindowRecord::content)
                .filter(sent -> sent.equals(w.hash()) || lacksRejectedAlone(tx, sent, w))
                .isPresent();
    }

    /**
     * The ingest reckons with what it has stored, and the rows that it rejected are not among it. A
     * revision is used only once, so nobody else has sent what is stored under this one.
     */
    private boolean lacksRejectedAlone(Tx tx, WindowHash sent, StoredWindow w) {
        long lacking = sent.rows() - w.hash().rows();
        return lacking > 0 && lacking == tx.rejectedOnArrival(new Unit.Window(stream, w.from()));
    }

    /** All pages of windows were taken: what the ingest did not name it does not have. */
    void windowsEnd() {
        Instant end = clock.instant().plus(BITE);
        for (Instant from = Instant.EPOCH; from.isBefore(end); from = from.plus(BITE)) {
            Instant bite = from;
            List<Unit> gone =
                    store.read(
                            tx ->
                                    tx.windows(stream, bite, bite.plus(BITE)).stream()
                                            .filter(this::isLost)
                                            .map(w -> (Unit) new Unit.Window(stream, w.from()))
                                            .toList());
            lose(gone);
        }
    }

    private boolean isLost(WindowRecord window) {
        return window.acked() > 0 && !windows.contains(WireTime.micros(window.from()));
    }

    private void lose(List<Unit> gone) {
        lost += gone.size();
        if (!gone.isEmpty()) {
            store.change(tx -> gone.forEach(tx::lost));
        }
    }

    /** Takes a page of the ingest's files. */
    void origins(List<StoredOrigin> page) {
        page.forEach(o -> highest = Math.max(highest, o.revision()));
        page.forEach(o -> files.add(key(o.sha256())));
        store.change(tx -> page.forEach(o -> origin(tx, o)));
    }

    private void origin(Tx tx, StoredOrigin o) {
        tx.raiseRevision(stream, o.revision());
        Optional<FileRecord> line = tx.file(stream, o.sha256());
        boolean knownOlder =
                line.filter(f -> f.state() == FileRecord.State.COMMITTED)
                        .filter(f -> f.revision() > o.revision())
                        .isPresent();
        // The same bytes under a lower revision would be superseded: the ingest has them.
        boolean waitsInVain =
                line.filter(f -> f.state() == FileRecord.State.TAKEN)
                        .filter(f -> f.revision() < o.revision())
                        .isPresent();
        boolean unknown =
                line.isEmpty()
                        || line.get().state() == FileRecord.State.COMMITTED
                                && line.get().revision() < o.revision()
                        || NEVER_SENT.contains(line.get().state()) && line.get().revision() == 0;
        if (knownOlder) {
            differing++;
            tx.lost(new Unit.File(stream, o.sha256()));
        } else if (waitsInVain) {
            differing++;
            tx.adopt(record(o, line));
        } else if (unknown) {
            differing++;
            tx.putFile(record(o, line));
        }
    }

    private FileRecord record(StoredOrigin o, Optional<FileRecord> line) {
        return new FileRecord(
                stream,
                o.sha256(),
                line.map(FileRecord::path).orElse(o.name()),
                line.map(FileRecord::size).orElse(0L),
                line.map(FileRecord::modified).orElse(o.modified()),
                FileRecord.State.COMMITTED,
                o.revision(),
                o.rows(),
                line.map(FileRecord::rejected).orElse(0),
                line.flatMap(FileRecord::from),
                line.flatMap(FileRecord::to),
                line.flatMap(FileRecord::takenAt),
                Optional.of(clock.instant()),
                false,
                "");
    }

    /** All pages of files were taken. */
    void originsEnd() {
        String after = "";
        for (List<FileRecord> bite = files(after); !bite.isEmpty(); bite = files(after)) {
            after = bite.getLast().sha256();
            lose(
                    bite.stream()
                            .filter(f -> f.state() == FileRecord.State.COMMITTED)
                            .filter(f -> !files.contains(key(f.sha256())))
                            .map(f -> (Unit) new Unit.File(stream, f.sha256()))
                            .toList());
        }
    }

    private List<FileRecord> files(String after) {
        return store.read(tx -> tx.filesAfter(stream, after, FILES));
    }

    /** The first eight bytes of a hash tell files apart as well as all of it. */
    private static long key(String sha256) {
        return Long.parseUnsignedLong(sha256.substring(0, 16), 16);
    }
}

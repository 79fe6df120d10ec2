package io.tidegate.agent.store;

import io.tidegate.agent.batch.EncodedPart;
import io.tidegate.agent.loop.Clock;
import io.tidegate.protocol.Lane;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The vocabulary over one connection. Used by one thread at a time.
 *
 * <p>What happens to a unit, its parts and its lane:
 *
 * <pre>
 * call             line of the ledger            parts in the spool            lane
 * append first     -                             + part                        opens, unless last
 * append           -                             + part                        -
 * append last      (intake: READ, TAKEN)         + part                        closes
 * dropUnattempted  STALE if it spoke of them     all go                        closes
 * abandon          -                             unattempted go; + skip if     closes
 *                                                any was attempted
 * attempt          -                             the head gets its number      attempted + 1
 *   damaged body   STALE                         later go, the head is a skip  closes
 * settle           last: acked, COMMITTED        the head goes                 acked + 1
 * setAside         ASIDE                         later go, the head is a skip  closes
 * readAgain        STALE                         later go, the head is a skip  closes
 * replace          -                             the head becomes several      -
 * newEpoch         torn units: STALE             torn units and skips go       both 0
 * adopt            READ, STALE or forgotten      of other content or edges go  closes with them
 *   of a file      COMMITTED                     all go                        closes
 * forgetUpTo       STALE                         all go                        closes
 * lost             STALE, acked 0                -                             -
 * restart          -                             as abandon, for open windows  closes
 * </pre>
 *
 * <p>A torn unit has its first part released, or its last neither stored nor awaited. Only the head
 * of a lane can have a number without being settled, so {@code attempted} is {@code acked} or one
 * more.
 */
final class SqliteTx implements Tx {
    private final Session session;
    private final BooleanSupplier roomForMore;
    private final StreamTable streams;
    private final WindowTable windows;
    private final FileTable files;
    private final RejectTable rejects;
    private final BatchTable batches;
    private final LaneTable lanes;
    private final UnitLedger ledger;
    private final SpoolSide spool;
    private final DeliverySide delivery;
    private final Adoption adoption;

    /** Units of which this transaction has changed the line or the parts. */
    private final Set<Unit> touched = new HashSet<>();

    private boolean spoolChanged;

    SqliteTx(Session session, Clock clock, BooleanSupplier roomForMore) {
        this.session = session;
        this.roomForMore = roomForMore;
        streams = new StreamTable(session);
        windows = new WindowTable(session);
        files = new FileTable(session);
        rejects = new RejectTable(session);
        batches = new BatchTable(session);
        lanes = new LaneTable(session);
        ledger = new UnitLedger(windows, files);
        spool = new SpoolSide(batches, lanes, ledger, streams, rejects, clock);
        delivery = new DeliverySide(batches, lanes, ledger, streams, rejects, spool, clock);
        adoption = new Adoption(windows, files, streams, batches, spool);
    }

    /** Forgets the transaction before. */
    void fresh() {
        touched.clear();
        spoolChanged = false;
        streams.fresh();
    }

    boolean spoolChanged() {
        return spoolChanged;
    }

    /** Makes a new store's one line of itself, once. */
    void found(Supplier<String> newInstance) {
        streams.found(newInstance);
    }

    /** See {@link SpoolSide#dropUnfinished}. */
    List<Unit> dropUnfinished() {
        return spool.dropUnfinished();
    }

    /** Refuses to commit a ledger that speaks of what is not there. */
    void verify() {
        touched.forEach(spool::verify);
    }

    @Override
    public AgentRecord agent() {
        return streams.agent();
    }

    @Override
    public void putAgent(AgentRecord agent) {
        SpoolSide.require(
                agent.epoch() == streams.agent().epoch(), "an epoch begins by newEpoch alone");
        streams.putAgent(agent);
    }

    @Override
    public Optional<StreamRecord> stream(String name) {
        return streams.stream(name);
    }

    @Override
    public List<StreamRecord> streams() {
        return streams.streams();
    }

    @Override
    public void putStream(StreamRecord stream) {
        streams.putStream(stream);
    }

    @Override
    public long nextRevision(String stream) {
        return streams.nextRevision(stream);
    }

    @Override
    public void raiseRevision(String stream, long atLeast) {
        streams.raiseRevision(stream, atLeast);
    }

    @Override
    public Optional<WindowRecord> window(String stream, Instant from) {
        return windows.window(stream, from);
    }

    @Override
    public List<WindowRecord> windows(String stream, Instant from, Instant to) {
        return windows.windows(stream, from, to);
    }

    @Override
    public Rereads rereads() {
        return new Rereads(windows, batches, rejects);
    }

    @Override
    public List<WindowRecord> windows(String stream, Set<WindowRecord.State> states, int limit) {
        return windows.windows(stream, states, limit);
    }

    @Override
    public void putWindow(WindowRecord window) {
        refuseOverlap(window);
        windows.put(LineRules.merged(windows.window(window.stream(), window.from()), window));
        touched.add(new Unit.Window(window.stream(), window.from()));
    }

    private void refuseOverlap(WindowRecord window) {
        for (WindowRecord other : windows.windows(window.stream(), window.from(), window.to())) {
            SpoolSide.require(
                    other.from().equals(window.from()) && other.to().equals(window.to()),
                    "the window of %s from %s would overlap that from %s"
                            .formatted(window.stream(), window.from(), other.from()));
        }
    }

    @Override
    public void dropWindow(String stream, Instant from) {
        spool.refuseEncoded(new Unit.Window(stream, from));
        windows.drop(stream, from);
    }

    @Override
    public void adopt(WindowRecord ingests) {
        adoption.adopt(ingests);
        spoolChanged = true;
    }

    @Override
    public void adopt(FileRecord ingests) {
        adoption.adopt(ingests);
        spoolChanged = true;
    }

    @Override
    public void forgetUpTo(String stream, long revision) {
        delivery.forgetUpTo(stream, revision);
        spoolChanged = true;
    }

    @Override
    public void lost(Unit unit) {
        ledger.lost(unit);
    }

    @Override
    public Map<WindowRecord.State, Long> countWindows(String stream) {
        return windows.count(stream);
    }

    @Override
    public Spans spans() {
        return new SpanTable(session);
    }

    @Override
    public Optional<FileRecord> file(String stream, String sha256) {
        return files.file(stream, sha256);
    }

    @Override
    public List<FileRecord> files(String stream, Set<FileRecord.State> states, int limit) {
        return files.files(stream, states, limit);
    }

    @Override
    public List<FileRecord> filesAfter(String stream, String sha256, int limit) {
        return files.after(stream, sha256, limit);
    }

    @Override
    public List<FileRecord> files(String stream, Instant from, Instant to) {
        return files.files(stream, from, to);
    }

    @Override
    public void putFile(FileRecord file) {
        files.put(LineRules.merged(files.file(file.stream(), file.sha256()), file));
        touched.add(new Unit.File(file.stream(), file.sha256()));
    }

    @Override
    public Optional<FileRecord> fileAt(String stream, String path) {
        return files.at(stream, path);
    }

    @Override
    public void dropFile(String stream, String sha256) {
        spool.refuseEncoded(new Unit.File(stream, sha256));
        files.drop(stream, sha256);
    }

    @Override
    public Optional<byte[]> blob(String stream, String name) {
        return streams.blob(stream, name);
    }

    @Override
    public void putBlob(String stream, String name, byte[] value) {
        streams.putBlob(stream, name, value);
    }

    @Override
    public void append(NewBatch batch) {
        if (!roomForMore.getAsBoolean()) {
            throw new StoreFullException(
                    "the disk that holds " + session.file() + " is full; make room on it", null);
        }
        spool.append(batch);
        touched.add(batch.unit());
        spoolChanged = true;
    }

    @Override
    public Optional<OpenUnit> open(String stream, Lane lane) {
        return lanes.lane(stream, lane).isOpen();
    }

    @Override
    public boolean onItsWay(Unit unit) {
        return spool.onItsWay(unit);
    }

    @Override
    public void dropUnattempted(Unit unit) {
        spool.dropUnattempted(unit);
        spoolChanged = true;
    }

    @Override
    public void abandon(Unit unit) {
        spool.abandon(unit);
        spoolChanged = true;
    }

    @Override
    public SpoolUsage usage() {
        return lanes.usage();
    }

    @Override
    public SpoolUsage usage(String stream) {
        return lanes.usage(stream);
    }

    @Override
    public void count(String stream, Counter counter, long by) {
        streams.count(stream, counter, by);
    }

    @Override
    public Map<Counter, Long> counters(String stream) {
        return streams.counters(stream);
    }

    @Override
    public void putRejects(Unit unit, String by, Collection<RejectRecord> rejected) {
        rejects.replace(unit, by, rejected);
    }

    @Override
    public void addReject(RejectRecord reject) {
        rejects.add(List.of(reject));
    }

    @Override
    public List<RejectRecord> rejects(Optional<String> stream, int limit) {
        return rejects.latest(stream, limit);
    }

    @Override
    public long countRejects(String stream) {
        return rejects.count(stream);
    }

    @Override
    public long rejectedOnArrival(Unit unit) {
        return rejects.countSent(unit);
    }

    @Override
    public List<RejectReason> rejectReasons(String stream, int limit) {
        return rejects.reasons(stream, limit);
    }

    @Override
    public int forgetRejects(Instant before) {
        return rejects.forget(before);
    }

    @Override
    public List<LanePosition> lanesWithWork() {
        return lanes.withWork().stream().map(LaneLine::position).toList();
    }

    @Override
    public List<LanePosition> positions() {
        return lanes.lanes().stream().map(LaneLine::position).toList();
    }

    @Override
    public Optional<SpooledBatch> attempt(String stream, Lane lane) {
        return delivery.attempt(stream, lane);
    }

    @Override
    public void settle(SpooledBatch batch, List<RejectRecord> rejected) {
        delivery.settle(batch, rejected);
        spoolChanged = true;
    }

    @Override
    public void setAside(SpooledBatch batch, String reason) {
        delivery.setAside(batch, reason);
        spoolChanged = true;
    }

    @Override
    public void readAgain(SpooledBatch batch) {
        delivery.readAgain(batch);
        spoolChanged = true;
    }

    @Override
    public void replace(SpooledBatch batch, List<EncodedPart> parts) {
        delivery.replace(batch, parts);
        spoolChanged = true;
    }

    @Override
    public void newEpoch(long epoch) {
        delivery.newEpoch(epoch);
        spoolChanged = true;
    }
}

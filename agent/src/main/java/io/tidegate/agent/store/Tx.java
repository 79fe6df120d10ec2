package io.tidegate.agent.store;

import io.tidegate.agent.batch.EncodedPart;
import io.tidegate.protocol.Lane;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The vocabulary of the store, inside one transaction: everything or nothing of it becomes durable.
 * Valid only within the call that hands it over. Never held while a source is read or a batch is
 * sent. Instants are kept to the microsecond.
 *
 * <p>Whoever changes a line of the ledger reads it in the same transaction: between two of them
 * delivery or a person may have changed it.
 */
public interface Tx {
    // The agent and its streams

    AgentRecord agent();

    /** Keeps what is said of the folder; the epoch changes by {@link #newEpoch} only. */
    void putAgent(AgentRecord agent);

    Optional<StreamRecord> stream(String name);

    List<StreamRecord> streams();

    void putStream(StreamRecord stream);

    /** The next number of the stream's one counter of revisions, from 1. */
    long nextRevision(String stream);

    /** Never hands out a revision below that again: what the ingest has seen in an earlier life. */
    void raiseRevision(String stream, long atLeast);

    // The ledger of windows

    Optional<WindowRecord> window(String stream, Instant from);

    /** The windows that overlap [from, to), oldest first. */
    List<WindowRecord> windows(String stream, Instant from, Instant to);

    /** Which windows may have to be read again, and of what rows were rejected. */
    Rereads rereads();

    /** The windows in one of those states, oldest first, at most {@code limit}. */
    List<WindowRecord> windows(String stream, Set<WindowRecord.State> states, int limit);

    /**
     * Writes or rewrites a line of the ledger; refuses one that would overlap another. {@code
     * acked} is never lowered. {@code STALE} is not undone by {@code READ} or {@code UNREAD}
     * without a higher revision: the line then stays {@code STALE}, and all else is written. A line
     * may say {@code READ} only if the last part of its revision stands in the spool by the end of
     * the transaction, or the ingest has acked that revision; anything else is a programmer's
     * error.
     */
    void putWindow(WindowRecord window);

    /** Forgets a window, to be replaced by its pieces; refuses one that was ever encoded. */
    void dropWindow(String stream, Instant from);

    /**
     * Takes over what the ingest says it has stored for a window, as READ and acked. Ledger lines
     * that overlap it with other edges are forgotten together with their stored, unsettled parts. A
     * line with the same edges and other content takes over the ingest's content as what a read is
     * compared with, and becomes STALE; but if a later revision of it waits in the spool that was
     * compared with no less than what the ingest has, that one stands. What is STALE, HELD or GONE
     * stays so. Later revisions of the stream lie above it.
     */
    void adopt(WindowRecord ingests);

    /**
     * Takes over what the ingest says it has of a file: COMMITTED under its revision. Parts of it
     * in the spool go, and later revisions of the stream lie above it.
     */
    void adopt(FileRecord ingests);

    /**
     * Takes the units of the stream with a revision up to that out of the spool, as if they had
     * been encoded: an earlier data folder has used these numbers. Windows become STALE; files too,
     * as if they had never been taken.
     */
    void forgetUpTo(String stream, long revision);

    /**
     * The ingest does not have the window or file, though it was told to have it: STALE, and no
     * revision acked. Parts of it in the spool stay.
     */
    void lost(Unit unit);

    /** Number of windows per state. */
    Map<WindowRecord.State, Long> countWindows(String stream);

    /** What is known of agent-status spans of those windows. */
    Spans spans();

    // Files

    Optional<FileRecord> file(String stream, String sha256);

    /** The files in one of those states, by modification time, then path. */
    List<FileRecord> files(String stream, Set<FileRecord.State> states, int limit);

    /**
     * The files with times in [from, to), by modification time, then path; of those without times,
     * the ones modified then.
     */
    List<FileRecord> files(String stream, Instant from, Instant to);

    /** The files after that one in the order of their sha256, at most {@code limit}. */
    List<FileRecord> filesAfter(String stream, String sha256, int limit);

    void putFile(FileRecord file);

    /** The file that was last seen under that absolute path; the latest written, if several. */
    Optional<FileRecord> fileAt(String stream, String path);

    /**
     * Forgets a file, such as one that was replaced before it was taken; refuses one that was ever
     * encoded.
     */
    void dropFile(String stream, String sha256);

    /** A small value kept for a stream under a name, such as a frozen CSV dialect. */
    Optional<byte[]> blob(String stream, String name);

    void putBlob(String stream, String name, byte[] value);

    // The spool, intake's side

    /**
     * Puts a part at the end of its lane. The unit has its line in the ledger, at the latest by the
     * end of the same transaction. A part with {@code first} and without {@code last} opens the
     * lane for its unit; until {@code last} or {@link #abandon} nothing else may be put there, but
     * that a window puts an end to an open file: its source is no folder any more. Parts may be
     * sent before the last is stored.
     *
     * @throws UnitLostException if a later part comes after the earlier ones were lost (refused by
     *     the ingest, damaged, a new epoch), or if meanwhile the ingest was found to have a later
     *     revision: the unit must be read again
     */
    void append(NewBatch batch);

    /** What that lane is open for, if it is: nothing else may be put there. */
    Optional<OpenUnit> open(String stream, Lane lane);

    /**
     * Whether any part of the unit was attempted while it is not settled as a whole: then no newer
     * revision may be stored.
     */
    boolean onItsWay(Unit unit);

    /**
     * Drops all stored parts of the unit, of which none was attempted, so that a newer revision can
     * be stored. If they were what the ledger says of the unit, it becomes STALE until the newer
     * revision is stored.
     */
    void dropUnattempted(Unit unit);

    /**
     * Gives up a unit whose last part is not stored: reading it failed. Its unattempted parts go;
     * if any was attempted, a skip makes the ingest drop what it has of it. The ledger stays, since
     * it says nothing of those parts. Does nothing if the unit is not open.
     */
    void abandon(Unit unit);

    SpoolUsage usage();

    SpoolUsage usage(String stream);

    // Counters that survive

    void count(String stream, Counter counter, long by);

    /** Every counter, 0 if it never counted. */
    Map<Counter, Long> counters(String stream);

    // Rejects

    /** Replaces what {@code by} had listed for the unit. */
    void putRejects(Unit unit, String by, Collection<RejectRecord> rejects);

    /** Lists one more reject, beside those that are listed for its unit. */
    void addReject(RejectRecord reject);

    /** The latest first. */
    List<RejectRecord> rejects(Optional<String> stream, int limit);

    long countRejects(String stream);

    /**
     * How many rows of the unit's last sent revision the ingest does not have though they were
     * encoded: it rejected them, or no batch that held them got through.
     */
    long rejectedOnArrival(Unit unit);

    /** The most frequent reasons among the latest 10,000 rejects of the stream, those first. */
    List<RejectReason> rejectReasons(String stream, int limit);

    /** Forgets rejects older than that. */
    int forgetRejects(Instant before);

    // The spool, delivery's side

    /** The lanes with something to send, live before backfill, else the longest waiting first. */
    List<LanePosition> lanesWithWork();

    List<LanePosition> positions();

    /**
     * The head of that lane, given its sequence number (durably, if this is its first attempt; send
     * it after the commit). A body whose digest no longer fits is not returned: its unit is made
     * STALE and a skip takes its place. Needs an epoch.
     */
    Optional<SpooledBatch> attempt(String stream, Lane lane);

    /**
     * The ingest has it. Releases the batch and counts its number as acked; a last part makes its
     * window's or file's revision the acked one. Rejected rows go to the rejects. An answer to a
     * batch of an earlier epoch changes nothing; so with the next three.
     */
    void settle(SpooledBatch batch, List<RejectRecord> rejected);

    /**
     * The ingest refuses it. The unit becomes ASIDE with that reason, its later parts go, and a
     * skip stands under the same number.
     */
    void setAside(SpooledBatch batch, String reason);

    /**
     * The ingest has lost the earlier parts. The unit becomes STALE, its stored parts go, and a
     * skip stands under the same number.
     */
    void readAgain(SpooledBatch batch);

    /**
     * Replaces an uncommitted batch by these parts under the same and the following numbers:
     * halves, or another encoding. Together they open and end what the batch did.
     */
    void replace(SpooledBatch batch, List<EncodedPart> parts);

    /**
     * Begins a new epoch: all numbers start at 1 again, skips go. Units of which an earlier part
     * was already released become STALE and their later parts go, since a new epoch drops what was
     * open.
     */
    void newEpoch(long epoch);
}

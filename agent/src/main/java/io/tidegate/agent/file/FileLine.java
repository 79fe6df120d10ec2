package io.tidegate.agent.file;

import io.tidegate.agent.store.FileRecord;
import io.tidegate.agent.store.FileRecord.State;

import java.time.Instant;
import java.util.Optional;

/** What is remembered of a file, written anew from what is remembered now. */
final class FileLine {
    private FileLine() {}

    /** A file that was not seen before. */
    static FileRecord first(String stream, String sha256, Found file) {
        return new FileRecord(
                stream,
                sha256,
                file.path().toString(),
                file.size(),
                file.modifiedMicros(),
                State.STALE,
                0,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                "");
    }

    static FileRecord state(FileRecord f, State state, String reason) {
        return with(f, f.path(), state, f.accepted(), reason);
    }

    /** A person's yes: it is taken whatever speaks against it. */
    static FileRecord accepted(FileRecord f) {
        return with(f, f.path(), State.STALE, true, "");
    }

    /** The same file, seen elsewhere. */
    static FileRecord at(FileRecord f, String path) {
        return with(f, path, f.state(), f.accepted(), f.reason());
    }

    /** The same file, as it is taken now: what grows has another size and time. */
    static FileRecord at(FileRecord f, Candidate candidate) {
        FileRecord here = at(f, candidate.file().path().toString());
        return candidate.growth().isEmpty()
                ? here
                : sized(here, candidate.content().size(), candidate.file().modifiedMicros());
    }

    private static FileRecord sized(FileRecord f, long size, Instant modified) {
        return new FileRecord(
                f.stream(),
                f.sha256(),
                f.path(),
                size,
                modified,
                f.state(),
                f.revision(),
                f.rows(),
                f.rejected(),
                f.from(),
                f.to(),
                f.takenAt(),
                f.committedAt(),
                f.accepted(),
                f.reason());
    }

    /** The same file, to be taken again as one that was written at that time. */
    static FileRecord putBack(FileRecord f, Instant modified) {
        return new FileRecord(
                f.stream(),
                f.sha256(),
                f.path(),
                f.size(),
                modified,
                State.STALE,
                f.revision(),
                f.rows(),
                f.rejected(),
                f.from(),
                f.to(),
                f.takenAt(),
                f.committedAt(),
                false,
                "");
    }

    /**
     * Not to be taken, and why. A yes that did not suffice is used up. Rejected rows are counted
     * only if the file could be read to its end.
     */
    static FileRecord stopped(FileRecord f, Stop stop) {
        return new FileRecord(
                f.stream(),
                f.sha256(),
                f.path(),
                f.size(),
                f.modified(),
                stop.state(),
                f.revision(),
                f.rows(),
                (int) Math.min(Integer.MAX_VALUE, stop.tally().map(Tally::rejected).orElse(0L)),
                stop.tally().flatMap(Tally::firstTime).or(f::from),
                stop.tally().flatMap(Tally::lastTime).or(f::to),
                f.takenAt(),
                f.committedAt(),
                false,
                stop.reason());
    }

    /** Completely in the spool under that revision. */
    static FileRecord taken(
            FileRecord f,
            long revision,
            long rows,
            int rejected,
            Optional<Instant> from,
            Optional<Instant> to,
            Instant at) {
        return new FileRecord(
                f.stream(),
                f.sha256(),
                f.path(),
                f.size(),
                f.modified(),
                State.TAKEN,
                revision,
                rows,
                rejected,
                from,
                to,
                Optional.of(at),
                Optional.empty(),
                f.accepted(),
                "");
    }

    /** The ingest has it, and its rows are known here again. */
    static FileRecord learned(FileRecord f, Found file, Tally tally, Instant now) {
        return new FileRecord(
                f.stream(),
                f.sha256(),
                file.path().toString(),
                file.size(),
                f.modified(),
                f.state(),
                f.revision(),
                f.rows(),
                tally.rejects().count(),
                tally.from(),
                tally.to(),
                Optional.of(now),
                f.committedAt(),
                f.accepted(),
                "");
    }

    private static FileRecord with(
            FileRecord f, String path, State state, boolean accepted, String reason) {
        return new FileRecord(
                f.stream(),
                f.sha256(),
                path,
                f.size(),
                f.modified(),
                state,
                f.revision(),
                f.rows(),
                f.rejected(),
                f.from(),
                f.to(),
                f.takenAt(),
                f.committedAt(),
                accepted,
                reason);
    }
}

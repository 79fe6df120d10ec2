package io.tidegate.agent.store;

import io.tidegate.agent.store.WindowRecord.State;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How the ledger comes to agree with what the ingest says it has. */
final class Adoption {
    private final WindowTable windows;
    private final FileTable files;
    private final StreamTable streams;
    private final BatchTable batches;
    private final SpoolSide spool;

    Adoption(
            WindowTable windows,
            FileTable files,
            StreamTable streams,
            BatchTable batches,
            SpoolSide spool) {
        this.windows = windows;
        this.files = files;
        this.streams = streams;
        this.batches = batches;
        this.spool = spool;
    }

    void adopt(WindowRecord ingests) {
        streams.raiseRevision(ingests.stream(), ingests.revision());
        List<WindowRecord> otherwiseCut =
                windows.windows(ingests.stream(), ingests.from(), ingests.to()).stream()
                        .filter(line -> !sameEdges(line, ingests))
                        .toList();
        otherwiseCut.forEach(this::forget);
        // What was read into other windows was not compared with this one.
        State state = otherwiseCut.isEmpty() ? State.READ : State.UNREAD;
        windows.window(ingests.stream(), ingests.from())
                .ifPresentOrElse(
                        line -> meet(line, ingests),
                        () -> windows.put(with(ingests, state, ingests)));
    }

    void adopt(FileRecord ingests) {
        streams.raiseRevision(ingests.stream(), ingests.revision());
        spool.tear(new Unit.File(ingests.stream(), ingests.sha256()));
        files.put(ingests);
    }

    private static boolean sameEdges(WindowRecord a, WindowRecord b) {
        return a.from().equals(b.from()) && a.to().equals(b.to());
    }

    private void forget(WindowRecord line) {
        spool.tear(unit(line.stream(), line.from()));
        windows.drop(line.stream(), line.from());
    }

    private void meet(WindowRecord line, WindowRecord ingests) {
        Unit unit = unit(line.stream(), line.from());
        // What waits counts only if it was compared with all that the ingest has of the window; a
        // new or older ledger never was, and nothing empty may overwrite history.
        boolean laterWaits =
                line.revision() > ingests.revision()
                        && line.acked() >= ingests.revision()
                        && batches.holdsLastPart(unit, line.revision());
        if (laterWaits) {
            windows.acked(line.stream(), line.from(), ingests.revision());
        } else {
            boolean agree = line.content().equals(ingests.content());
            spool.tear(unit);
            windows.put(
                    with(line, agree ? agreed(line.state()) : differing(line.state()), ingests));
        }
    }

    private static State agreed(State state) {
        return switch (state) {
            case UNREAD, READ, ASIDE -> State.READ;
            case STALE, HELD, GONE -> state;
        };
    }

    private static State differing(State state) {
        return switch (state) {
            case UNREAD, READ, ASIDE, STALE -> State.STALE;
            case HELD, GONE -> state;
        };
    }

    /** The line with that state and the ingest's content, revision and sum. */
    private static WindowRecord with(WindowRecord line, State state, WindowRecord ingests) {
        boolean same = line.content().equals(ingests.content());
        return new WindowRecord(
                line.stream(),
                line.from(),
                line.to(),
                state,
                ingests.content(),
                ingests.offered(),
                ingests.revision(),
                ingests.revision(),
                line.rejected(),
                line.open(),
                // When and under which settings the ingest's content was read, nobody knows.
                same ? line.recipe() : "",
                same ? line.lastRead() : Optional.empty(),
                line.found(),
                line.kept(),
                line.accepted(),
                state == line.state() ? line.reason() : "");
    }

    private static Unit unit(String stream, Instant from) {
        return new Unit.Window(stream, from);
    }
}

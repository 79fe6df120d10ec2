package io.tidegate.agent.store;

import java.time.Instant;
import java.util.Optional;

/** What the ledger says of a unit, be it a window or a file, and what delivery writes into it. */
final class UnitLedger {
    private final WindowTable windows;
    private final FileTable files;

    UnitLedger(WindowTable windows, FileTable files) {
        this.windows = windows;
        this.files = files;
    }

    /** The revision of the unit's line; empty if it has none. */
    Optional<Long> revision(Unit unit) {
        return switch (unit) {
            case Unit.Window w -> window(w).map(WindowRecord::revision);
            case Unit.File f -> file(f).map(FileRecord::revision);
        };
    }

    /** The highest revision that the ingest has committed; 0 if none. */
    long acked(Unit unit) {
        return switch (unit) {
            case Unit.Window w -> window(w).map(WindowRecord::acked).orElse(0L);
            case Unit.File f -> file(f).map(UnitLedger::acked).orElse(0L);
        };
    }

    private static long acked(FileRecord file) {
        return file.state() == FileRecord.State.COMMITTED ? file.revision() : 0;
    }

    /**
     * What a unit's line says.
     *
     * @param revision empty if it has no line
     * @param made whether it says that the ingest will get that revision from here
     */
    record Claim(Optional<Long> revision, boolean made) {
        private static final Claim NONE = new Claim(Optional.empty(), false);

        private static Claim of(WindowRecord w) {
            boolean made = w.state() == WindowRecord.State.READ && w.revision() > w.acked();
            return new Claim(Optional.of(w.revision()), made);
        }

        private static Claim of(FileRecord f) {
            return new Claim(Optional.of(f.revision()), f.state() == FileRecord.State.TAKEN);
        }
    }

    Claim claim(Unit unit) {
        return switch (unit) {
            case Unit.Window w -> window(w).map(Claim::of).orElse(Claim.NONE);
            case Unit.File f -> file(f).map(Claim::of).orElse(Claim.NONE);
        };
    }

    void stale(Unit unit) {
        switch (unit) {
            case Unit.Window w -> windows.stale(w.stream(), w.from());
            case Unit.File f -> files.state(f.stream(), f.sha256(), FileRecord.State.STALE, "");
        }
    }

    /**
     * What was encoded last was never sent, and its revision is another's: it is to be read again,
     * and weighed against what the ingest says that it has.
     */
    void unencoded(Unit unit) {
        switch (unit) {
            case Unit.Window _ -> lost(unit);
            case Unit.File f -> files.unencoded(f.stream(), f.sha256());
        }
    }

    void aside(Unit unit, String reason) {
        switch (unit) {
            case Unit.Window w ->
                    windows.state(w.stream(), w.from(), WindowRecord.State.ASIDE, reason);
            case Unit.File f -> files.state(f.stream(), f.sha256(), FileRecord.State.ASIDE, reason);
        }
    }

    void settled(Unit unit, long revision, Instant now) {
        switch (unit) {
            case Unit.Window w -> windows.acked(w.stream(), w.from(), Math.max(revision, acked(w)));
            case Unit.File f -> files.committed(f.stream(), f.sha256(), revision, now);
        }
    }

    void lost(Unit unit) {
        stale(unit);
        if (unit instanceof Unit.Window w) {
            windows.acked(w.stream(), w.from(), 0);
        }
    }

    private Optional<WindowRecord> window(Unit.Window unit) {
        return windows.window(unit.stream(), unit.from());
    }

    private Optional<FileRecord> file(Unit.File unit) {
        return files.file(unit.stream(), unit.sha256());
    }
}

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

    /** Whether the unit's line says that the ingest has its revision or will get it from here. */
    boolean claims(Unit unit) {
        return switch (unit) {
            case Unit.Window w -> window(w).filter(UnitLedger::claims).isPresent();
            case Unit.File f ->
                    file(f).filter(r -> r.state() == FileRecord.State.TAKEN).isPresent();
        };
    }

    private static boolean claims(WindowRecord window) {
        return window.state() == WindowRecord.State.READ && window.revision() > window.acked();
    }

    void stale(Unit unit) {
        switch (unit) {
            case Unit.Window w -> windows.state(w.stream(), w.from(), WindowRecord.State.STALE, "");
            case Unit.File f -> files.state(f.stream(), f.sha256(), FileRecord.State.STALE, "");
        }
    }

    /**
     * What was encoded last was never sent, and its revision is another's: it is to be read again.
     */
    void unencoded(Unit unit) {
        switch (unit) {
            case Unit.Window _ -> stale(unit);
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

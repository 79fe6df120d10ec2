package io.tidegate.agent.store;

import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

import java.nio.file.Path;
import java.sql.SQLException;

/** Says what an error of SQLite means here. */
final class Failures {
    private Failures() {}

    /**
     * The world's failures as {@link StoreException}; a statement that SQLite will not take is a
     * programmer's error.
     */
    static RuntimeException of(Path file, SQLException e) {
        return switch (code(e)) {
            case FULL ->
                    new StoreFullException(
                            "the disk that holds %s is full; make room on it, %d MiB (%,d bytes) at least, or name a folder on another disk in agent.data-dir"
                                    .formatted(file, Reserve.NEEDED >> 20, Reserve.NEEDED),
                            e);
            case DAMAGED -> damaged(file, e);
            case WORLD ->
                    new StoreException(
                            StoreEvent.UNUSABLE,
                            file
                                    + " could not be read or written ("
                                    + e.getMessage()
                                    + "); check the disk"
                                    + " and the rights on its folder",
                            e);
            case PROGRAM -> new IllegalStateException(e.getMessage(), e);
        };
    }

    /**
     * All statements are known to fit the tables: one that does not shows that these have changed.
     */
    static RuntimeException ofPreparing(Path file, SQLException e) {
        return code(e) == Code.PROGRAM ? damaged(file, e) : of(file, e);
    }

    static StoreException damaged(Path file, Throwable cause) {
        return new StoreException(
                StoreEvent.DAMAGED,
                file
                        + " is damaged or is not a store of this program; check the disk, stop the"
                        + " connector, move the folder "
                        + file.getParent()
                        + " aside and start"
                        + " again: nothing is lost that the sources still hold",
                cause);
    }

    private enum Code {
        FULL,
        DAMAGED,
        WORLD,
        PROGRAM
    }

    private static Code code(SQLException e) {
        if (!(e instanceof SQLiteException sqlite)) {
            return Code.WORLD;
        }
        // Extended codes carry their primary code in the low byte.
        return switch (SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff)) {
            case SQLITE_FULL -> Code.FULL;
            case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT -> Code.DAMAGED;
            case SQLITE_ERROR,
                    SQLITE_CONSTRAINT,
                    SQLITE_MISMATCH,
                    SQLITE_MISUSE,
                    SQLITE_RANGE,
                    SQLITE_TOOBIG ->
                    Code.PROGRAM;
            default -> Code.WORLD;
        };
    }
}

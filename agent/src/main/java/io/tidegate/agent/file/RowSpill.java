package io.tidegate.agent.file;

import io.tidegate.agent.disk.OwnerOnly;
import io.tidegate.agent.loop.OutageException;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Rows that wait on disk, in pieces: rows of one identity are in one piece, in the order in which
 * they came. Canonical rows, after all privacy rules, in files of the owner alone that are deleted
 * at the end. Nothing is made before the first row. Used by one thread.
 */
final class RowSpill implements AutoCloseable {
    private static final int MOST_PIECES = 1_024;
    private static final int BUFFER = 4_096;
    private static final int ROWS_PER_PIECE = 20_000;

    private final DataType data;
    private final Path folder;
    private final DataOutputStream[] pieces;
    private boolean written;

    /**
     * @param folder for the files; made if it is needed
     * @param rows so many will come, as far as is known
     */
    RowSpill(DataType data, Path folder, long rows) {
        this.data = data;
        this.folder = folder;
        this.pieces = new DataOutputStream[Math.clamp(rows / ROWS_PER_PIECE + 1, 1, MOST_PIECES)];
    }

    /** Deletes what a process that was killed has left there. */
    static void sweep(Path folder) {
        if (Files.isDirectory(folder)) {
            try (var left = Files.newDirectoryStream(folder, "rows-*.tmp")) {
                for (Path file : left) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw outage(folder, e);
            }
        }
    }

    void add(Row row) {
        int piece = Math.floorMod(hash(row), pieces.length);
        try {
            if (pieces[piece] == null) {
                pieces[piece] = open(piece);
            }
            RowCodec.write(row, pieces[piece]);
        } catch (IOException e) {
            throw outage(folder, e);
        }
    }

    /** How many pieces there are; 0 if no row came. */
    int pieces() {
        return written ? pieces.length : 0;
    }

    /** Gives back the rows of a piece, in order. */
    void read(int piece, Consumer<Row> each) {
        if (pieces[piece] != null) {
            try {
                pieces[piece].close();
                readAll(file(piece), each);
            } catch (IOException e) {
                throw outage(folder, e);
            }
        }
    }

    @Override
    public void close() {
        try {
            for (int piece = 0; piece < pieces.length; piece++) {
                if (pieces[piece] != null) {
                    pieces[piece].close();
                    Files.deleteIfExists(file(piece));
                }
            }
        } catch (IOException e) {
            throw outage(folder, e);
        }
    }

    private DataOutputStream open(int piece) throws IOException {
        written = true;
        OwnerOnly.folder(folder);
        Files.deleteIfExists(file(piece));
        return new DataOutputStream(
                new BufferedOutputStream(
                        Files.newOutputStream(OwnerOnly.file(file(piece))), BUFFER));
    }

    private void readAll(Path file, Consumer<Row> each) throws IOException {
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            while (true) {
                each.accept(RowCodec.read(data, in));
            }
        } catch (EOFException _) {
            // That was the last.
        }
    }

    private Path file(int piece) {
        return folder.resolve("rows-" + piece + ".tmp");
    }

    /** A row without a channel is one of calls, the first. */
    private int hash(Row row) {
        int hash = 0;
        for (Column column : data.identity()) {
            int part =
                    column.kind().isText()
                            ? row.text(column).hashCode()
                            : Long.hashCode(Math.max(0, row.number(column)));
            hash = hash * 31 + part;
        }
        return (hash * 0x9E3779B9) >>> 7;
    }

    private static OutageException outage(Path folder, IOException e) {
        return new OutageException(
                FileEvent.DATA_FOLDER_UNWRITABLE,
                "rows cannot wait in " + folder + "; see its disk and rights",
                e);
    }
}

package io.tidegate.agent.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/**
 * A file opened to be read: the bytes of its rows, unpacked where its name says that it is packed.
 * Size and hash are those of the bytes as they lie there. Used by one thread.
 */
final class OpenFile implements Closeable {
    private final HashedInput bytes;
    private final InputStream rows;

    private OpenFile(HashedInput bytes, InputStream rows) {
        this.bytes = bytes;
        this.rows = rows;
    }

    /** Of a file that grows, the part that is meant. */
    static OpenFile of(Candidate candidate, LongConsumer progress) throws IOException {
        if (candidate.growth().isPresent()) {
            var part = HashedInput.open(candidate, progress);
            return new OpenFile(part, part);
        }
        return of(HashedInput.open(candidate, progress), candidate.file(), candidate.bytes());
    }

    static OpenFile of(Found file) throws IOException {
        return of(HashedInput.open(file.path(), _ -> {}), file, file.path());
    }

    private static OpenFile of(HashedInput bytes, Found file, Path place) throws IOException {
        try {
            return new OpenFile(bytes, Packing.of(file.name()).unpack(bytes, place));
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    InputStream rows() {
        return rows;
    }

    /** Reads what is left, and tells the SHA-256 of all that lies there. */
    String sha256() throws IOException {
        return bytes.sha256();
    }

    /** Bytes of the file read so far. */
    long count() {
        return bytes.count();
    }

    @Override
    public void close() throws IOException {
        rows.close();
        bytes.close();
    }
}

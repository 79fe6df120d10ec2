package io.tidegate.agent.file;

import io.tidegate.agent.disk.OwnerOnly;
import io.tidegate.config.SourceConfig.Privacy;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Copies a file into the data folder before it is read, so that whatever its writer does meanwhile
 * cannot matter, and a share is read once. The copy is the owner's alone and is deleted when the
 * file is dealt with. No copy: above a size, where a column is not plain (its values must not reach
 * the disk), without room, and of what grows; then the hash of each reading decides. Used by one
 * thread, for one file at a time.
 */
final class WorkingCopies {
    private static final long MOST = 256L << 20;

    /** So much room the copy leaves to others. */
    private static final long LEFT_FREE = 512L << 20;

    private static final int BLOCK = 1 << 16;
    private static final String NAME = "copy.tmp";

    private final Folder folder;
    private final Path place;
    private final boolean isPlain;

    WorkingCopies(FileStream stream, Folder folder) {
        this.folder = folder;
        this.place = stream.spill();
        this.isPlain =
                stream.source().privacy().values().stream().allMatch(how -> how == Privacy.PLAIN);
    }

    /**
     * What is read of a file; closing it deletes the copy.
     *
     * @param candidate with its copy, if there is one; empty if it changed while it was copied
     */
    record Reading(Optional<Candidate> candidate, Path copy) implements Closeable {
        @Override
        public void close() throws IOException {
            Files.deleteIfExists(copy);
        }
    }

    /** Deletes what a process that was killed has left. */
    void sweep() throws IOException {
        Files.deleteIfExists(place.resolve(NAME));
    }

    Reading of(Candidate candidate, Progress progress) throws IOException {
        Path copy = place.resolve(NAME);
        if (!isPlain || candidate.growth().isPresent() || !fits(candidate.file().size())) {
            return new Reading(Optional.of(candidate), copy);
        }
        var whole = new Reading(Optional.empty(), copy);
        try {
            return copy(candidate, copy, progress);
        } catch (NoRoomException _) {
            whole.close();
            return new Reading(Optional.of(candidate), copy);
        } catch (IOException e) {
            whole.close();
            throw e;
        }
    }

    private boolean fits(long size) {
        try {
            return size <= MOST
                    && Files.getFileStore(OwnerOnly.folder(place)).getUsableSpace() - size
                            >= LEFT_FREE;
        } catch (IOException _) {
            return false;
        }
    }

    /** Bytes that were written between two looks that show the same are those of one moment. */
    private Reading copy(Candidate candidate, Path copy, Progress progress) throws IOException {
        Found file = candidate.file();
        try (var in = HashedInput.open(file.path(), file.size() + 1, progress::read)) {
            write(in, copy);
            String sha256 = in.sha256();
            boolean same =
                    in.count() == file.size() && folder.look(file.path()).equals(Optional.of(file));
            return new Reading(
                    same
                            ? Optional.of(candidate.copied(new Candidate.Copy(copy, sha256)))
                            : Optional.empty(),
                    copy);
        }
    }

    private static void write(HashedInput in, Path copy) throws IOException {
        var block = new byte[BLOCK];
        try (OutputStream out = create(copy)) {
            for (int read = in.read(block, 0, BLOCK); read >= 0; read = in.read(block, 0, BLOCK)) {
                write(out, block, read);
            }
        }
    }

    private static OutputStream create(Path copy) throws NoRoomException {
        try {
            Files.deleteIfExists(copy);
            return Files.newOutputStream(OwnerOnly.file(copy));
        } catch (IOException e) {
            throw new NoRoomException(e);
        }
    }

    private static void write(OutputStream out, byte[] block, int length) throws NoRoomException {
        try {
            out.write(block, 0, length);
        } catch (IOException e) {
            throw new NoRoomException(e);
        }
    }

    /** The copy cannot be written: the file itself is read instead. */
    private static final class NoRoomException extends IOException {
        private static final long serialVersionUID = 1;

        NoRoomException(IOException cause) {
            super(cause);
        }
    }
}

package io.tidegate.agent.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** Writes into a drop folder as real programs do, well and badly, at a clock of its own. */
final class DropWriter {
    private final Path folder;
    private Instant now;

    DropWriter(Path folder, Instant now) {
        this.folder = folder;
        this.now = now;
    }

    /** Files that are written from now on bear that time. */
    DropWriter at(Instant time) {
        now = time;
        return this;
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    /** Writes a whole file at once, over one that may be there. */
    Path drop(String name, String text) {
        return write(name, text, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** Begins a file and stops in the middle of it, as a slow writer does. */
    Path begin(String name, String text) {
        return write(name, text, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** Goes on with a file, whole or in the middle of a row. */
    Path goOn(String name, String more) {
        return write(name, more, StandardOpenOption.APPEND);
    }

    /** Writes elsewhere and renames into the folder. */
    Path copyThenRename(String name, String text) {
        Path part = folder.resolve(name + ".part");
        try {
            Files.writeString(part, text);
            Files.setLastModifiedTime(part, FileTime.from(now));
            return Files.move(part, path(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reserves room for a file, filled with zeros, as some copies do first. */
    Path reserve(String name, int bytes) {
        return drop(name, "\0".repeat(bytes));
    }

    /** Cuts a file off. */
    void truncate(String name, int bytes) {
        try (var channel = Files.newByteChannel(path(name), StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        touch(path(name));
    }

    /** Puts other bytes under that name without moving size or time: nobody can see it. */
    void replaceUnseen(String name, String text) {
        try {
            FileTime time = Files.getLastModifiedTime(path(name));
            Files.writeString(path(name), text);
            Files.setLastModifiedTime(path(name), time);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete(String name) {
        try {
            Files.delete(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path write(String name, String text, StandardOpenOption how) {
        try {
            Files.createDirectories(folder);
            Files.writeString(
                    path(name), text, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return touch(path(name));
    }

    private Path touch(Path file) {
        try {
            return Files.setLastModifiedTime(file, FileTime.from(now));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

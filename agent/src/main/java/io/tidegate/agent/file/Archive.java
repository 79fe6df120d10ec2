package io.tidegate.agent.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where files go that the ingest has committed: {@code archive/<local date>/} within the drop
 * folder, so that a move never crosses a volume. What is moved is hashed afterwards, since a writer
 * may have replaced it at the last moment: then it is put back. Used by one thread.
 */
final class Archive {
    private final Path folder;
    private final Path archive;

    Archive(Path folder) {
        this.folder = folder;
        this.archive = folder.resolve("archive");
    }

    /**
     * Moves a file away.
     *
     * @return where it lies now; empty if it was replaced at the last moment and is back
     */
    Optional<Path> keep(Found file, String sha256, LocalDate day) throws IOException {
        Path to = Files.createDirectories(archive.resolve(day.toString())).resolve(file.name());
        Path free = Files.exists(to, LinkOption.NOFOLLOW_LINKS) ? numbered(to, sha256) : to;
        return move(file, sha256, free) ? Optional.of(free) : Optional.empty();
    }

    /**
     * Deletes a file.
     *
     * @return false if it was replaced at the last moment and is back
     */
    boolean delete(Found file, String sha256) throws IOException {
        Path aside = folder.resolve(".deleted-" + sha256.substring(0, 8));
        if (!move(file, sha256, aside)) {
            return false;
        }
        Files.delete(aside);
        return true;
    }

    /** Deletes the days before that one. */
    void forget(LocalDate before) throws IOException {
        for (Path day : entries(archive)) {
            if (isBefore(day, before)) {
                for (Path file : entries(day)) {
                    Files.delete(file);
                }
                Files.delete(day);
            }
        }
    }

    /** The file with those bytes; empty if there is none. */
    Optional<Path> find(long size, String sha256) throws IOException {
        List<Path> places = new ArrayList<>(entries(archive));
        places.add(folder);
        for (Path place : places) {
            for (Path file : entries(place)) {
                if (is(file, size, sha256)) {
                    return Optional.of(file);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean is(Path file, long size, String sha256) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && Files.size(file) == size
                && hash(file).equals(sha256);
    }

    private boolean move(Found file, String sha256, Path to) throws IOException {
        Files.move(file.path(), to, StandardCopyOption.ATOMIC_MOVE);
        if (hash(to).equals(sha256)) {
            return true;
        }
        back(to, file.path());
        return false;
    }

    /** Never over a file that has come meanwhile. */
    private void back(Path from, Path to) throws IOException {
        Path free = to;
        for (int i = 1; Files.exists(free, LinkOption.NOFOLLOW_LINKS); i++) {
            free = to.resolveSibling(i + "-" + to.getFileName());
        }
        try {
            Files.move(from, free);
        } catch (FileAlreadyExistsException _) {
            back(from, to);
        }
    }

    private static Path numbered(Path file, String sha256) {
        return file.resolveSibling(number(sha256) + file.getFileName());
    }

    /** The name that a file of those bytes had before it was archived. */
    static String nameBefore(String name, String sha256) {
        return name.startsWith(number(sha256)) ? name.substring(number(sha256).length()) : name;
    }

    private static String number(String sha256) {
        return sha256.substring(0, 8) + "-";
    }

    /** All that lies in it. */
    List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path day : entries(archive)) {
            files.addAll(entries(day));
        }
        return files;
    }

    private static boolean isBefore(Path day, LocalDate date) {
        try {
            return LocalDate.parse(day.getFileName().toString()).isBefore(date);
        } catch (DateTimeException _) {
            return false; // Not ours.
        }
    }

    private static String hash(Path file) throws IOException {
        try (var in = HashedInput.open(file, _ -> {})) {
            return in.sha256();
        }
    }

    private static List<Path> entries(Path folder) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(entries::add);
        } catch (NoSuchFileException | NotDirectoryException _) {
            // Nothing there.
        }
        return entries;
    }
}

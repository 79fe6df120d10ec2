package io.tidegate.agent.source.sql;

import io.tidegate.agent.disk.OwnerOnly;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The folder {@code <data-dir>/logins} and what may be opened in it: plain files of the account
 * that the data folder belongs to. That account alone makes them; any other, such as an
 * administrator's, uses what is there. So a service that was broken into leads nobody to another
 * file by a link, provided that each file is opened with {@link LinkOption#NOFOLLOW_LINKS}, since
 * it may be swapped after the look. Thread-safe.
 */
final class LoginFolder {
    private final Path dataDir;
    private final Path folder;
    private Boolean mine;

    LoginFolder(Path dataDir) {
        this.dataDir = dataDir;
        this.folder = dataDir.resolve("logins");
    }

    /** Where a file is, or would be: to be named, not to be opened. */
    Path at(String name) {
        return folder.resolve(name);
    }

    /** Whether the data folder belongs to the account of this process. */
    synchronized boolean isMine() throws IOException {
        if (mine == null) {
            // Java does not tell the account, but whose a file is that it makes.
            Path made = Files.createTempFile("tidegate", "");
            try {
                mine = Files.getOwner(made).equals(Files.getOwner(dataDir));
            } finally {
                Files.delete(made);
            }
        }
        return mine;
    }

    /**
     * A file that is there.
     *
     * @throws FileSystemException if it is not, or may not be used
     */
    Path existing(String name) throws IOException {
        Path file = at(name);
        check(folder, true);
        check(file, false);
        return file;
    }

    /**
     * A file that is made, empty, where it may be and is not there.
     *
     * @throws IOException if it cannot be used; the message says why
     */
    Path file(String name) throws IOException {
        if (!Files.isDirectory(dataDir)) {
            throw new IOException(dataDir + " is not there yet");
        }
        if (isMine()) {
            make(at(name));
        }
        return existing(name);
    }

    private void make(Path file) throws IOException {
        if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
            OwnerOnly.folder(folder);
        }
        check(folder, true);
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            OwnerOnly.file(file);
        }
    }

    private void check(Path path, boolean asFolder) throws IOException {
        try {
            if (!isPlain(path, asFolder)) {
                throw unusable(path, "is a link, or no plain " + (asFolder ? "folder" : "file"));
            }
            if (!Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(dataDir))) {
                throw unusable(path, "belongs to another account than " + dataDir);
            }
        } catch (NoSuchFileException _) {
            throw unusable(
                    path,
                    "is not there, and only the account that " + dataDir + " belongs to makes it");
        } catch (AccessDeniedException _) {
            throw unusable(path, "this account may not use it");
        }
    }

    private static FileSystemException unusable(Path path, String why) {
        return new FileSystemException(path.toString(), null, why);
    }

    /** A file under two names may be somebody else's under the other. */
    private static boolean isPlain(Path path, boolean asFolder) throws IOException {
        var found =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return asFolder ? found.isDirectory() : found.isRegularFile() && hasOneName(path);
    }

    private static boolean hasOneName(Path file) throws IOException {
        return !file.getFileSystem().supportedFileAttributeViews().contains("unix")
                || Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS).equals(1);
    }
}

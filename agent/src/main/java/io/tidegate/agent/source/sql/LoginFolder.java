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
import java.nio.file.attribute.UserPrincipal;

/**
 * The folder {@code <data-dir>/logins} and what may be opened in it: plain files of the account
 * whose data it is: that of the running connector, which the file {@code lock} shows, since a
 * folder that was mounted may belong to somebody else; before the first start the owner of the data
 * folder. The connector, or else the owner, makes them; any other account, such as an
 * administrator's, uses what is there. So a service that was broken into leads nobody to another
 * file by a link, provided that each file is opened with {@link LinkOption#NOFOLLOW_LINKS}, since
 * it may be swapped after the look. Thread-safe.
 */
final class LoginFolder {
    private final Path dataDir;
    private final Path folder;
    private final boolean holder;
    private UserPrincipal me;

    /**
     * @param holder whether this process has the lock of the data folder
     */
    LoginFolder(Path dataDir, boolean holder) {
        this.dataDir = dataDir;
        this.folder = dataDir.resolve("logins");
        this.holder = holder;
    }

    /** Where a file is, or would be: to be named, not to be opened. */
    Path at(String name) {
        return folder.resolve(name);
    }

    /**
     * Whether this process makes what is not there. To have a file that is called a lock is not
     * enough: a service that was broken into could move one of an administrator's there.
     */
    boolean isMine() throws IOException {
        return holder || me().equals(Files.getOwner(dataDir)) && me().equals(account());
    }

    private synchronized UserPrincipal me() throws IOException {
        if (me == null) {
            // Java does not tell the account, but whose a file is that it makes.
            Path made = Files.createTempFile("tidegate", "");
            try {
                me = Files.getOwner(made);
            } finally {
                Files.delete(made);
            }
        }
        return me;
    }

    /** To whom everything here must belong. */
    private UserPrincipal account() throws IOException {
        return holder ? me() : Files.getOwner(owned(), LinkOption.NOFOLLOW_LINKS);
    }

    /** What belongs to the connector's account. */
    private Path owned() throws IOException {
        Path lock = dataDir.resolve("lock");
        try {
            return isPlain(lock, false) ? lock : dataDir.toRealPath();
        } catch (NoSuchFileException _) {
            return dataDir.toRealPath();
        }
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
            if (!Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(account())) {
                throw unusable(
                        path,
                        holder
                                ? "belongs to another account than this process"
                                : "belongs to another account than " + owned());
            }
        } catch (NoSuchFileException _) {
            throw unusable(
                    path,
                    "is not there, and only the account that " + owned() + " belongs to makes it");
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

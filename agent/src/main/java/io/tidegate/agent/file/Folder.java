package io.tidegate.agent.file;

import io.tidegate.agent.event.Events;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A drop folder: the regular files directly in it whose name fits a pattern, in any case of its
 * letters. Links are not followed. Used by one thread.
 */
final class Folder {
    private static final Logger LOG = LoggerFactory.getLogger(Folder.class);
    private static final int NAMES_TOLD = 1_000;

    private final String stream;
    private final Path directory;
    private final PathMatcher matcher;
    private final Set<Path> told = new HashSet<>();

    Folder(String stream, Path directory, String pattern) {
        this.stream = stream;
        this.directory = directory.toAbsolutePath().normalize();
        this.matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    }

    Path directory() {
        return directory;
    }

    /** Shows every file, in no order. */
    void list(Consumer<Found> each) throws FolderAwayException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (fits(entry.getFileName())) {
                    look(entry).ifPresent(each);
                }
            }
        } catch (IOException e) {
            throw away(e);
        } catch (DirectoryIteratorException e) {
            throw away(e.getCause());
        }
    }

    /** The file at that path now; empty if it is gone, or is no regular file. */
    Optional<Found> look(Path path) {
        try {
            var is =
                    Files.readAttributes(
                            path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (is.isRegularFile()) {
                return Optional.of(
                        new Found(
                                path.toAbsolutePath(),
                                is.size(),
                                is.lastModifiedTime().toInstant()));
            }
            tell(path);
            return Optional.empty();
        } catch (IOException _) {
            return Optional.empty(); // It went between listing and looking: the next list shows it.
        }
    }

    private boolean fits(Path name) {
        return matcher.matches(name)
                || matcher.matches(Path.of(name.toString().toLowerCase(Locale.ROOT)));
    }

    private void tell(Path path) {
        if (told.size() < NAMES_TOLD && told.add(path)) {
            Events.warn(LOG, FileEvent.NOT_A_FILE)
                    .addKeyValue("stream", stream)
                    .addKeyValue("file", path)
                    .log("{} is not a regular file and is not read", path.getFileName());
        }
    }

    private FolderAwayException away(IOException e) {
        String why =
                switch (e) {
                    case NoSuchFileException _ -> "is not there";
                    case NotDirectoryException _ -> "is not a folder";
                    case AccessDeniedException _ -> "may not be read by the service's account";
                    default -> "cannot be read (" + e.getClass().getSimpleName() + ")";
                };
        return new FolderAwayException(
                "the folder %s %s; check source.%s.csv.directory".formatted(directory, why, stream),
                e);
    }
}

package io.tidegate.agent.file;

import io.tidegate.agent.source.csv.RejectList;
import io.tidegate.agent.store.FileRecord;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** The lists of rejected rows beside the store, for whoever asks for them. Stateless. */
public final class RejectFiles {
    private RejectFiles() {}

    /** Where the list of a file is, if there is one. */
    public static Path list(Path dataDir, FileRecord file) {
        return in(dataDir.resolve("rejects").resolve(file.stream()), file);
    }

    private static Path in(Path folder, FileRecord file) {
        String name = Path.of(file.path()).getFileName().toString();
        return folder.resolve(Rejects.name(name, file.sha256()));
    }

    /** The list of a file that was mended, or is not there any more, goes. */
    static void drop(Path folder, FileRecord file) {
        try {
            Files.deleteIfExists(in(folder, file));
        } catch (IOException _) {
            // It goes when it is old enough.
        }
    }

    /** Reads a list, one row after another. */
    public static void read(Path list, RejectList.Rows rows) throws IOException {
        try (var in = Files.newBufferedReader(list)) {
            RejectList.read(in, rows);
        }
    }

    /** Deletes the lists that were written before ({@code rejects.keep}). */
    public static void forget(Path dataDir, Instant before) {
        Path all = dataDir.resolve("rejects");
        if (Files.isDirectory(all)) {
            try (DirectoryStream<Path> folders =
                    Files.newDirectoryStream(all, Files::isDirectory)) {
                for (Path folder : folders) {
                    forgetIn(folder, before);
                }
            } catch (IOException _) {
                // What could not be looked at or deleted now is within the hour.
            }
        }
    }

    private static void forgetIn(Path folder, Instant before) throws IOException {
        try (DirectoryStream<Path> lists = Files.newDirectoryStream(folder, "*.csv")) {
            for (Path list : lists) {
                if (Files.getLastModifiedTime(list).toInstant().isBefore(before)) {
                    Files.deleteIfExists(list);
                }
            }
        }
    }
}

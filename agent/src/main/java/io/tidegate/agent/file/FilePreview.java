package io.tidegate.agent.file;

import io.tidegate.agent.row.Pseudonyms;
import io.tidegate.agent.row.RawRow;
import io.tidegate.agent.row.RawShape;
import io.tidegate.agent.row.Rejection;
import io.tidegate.agent.row.RowTaker;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.csv.CsvFiles;
import io.tidegate.agent.source.csv.CsvSink;
import io.tidegate.agent.source.csv.Dialect;
import io.tidegate.agent.source.csv.PassedOver;
import io.tidegate.agent.source.csv.UndecidedException;
import io.tidegate.agent.source.csv.UnfitFileException;
import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.Csv;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Shows how the newest file of a folder would be read. Reads the whole file only where formats have
 * to be found out; sends and stores nothing. Used by one thread.
 */
public final class FilePreview {
    /** Of the encoding, and of values. */
    private static final int MOST_QUESTIONS = 2;

    private final SourceConfig source;
    private final DataType data;
    private final Pseudonyms pseudonyms;
    private final int rows;

    /**
     * @param rows how many to show
     */
    public FilePreview(SourceConfig source, Pseudonyms pseudonyms, int rows) {
        this.source = source;
        this.data = DataType.of(source.data()).orElseThrow();
        this.pseudonyms = pseudonyms;
        this.rows = rows;
    }

    /** A line of the file as it would be shipped, or why it would not. */
    public sealed interface Line {
        record Shipped(Row row) implements Line {}

        record Rejected(Rejection rejection) implements Line {}
    }

    /**
     * @param file that was read
     * @param dialect how it is written
     * @param columns that rows can have a value in
     * @param lines the first, in order; those of a repeated hour last
     * @param unused columns of the file that nothing is made of
     * @param warning what a person should know of the file; empty if nothing
     * @param passed which lines among them were passed over, since they are no data; empty if none
     */
    public record Preview(
            Path file,
            Dialect dialect,
            List<Column> columns,
            List<Line> lines,
            List<String> unused,
            Optional<String> warning,
            Optional<String> passed) {}

    /** Why there is nothing to show: a sentence with the remedy. */
    public static final class NothingToShowException extends Exception {
        private static final long serialVersionUID = 1;

        NothingToShowException(String message, Throwable cause) {
            super(message, cause);
        }

        /** Whether there is just no file. */
        public boolean isEmpty() {
            return getCause() == null;
        }
    }

    /** Reads the newest file that fits the pattern. */
    public Preview read() throws NothingToShowException, InterruptedException {
        Found file = newest();
        try {
            return read(file);
        } catch (UnfitFileException | ShapeException e) {
            throw new NothingToShowException(file.name() + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new NothingToShowException(
                    file.name() + " cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }

    /**
     * Reads that file.
     *
     * @param dialect how it is written, as far as its values told
     */
    public Preview read(Path path, Dialect dialect)
            throws NothingToShowException, InterruptedException {
        try {
            var found =
                    new Found(
                            path.toAbsolutePath(),
                            Files.size(path),
                            Files.getLastModifiedTime(path).toInstant());
            return decided(new CsvFiles(source, data).named(found.name()), found, dialect);
        } catch (UnfitFileException | ShapeException e) {
            throw new NothingToShowException(e.getMessage(), e);
        } catch (IOException e) {
            throw new NothingToShowException(unreadable(e), e);
        }
    }

    private static String unreadable(IOException e) {
        return e instanceof PackedException
                ? e.getMessage()
                : "it cannot be read: " + e.getClass().getSimpleName();
    }

    private Found newest() throws NothingToShowException {
        Csv csv = (Csv) source.origin();
        var folder = new Folder(source.name(), csv.directory(), csv.pattern());
        Found[] newest = new Found[1];
        try {
            folder.list(
                    file -> {
                        if (newest[0] == null || Found.ORDER.compare(file, newest[0]) > 0) {
                            newest[0] = file;
                        }
                    });
        } catch (FolderAwayException e) {
            throw new NothingToShowException(e.getMessage(), e);
        }
        if (newest[0] == null) {
            throw new NothingToShowException(
                    "no file in %s fits source.%s.csv.pattern = %s"
                            .formatted(csv.directory(), source.name(), csv.pattern()),
                    null);
        }
        return newest[0];
    }

    private Preview read(Found file)
            throws IOException, UnfitFileException, ShapeException, InterruptedException {
        var csv = new CsvFiles(source, data).named(file.name());
        Dialect dialect;
        try (var in = OpenFile.of(file)) {
            dialect = csv.dialect(in.rows(), Optional.empty());
        }
        return decided(csv, file, dialect);
    }

    private Preview decided(CsvFiles csv, Found file, Dialect first)
            throws IOException, UnfitFileException, ShapeException, InterruptedException {
        Dialect dialect = first;
        for (int left = MOST_QUESTIONS; ; left--) {
            try {
                return read(csv, file, dialect);
            } catch (UndecidedException question) {
                if (left == 0) {
                    throw question.stillOpen();
                }
                try (var in = OpenFile.of(file)) {
                    dialect = csv.decide(in.rows(), dialect, Optional.empty(), question);
                }
            }
        }
    }

    private Preview read(CsvFiles csv, Found file, Dialect dialect)
            throws IOException,
                    UnfitFileException,
                    ShapeException,
                    UndecidedException,
                    InterruptedException {
        var lines = new FirstLines();
        var pass =
                new RowPass(
                        data, FileStream.mode(source), pseudonyms, file.modifiedMicros(), lines);
        CsvFiles.Seen seen;
        try (var in = OpenFile.of(file)) {
            seen = csv.read(in.rows(), dialect, new Beginning(pass, lines));
        }
        pass.finish();
        return new Preview(
                file.path(),
                dialect,
                pass.columns(),
                List.copyOf(lines.first),
                csv.unused(dialect),
                seen.misread() ? Optional.of(csv.misread(dialect)) : Optional.empty(),
                lines.passed.isEmpty() ? Optional.empty() : Optional.of(lines.passed.toString()));
    }

    /** Lets through no more than is shown. */
    private record Beginning(RowPass pass, FirstLines lines) implements CsvSink {
        @Override
        public void shape(SourceConfig mapped, RawShape shape) throws ShapeException {
            pass.shape(mapped, shape);
        }

        @Override
        public void row(RawRow row) throws InterruptedException {
            pass.row(row);
        }

        @Override
        public void rejected(Rejection rejection) throws InterruptedException {
            pass.rejected(rejection);
        }

        @Override
        public void passedOver(PassedOver over) {
            lines.passed = over;
        }

        @Override
        public boolean isFull() {
            return lines.isFull();
        }
    }

    private final class FirstLines implements RowTaker {
        private final List<Line> first = new ArrayList<>();
        private PassedOver passed = new PassedOver();

        @Override
        public void taken(Row row) {
            add(new Line.Shipped(row));
        }

        @Override
        public void rejected(Rejection rejection) {
            add(new Line.Rejected(rejection));
        }

        @Override
        public void ignored() {
            // A template is nothing to show.
        }

        private boolean isFull() {
            return first.size() >= rows;
        }

        private void add(Line line) {
            if (!isFull()) {
                first.add(line);
            }
        }
    }
}

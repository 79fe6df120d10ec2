package io.tidegate.agent.doctor;

import io.tidegate.agent.file.FilePreview;
import io.tidegate.agent.finding.Finding;
import io.tidegate.agent.status.Words;
import io.tidegate.config.SourceConfig;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Whether a drop folder can be used, and how the beginning of its newest file would be read. */
final class DropFolder {
    private static final int ROWS = 1_000;

    private final SourceConfig source;
    private final SourceConfig.Csv csv;

    DropFolder(SourceConfig source, SourceConfig.Csv csv) {
        this.source = source;
        this.csv = csv;
    }

    void look(Consumer<Finding> out) throws InterruptedException {
        Path folder = csv.directory();
        if (!Files.isDirectory(folder)) {
            out.accept(
                    Finding.fail(
                            "the folder %s is not there, or this account may not see it"
                                    .formatted(folder),
                            "check source.%s.csv.directory; of a share, whether it is mounted for the service's account"
                                    .formatted(source.name())));
            return;
        }
        writable(folder, out);
        newest(out);
    }

    private void writable(Path folder, Consumer<Finding> out) {
        if (csv.after() == SourceConfig.After.KEEP) {
            out.accept(Finding.ok("the folder %s is there".formatted(folder)));
        } else if (Files.isWritable(folder)) {
            out.accept(
                    Finding.ok("the folder %s is there and may be written to".formatted(folder)));
        } else {
            out.accept(
                    Finding.fail(
                            "this account may not put files away in %s".formatted(folder),
                            "let the service's account write there, or set source.%s.csv.after = keep"
                                    .formatted(source.name())));
        }
    }

    private void newest(Consumer<Finding> out) throws InterruptedException {
        FilePreview.Preview found;
        try {
            // Pseudonyms are shown nowhere, so any will do.
            found = new FilePreview(source, value -> value, ROWS).read();
        } catch (FilePreview.NothingToShowException e) {
            out.accept(e.isEmpty() ? Finding.warn(e.getMessage()) : Finding.fail(e.getMessage()));
            return;
        }
        out.accept(
                Finding.ok(
                        "the newest file, %s, is written so: %s"
                                .formatted(found.file().getFileName(), found.dialect())));
        found.warning().map(Finding::warn).ifPresent(out);
        rows(found, out);
        if (!found.unused().isEmpty()) {
            out.accept(
                    Finding.warn(
                            "columns of the file that are not used: "
                                    + String.join(", ", found.unused()),
                            "name with source.%s.map.<column> what they are, if they are needed"
                                    .formatted(source.name())));
        }
    }

    private void rows(FilePreview.Preview found, Consumer<Finding> out) {
        var rejects = new Rejects(_ -> {});
        long taken = 0;
        for (FilePreview.Line line : found.lines()) {
            switch (line) {
                case FilePreview.Line.Shipped _ -> taken++;
                case FilePreview.Line.Rejected(var rejection) -> rejects.rejected(rejection);
            }
        }
        String text =
                "%s of it would be shipped"
                        .formatted(
                                found.lines().size() == ROWS
                                        ? "%,d of the first %,d rows".formatted(taken, ROWS)
                                        : Words.count(taken, "row"));
        out.accept(
                rejects.count() == 0
                        ? Finding.ok(text + ", none rejected")
                        : Finding.warn(
                                "%s, %,d rejected: %s"
                                        .formatted(text, rejects.count(), rejects.reasons()),
                                "see them: tidegate preview " + source.name()));
    }
}

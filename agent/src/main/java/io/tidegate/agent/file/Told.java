package io.tidegate.agent.file;

import io.tidegate.agent.event.Events;
import io.tidegate.agent.source.csv.CsvFiles;
import io.tidegate.agent.source.csv.Dialect;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Optional;

/** Says what files that were taken show: once, what holds for all. Used by one thread. */
final class Told {
    private static final Logger LOG = LoggerFactory.getLogger(Told.class);

    private final String stream;
    private final CsvFiles files;
    private List<String> unused = List.of();

    Told(FileStream stream) {
        this.stream = stream.name();
        this.files = stream.files();
    }

    /** What a file that was taken showed. */
    void about(Found file, Verdict.Take verdict, Optional<Dialect> before) {
        if (before.isEmpty()) {
            Events.info(LOG, FileEvent.DIALECT_LEARNT)
                    .addKeyValue("stream", stream)
                    .addKeyValue("file", file.name())
                    .log("files are read like {}: {}", file.name(), verdict.dialect());
        }
        if (verdict.utf8()) {
            Events.warn(LOG, FileEvent.MISREAD)
                    .addKeyValue("stream", stream)
                    .addKeyValue("file", file.name())
                    .log("{}: {}", file.name(), files.misread(verdict.dialect()));
        }
        if (!verdict.tally().passed().isEmpty()) {
            Events.info(LOG, FileEvent.LINES_PASSED_OVER)
                    .addKeyValue("stream", stream)
                    .addKeyValue("file", file.name())
                    .log("{}: lines that are no data: {}", file.name(), verdict.tally().passed());
        }
        if (!verdict.unused().isEmpty() && !verdict.unused().equals(unused)) {
            unused = verdict.unused();
            Events.info(LOG, FileEvent.COLUMNS_UNUSED)
                    .addKeyValue("stream", stream)
                    .addKeyValue("file", file.name())
                    .log("columns that nothing uses: {}", String.join(", ", unused));
        }
    }
}

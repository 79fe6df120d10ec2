package io.tidegate.agent.sniff;

import io.tidegate.agent.row.RawRow;
import io.tidegate.agent.row.RawShape;
import io.tidegate.agent.row.Rejection;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.sniff.Entry.Option;
import io.tidegate.agent.source.csv.CsvFiles;
import io.tidegate.agent.source.csv.CsvSink;
import io.tidegate.agent.source.csv.Dialect;
import io.tidegate.agent.source.csv.PassedOver;
import io.tidegate.agent.source.csv.Survey;
import io.tidegate.agent.source.csv.UndecidedException;
import io.tidegate.agent.source.csv.UnfitFileException;
import io.tidegate.config.AgentFile;
import io.tidegate.config.ConfigurationException;
import io.tidegate.config.Loaded;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Lines of configuration, read as the connector would read them and tried on the file by the
 * connector's own reader. The lines are written to a file of its own for that, which is deleted at
 * once and holds nothing of the sample. Used by one thread.
 */
final class Trial {
    private static final int MOST_QUESTIONS = 4;

    private final Path file;
    private final String source;

    Trial(Path file, String source) {
        this.file = file;
        this.source = source;
    }

    /** The source that these lines make; empty with what is wrong with them. */
    record Made(Optional<SourceConfig> config, List<String> problems) {}

    Made make(List<Option> lines) throws IOException {
        String text =
                lines.stream()
                        .map(l -> Draft.line("source." + source + "." + l.key(), l.value()))
                        .collect(Collectors.joining("\n", "agent.name = sniff\n", "\n"));
        Path folder = Files.createTempDirectory("tidegate-sniff");
        Path properties = folder.resolve("tidegate.properties");
        try {
            Files.writeString(properties, text);
            Loaded loaded = AgentFile.read(properties, _ -> Optional.empty(), Map.of());
            return made(loaded);
        } catch (ConfigurationException e) {
            return new Made(Optional.empty(), List.of(e.getMessage()));
        } finally {
            Files.deleteIfExists(properties);
            Files.deleteIfExists(folder);
        }
    }

    private Made made(Loaded loaded) {
        return new Made(
                loaded.toRead().map(c -> c.sources().get(source)),
                loaded.all().stream().map(p -> p.key() + " " + p.what()).toList());
    }

    /** How the connector would read the file under these settings. */
    Dialect dialect(SourceConfig config) throws IOException, UnfitFileException {
        try (var in = Survey.open(file)) {
            return csv(config).dialect(in, Optional.empty());
        }
    }

    /** The same, with what letters and values tell over the whole file. */
    Dialect decided(SourceConfig config, Dialect dialect)
            throws IOException, UnfitFileException, InterruptedException {
        Dialect now = dialect;
        for (int left = MOST_QUESTIONS; ; left--) {
            try (var in = Survey.open(file)) {
                csv(config).read(in, now, new Nobody());
                return now;
            } catch (UndecidedException question) {
                if (left == 0) {
                    throw question.stillOpen();
                }
                try (var in = Survey.open(file)) {
                    now = csv(config).decide(in, now, Optional.empty(), question);
                }
            } catch (ShapeException e) {
                throw new IllegalStateException("nobody refuses a shape here", e);
            }
        }
    }

    /** Takes rows and does nothing with them but asking for their values. */
    private static final class Nobody implements CsvSink {
        private int columns;

        @Override
        public void shape(SourceConfig mapped, RawShape shape) {
            columns = shape.names().size();
        }

        @Override
        public void row(RawRow row) {
            for (int i = 0; i < columns; i++) {
                row.value(i);
            }
        }

        @Override
        public void rejected(Rejection rejection) {
            // The preview shows it.
        }

        @Override
        public void passedOver(PassedOver over) {
            // The preview tells it.
        }

        @Override
        public boolean isFull() {
            return false;
        }
    }

    private CsvFiles csv(SourceConfig config) {
        return new CsvFiles(config, DataType.of(config.data()).orElseThrow())
                .named(file.getFileName().toString());
    }
}

package io.tidegate.agent.sniff;

import io.tidegate.agent.source.csv.Dialect;
import io.tidegate.agent.source.csv.Surveyed;
import io.tidegate.config.SourceConfig;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What came of looking at a file. Immutable. */
public final class Sniffed {
    final Path file;
    final Surveyed surveyed;
    final Fields fields;
    final List<Finding> findings;
    final Draft draft;
    private final Formats.Outcome outcome;

    Sniffed(
            Path file,
            Surveyed surveyed,
            Fields fields,
            List<Finding> findings,
            Draft draft,
            Formats.Outcome outcome) {
        this.file = file;
        this.surveyed = surveyed;
        this.fields = fields;
        this.findings = List.copyOf(findings);
        this.draft = draft;
        this.outcome = outcome;
    }

    public Path file() {
        return file;
    }

    /** The source's name in the proposal. */
    public String name() {
        return draft.source();
    }

    /** The lines with which rows are shown as long as nobody has chosen; may be empty. */
    public String standIns() {
        return draft.choices().stream()
                .flatMap(choice -> choice.trial().stream())
                .map(option -> option.key() + " = " + option.value())
                .collect(Collectors.joining(", "));
    }

    /** The settings with which its rows can be shown. */
    public Optional<SourceConfig> config() {
        return outcome.config();
    }

    /** How the connector reads it; there whenever {@link #config} is. */
    public Optional<Dialect> dialect() {
        return outcome.dialect();
    }

    /** Why no rows can be shown. */
    public Optional<String> why() {
        return outcome.why();
    }
}

package io.tidegate.agent.sniff;

import io.tidegate.agent.sniff.Entry.Option;
import io.tidegate.agent.source.csv.Survey;
import io.tidegate.agent.source.csv.Surveyed;
import io.tidegate.agent.source.csv.UnfitFileException;
import io.tidegate.protocol.DataType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks at a sample file and proposes the settings of a source for it. Needs no configuration,
 * sends and stores nothing, and guesses nothing: where two things fit, both are proposed. Used by
 * one thread.
 */
public final class Sniff {
    private final Path file;
    private final Optional<DataType> data;
    private final String name;
    private final Optional<String> zone;
    private final List<Finding> findings = new ArrayList<>();

    /**
     * @param data what the file holds, if that is known
     * @param name the source's, if it has one
     * @param zone where the clock stood that wrote the times, if that is known
     */
    public Sniff(Path file, Optional<DataType> data, Optional<String> name, Optional<String> zone) {
        this.file = file.toAbsolutePath().normalize();
        this.data = data;
        this.name = name.orElseGet(() -> FileNames.source(fileName()));
        this.zone = zone;
    }

    private String fileName() {
        return file.getFileName().toString();
    }

    /**
     * @throws UnfitFileException if the file is no text or has no columns; the message says what to
     *     do
     */
    public Sniffed look() throws IOException, UnfitFileException, InterruptedException {
        var known = new KnownColumns();
        Surveyed surveyed = new Survey(file, known::isKnown).look();
        Fields fields = Fields.of(surveyed, known);
        TypeGuess guess = data.map(TypeGuess::told).orElseGet(() -> TypeGuess.of(fields));
        new LayoutFindings(surveyed, findings).write();
        findings.add(guess.finding());
        var draft = new Draft(name);
        head(guess, draft);
        var outcome =
                guess.type().isPresent()
                        ? rows(surveyed, fields, guess.type().get(), draft)
                        : untyped(surveyed, draft, guess);
        return new Sniffed(file, surveyed, fields, findings, draft, outcome);
    }

    private void head(TypeGuess guess, Draft draft) {
        if (guess.type().isPresent()) {
            draft.set("data", guess.type().get().wireName());
        } else {
            draft.choose(
                    "data must be chosen, and this command called again with --data: it then"
                            + " proposes what belongs to it",
                    List.of(
                            new Option("data", "intervals", "a row is a queue's interval"),
                            new Option("data", "contacts", "a row is one call, chat or mail"),
                            new Option(
                                    "data", "agent-status", "a row is a state of an ACD agent")));
        }
        draft.set(
                "csv.directory",
                file.getParent().toString().replace('\\', '/'),
                "the folder that the files will lie in");
        String pattern = FileNames.pattern(fileName());
        draft.set("csv.pattern", pattern, pattern.equals(fileName()) ? "this file only" : "");
    }

    private Formats.Outcome untyped(Surveyed surveyed, Draft draft, TypeGuess guess) {
        new Formats(surveyed, new Trial(file, name), draft, findings).writeUntried();
        return Formats.Outcome.failed(guess.finding().text());
    }

    private Formats.Outcome rows(Surveyed surveyed, Fields fields, DataType type, Draft draft)
            throws IOException, InterruptedException {
        var times = new TimeLines(fields, type, draft, findings);
        List<Field> start = times.start();
        if (type == DataType.AGENT_STATUS) {
            times.end();
        }
        times.zone(zone, start);
        if (type == DataType.INTERVALS) {
            GridLines.write(start, draft, findings);
        }
        new ColumnLines(fields, type, draft).write();
        var formats = new Formats(surveyed, new Trial(file, name), draft, findings);
        if (draft.isOpen()) {
            formats.writeUntried();
            return Formats.Outcome.failed("what must be chosen above comes first");
        }
        return formats.write();
    }
}

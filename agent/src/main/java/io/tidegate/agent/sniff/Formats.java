package io.tidegate.agent.sniff;

import io.tidegate.agent.sniff.Entry.Option;
import io.tidegate.agent.source.csv.Dialect;
import io.tidegate.agent.source.csv.Surveyed;
import io.tidegate.agent.source.csv.UnfitFileException;
import io.tidegate.config.SourceConfig;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines that say how the file is written: those only that the connector would not find out by
 * itself, and those between which a person has to choose. It asks the connector's own reader. Used
 * by one thread.
 */
final class Formats {
    private static final int MOST_QUESTIONS = 6;
    private static final Pattern OFFERED = Pattern.compile("Add one of these lines:\\s+(.*)$");

    private final Surveyed file;
    private final Trial trial;
    private final Draft draft;
    private final List<Finding> findings;

    Formats(Surveyed file, Trial trial, Draft draft, List<Finding> findings) {
        this.file = file;
        this.trial = trial;
        this.draft = draft;
        this.findings = findings;
    }

    /**
     * What came of it.
     *
     * @param config by which rows can be shown; empty: not as long as nobody has chosen
     * @param why there are none
     */
    record Outcome(Optional<SourceConfig> config, Optional<Dialect> dialect, Optional<String> why) {
        static Outcome failed(String why) {
            return new Outcome(Optional.empty(), Optional.empty(), Optional.of(why));
        }
    }

    Outcome write() throws IOException, InterruptedException {
        List<Option> base = draft.trial();
        Trial.Made made = trial.make(base);
        if (made.config().isEmpty()) {
            return Outcome.failed(String.join("; ", made.problems()));
        }
        for (Option line : needed(base)) {
            draft.set(line.key(), line.value(), "");
        }
        return prove();
    }

    /** Writes what cannot be tried as long as something else is open. */
    void writeUntried() {
        for (Option line : all()) {
            boolean usual =
                    line.key().equals("csv.delimiter")
                            || line.value().equals("UTF-8")
                            || (line.key().equals("csv.header") && line.value().equals("1"));
            if (!usual) {
                draft.set(line.key(), line.value(), "");
            }
        }
    }

    /** Those lines without which the connector would read the file otherwise. */
    private List<Option> needed(List<Option> base) throws IOException {
        List<Option> lines = new ArrayList<>(all());
        for (Option line : List.copyOf(lines)) {
            List<Option> without = new ArrayList<>(lines);
            without.remove(line);
            if (isRead(base, without)) {
                lines = without;
            }
        }
        return lines;
    }

    private List<Option> all() {
        List<Option> lines = new ArrayList<>();
        if (!file.text().marked() && file.text().encoding().startsWith("UTF-16")) {
            lines.add(new Option("csv.encoding", file.text().encoding(), ""));
        }
        if (file.quote() != '"') {
            lines.add(new Option("csv.quote", file.quote() == 0 ? "none" : "'", ""));
        }
        lines.add(new Option("csv.header", file.header() == 0 ? "none" : file.header() + "", ""));
        lines.add(new Option("csv.delimiter", delimiter(file.delimiter()), ""));
        return lines;
    }

    private boolean isRead(List<Option> base, List<Option> more) throws IOException {
        List<Option> lines = new ArrayList<>(base);
        lines.addAll(more);
        Optional<SourceConfig> config = trial.make(lines).config();
        if (config.isEmpty()) {
            return false;
        }
        try {
            return isAsFound(trial.dialect(config.get()));
        } catch (UnfitFileException _) {
            return false;
        }
    }

    private boolean isAsFound(Dialect dialect) {
        boolean told = file.text().marked() || file.text().proven();
        return dialect.delimiter() == file.delimiter()
                && dialect.quote() == file.quote()
                && dialect.columns().equals(file.columns())
                && (!told
                        || Charset.forName(dialect.encoding())
                                .equals(Charset.forName(file.text().encoding())));
    }

    /** Asks the values for signs and orders; what they leave open becomes a choice. */
    private Outcome prove() throws IOException, InterruptedException {
        List<Option> lines = new ArrayList<>(draft.trial());
        boolean open = false;
        for (int i = 0; i < MOST_QUESTIONS; i++) {
            Trial.Made made = trial.make(lines);
            if (made.config().isEmpty()) {
                return Outcome.failed(String.join("; ", made.problems()));
            }
            SourceConfig config = made.config().get();
            try {
                Dialect dialect = trial.decided(config, trial.dialect(config));
                new ValueFindings(file, dialect, findings).write();
                return open
                        ? Outcome.failed("choose between the lines above first")
                        : new Outcome(Optional.of(config), Optional.of(dialect), Optional.empty());
            } catch (UnfitFileException e) {
                List<Option> options = options(e.getMessage());
                if (options.isEmpty()) {
                    return Outcome.failed(e.getMessage());
                }
                ask(e.getMessage(), options);
                open = true;
                lines.removeIf(l -> l.key().equals(options.getFirst().key()));
                lines.add(options.getFirst());
            }
        }
        return Outcome.failed("too much of the file can be read in more than one way");
    }

    private void ask(String message, List<Option> options) {
        String question = message.substring(0, message.indexOf("Add one of")).strip();
        String key = options.getFirst().key();
        findings.removeIf(f -> f.about().equals(about(key)));
        findings.add(Finding.open(about(key), question));
        draft.choose(key + " must be chosen: " + question, options);
    }

    private static String about(String key) {
        return switch (key) {
            case "csv.encoding" -> "encoding";
            case "csv.decimal" -> "numbers";
            case "csv.delimiter" -> "columns";
            case "csv.date-format", "csv.date-time-format" -> "dates";
            default -> "values";
        };
    }

    /** The lines that the connector offers to choose from, each with what it would mean. */
    private List<Option> options(String message) {
        Matcher offered = OFFERED.matcher(message);
        List<Option> options = new ArrayList<>();
        if (offered.find()) {
            for (String line : offered.group(1).split("  or  ")) {
                String key = line.substring(0, line.indexOf(" = ")).replace(draft.key(""), "");
                String value = line.substring(line.indexOf(" = ") + 3).strip();
                options.add(new Option(key, value, Examples.of(key, value, file.tallies())));
            }
        }
        return options;
    }

    static String delimiter(char delimiter) {
        return switch (delimiter) {
            case '\t' -> "tab";
            case ' ' -> "blank";
            default -> String.valueOf(delimiter);
        };
    }
}

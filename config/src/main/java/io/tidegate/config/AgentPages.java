package io.tidegate.config;

import io.tidegate.config.Setting.Group;

import java.util.List;
import java.util.stream.Collectors;

/** What is written for people about {@code tidegate.properties}: the reference and the sample. */
public final class AgentPages {
    private static final int WIDTH = 96;

    private AgentPages() {}

    /** {@code CONFIGURATION.md}. */
    public static String reference() {
        return ReferencePage.of(AgentFile.CATALOGUE, INTRODUCTION);
    }

    /** A file to begin with: what must be set is set, what may be set is commented out. */
    public static String sample() {
        var text = new StringBuilder(SAMPLE_HEAD);
        section(text, "The connector", "", settings("agent.", "http.", "spool."));
        section(text, "Where to send", "", settings("ingest."));
        section(text, "A database to read", "", settings("database."));
        section(
                text,
                "A source that reads it",
                "",
                settings("source.").stream().filter(s -> !s.pattern().contains(".csv.")).toList());
        section(
                text,
                "A source that reads files: take the # away",
                "#",
                settings("source.").stream().filter(AgentPages::isForFiles).toList());
        return text.toString();
    }

    private static boolean isForFiles(Setting<?> s) {
        return s == SourceSettings.DATA
                || s == SourceSettings.ZONE
                || s.pattern().contains(".csv.");
    }

    private static List<Setting<?>> settings(String... prefixes) {
        return AgentFile.CATALOGUE.settings().stream()
                .filter(s -> s.group() != Group.EXPERT)
                .filter(s -> List.of(prefixes).stream().anyMatch(s.pattern()::startsWith))
                .toList();
    }

    private static void section(
            StringBuilder text, String title, String off, List<Setting<?>> settings) {
        text.append("\n# ---- ").append(title).append(" ----\n");
        String name = off.isEmpty() ? "acd1" : "csv1";
        for (Setting<?> s : settings) {
            boolean needed = s.group() == Group.ESSENTIAL || s == CsvSettings.DIRECTORY;
            String key = s.pattern().replace("<name>", name).replace("<db>", "acd");
            text.append('\n').append(comment(s));
            text.append(needed ? off : "#").append(key.replace("<column>", "queuename"));
            text.append(" = ").append(needed ? placeholder(s) : s.example()).append('\n');
        }
    }

    private static String placeholder(Setting<?> s) {
        return s == SqlSettings.DATABASE ? s.example() : "<" + s.example() + ">";
    }

    private static String comment(Setting<?> s) {
        String or = s.or().map(text -> " Default: " + text).orElse("");
        String without = s.without().isEmpty() ? "" : " Default: " + s.without();
        return wrapped((s.meaning() + or + without).replace("`", ""));
    }

    private static String wrapped(String text) {
        var lines = new StringBuilder();
        var line = new StringBuilder("#");
        for (String word : text.split(" ")) {
            if (line.length() + word.length() >= WIDTH) {
                lines.append(line).append('\n');
                line.setLength(1);
            }
            line.append(' ').append(word);
        }
        return lines.append(line).append('\n').toString();
    }

    /** The keys that must be set, for tests. */
    static List<String> essentials() {
        return AgentFile.CATALOGUE.settings().stream()
                .filter(s -> s.group() == Group.ESSENTIAL)
                .map(Setting::pattern)
                .collect(Collectors.toList());
    }

    private static final String SAMPLE_HEAD =
            """
            # Tidegate: the settings of one connector. CONFIGURATION.md explains all of them.
            #
            # Put your own value in place of each <...>, without < and >. Then: tidegate check
            # A line with # in front is not in force; it shows the default or an example.
            # Write paths with /, on Windows too. Relative paths count from this file.
            # Secrets may stand here, or better in a file of their own: ${file:token.txt}, or in an
            # environment variable: ${env:NAME}.
            """;

    private static final String INTRODUCTION =
            """
            # Configuration

            One file, `tidegate.properties`: UTF-8, in the syntax of `java.util.Properties`. `tidegate check` reads it and prints \
            everything that is wrong at once, each with its line and the line to paste. This page is generated from the program.

            - **Values.** Durations `10s` `15m` `2h` `1d` `2w` `13mo` `3y` (where only a fixed length makes sense, a month counts 30 days and a \
            year 365), sizes `512KiB` `1GiB`, percentages `20%`, `off`.
            - **Paths** are written with `/`, on Windows too. Relative ones count from the file.
            - **Secrets** may be references, read anew at each use: `${env:NAME}`, `${file:/path}` (the line end after the text is not part of \
            it), `${systemd:credential}`. `${keystore:...}` and `${dpapi:...}` are known words that this version cannot read; `check` says so.
            - **Names.** `<name>` of a source is also the name of its stream; `<db>` is the name that sources refer to; both are of lower-case \
            letters, digits and `-`.
            - **Faults.** Unknown keys are errors. A fault in one source stops that source alone: `run` starts with the others and lists it as \
            misconfigured. `check` is strict.
            - **SQL sources always need `time-zone`:** whether a time column carries an offset is not known before it is read, and local \
            midnights and nights are the source's.
            """;
}

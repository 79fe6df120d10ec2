package io.tidegate.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes a {@code tidegate.properties} into a folder and reads it. */
final class ConfigFile {
    /** The least that a SQL source needs; add lines, or change one with {@link #with}. */
    static final String SQL =
            """
            agent.name = berlin-dc1
            database.acd.url = jdbc:postgresql://acd.example/acd
            source.acd1.data = intervals
            source.acd1.database = acd
            source.acd1.time-zone = Europe/Berlin
            source.acd1.query-file = acd1.sql
            """;

    /** The least that a CSV source needs. */
    static final String CSV =
            """
            agent.name = berlin-dc1
            source.csv1.data = intervals
            source.csv1.csv.directory = drop
            source.csv1.time-zone = Europe/Berlin
            """;

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();

    ConfigFile(Path folder) {
        this.folder = folder;
        file("acd1.sql", "SELECT * FROM intervals");
    }

    ConfigFile file(String name, String text) {
        return file(name, text, StandardCharsets.UTF_8);
    }

    ConfigFile file(String name, String text, Charset charset) {
        try {
            Files.writeString(folder.resolve(name), text, charset);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ConfigFile variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Loaded load(String text) {
        return load(text, StandardCharsets.UTF_8);
    }

    Loaded load(String text, Charset charset) {
        file("tidegate.properties", text, charset);
        try {
            return AgentFile.read(
                    folder.resolve("tidegate.properties"),
                    name -> Optional.ofNullable(environment.get(name)));
        } catch (ConfigurationException e) {
            throw new AssertionError(e);
        }
    }

    /** The one source of a file without problems. */
    SourceConfig source(String text) {
        Loaded loaded = load(text);
        if (!loaded.all().isEmpty()) {
            throw new AssertionError(show(loaded));
        }
        return loaded.config().orElseThrow().sources().values().iterator().next();
    }

    /** All problems, one a line: {@code line key what | paste}. */
    static String show(Loaded loaded) {
        return loaded.all().stream().map(ConfigFile::show).collect(Collectors.joining("\n"));
    }

    private static String show(Problem p) {
        String paste = p.paste().map(text -> " | " + text).orElse("");
        return p.line() + " " + p.key() + " " + p.what() + paste;
    }

    /** The text with the line of a key replaced, or added. */
    static String with(String text, String line) {
        String key = line.substring(0, line.indexOf(' '));
        String rest =
                text.lines()
                        .filter(l -> !l.startsWith(key + " "))
                        .collect(Collectors.joining("\n", "", "\n"));
        return rest + line + "\n";
    }

    /** The text without the line of a key. */
    static String without(String text, String key) {
        return text.lines()
                .filter(l -> !l.startsWith(key + " "))
                .collect(Collectors.joining("\n", "", "\n"));
    }
}

package io.tidegate.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A {@code java.util.Properties} file in UTF-8 (a BOM is allowed), with exact line numbers and with
 * everything in it that {@code Properties} would take silently for something else: lone
 * backslashes, blanks in keys, repeated keys.
 */
public final class PropertiesFile {
    private static final long LARGEST = 4 << 20;

    private final Path path;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> spoiled;

    private PropertiesFile(Path path, Catalogue catalogue, byte[] bytes) {
        this.path = path;
        var lint = new Lint(catalogue, problems);
        List<Entry> all = new LineReader(lint::hasBlank).read(TextOf.bytes(bytes, lint));
        for (Entry entry : all) {
            lint.backslashes(entry);
            lint.swallowedLines(entry);
            Entry first = entries.putIfAbsent(entry.key(), entry);
            if (first != null) {
                lint.repeated(entry, first);
            }
        }
        this.spoiled = lint.spoiled();
    }

    /**
     * Reads and lints a file.
     *
     * @param catalogue which keys there are, to tell a missing {@code =} from a blank in a key and
     *     to know what must not be shown
     * @throws ConfigurationException if it cannot be read at all; what is wrong inside is in {@link
     *     #problems()}
     */
    public static PropertiesFile read(Path path, Catalogue catalogue)
            throws ConfigurationException {
        Path absolute = path.toAbsolutePath().normalize();
        return new PropertiesFile(absolute, catalogue, bytes(absolute));
    }

    private static byte[] bytes(Path path) throws ConfigurationException {
        try {
            if (Files.size(path) > LARGEST) {
                throw unreadable(path, "is larger than 4 MiB: that is no configuration");
            }
            byte[] bytes = Files.readAllBytes(path);
            if (TextOf.looksLikeUtf16(bytes)) {
                throw unreadable(path, "is written in UTF-16: save it as UTF-8");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw unreadable(path, "there is no such file");
        } catch (IOException e) {
            throw unreadable(path, "cannot be read by this account: " + e.getMessage());
        }
    }

    private static ConfigurationException unreadable(Path path, String what) {
        return new ConfigurationException(
                path, List.of(new Problem("", 0, what, Optional.empty())));
    }

    /**
     * The same file as if those lines stood in it instead of, or beside, its own.
     *
     * @param changes values by key, taken as they are: nothing in them is an escape
     */
    PropertiesFile with(Map<String, String> changes) {
        changes.forEach(this::change);
        return this;
    }

    private void change(String key, String value) {
        Entry old = entries.get(key);
        int line = old == null ? 0 : old.line();
        entries.put(key, new Entry(key, value, line, List.of(key + " = " + Escapes.of(value))));
        spoiled.remove(key);
        problems.removeIf(problem -> problem.key().equals(key));
    }

    /** Absolute. */
    public Path path() {
        return path;
    }

    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    Map<String, Entry> entries() {
        return entries;
    }

    /** Keys whose value is not what was meant, since the lint found it at fault. */
    Set<String> spoiled() {
        return spoiled;
    }
}

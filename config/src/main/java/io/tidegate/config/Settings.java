package io.tidegate.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a properties file says, read setting by setting. Whatever is wrong is noted and reading goes
 * on with a stand-in, so that all problems are found in one go: look at {@link #problems()} before
 * using the values. Used by one thread.
 */
public final class Settings {
    private static final String COMMENT =
            "a comment must stand on a line of its own: here it is part of the value";

    private final PropertiesFile file;
    private final Map<String, Entry> entries;
    private final Set<String> preset = new HashSet<>();
    private final Catalogue catalogue;
    private final Type.Place place;
    private final List<Problem> problems = new ArrayList<>();
    private final Discretion discretion;
    private final List<Kept> secrets = new ArrayList<>();
    private final Set<String> refused = new HashSet<>();

    private record Kept(String key, int line, Secret secret) {}

    private Settings(PropertiesFile file, Catalogue catalogue, Environment environment) {
        this.file = file;
        this.entries = new LinkedHashMap<>(file.entries());
        this.catalogue = catalogue;
        this.place = new Type.Place(file.path().getParent(), environment);
        this.discretion = new Discretion(catalogue, file.entries().values());
        problems.addAll(file.problems());
        entries.values().forEach(this::mustBeKnown);
    }

    /**
     * Reads a file.
     *
     * @throws ConfigurationException if it cannot be read at all
     */
    public static Settings read(Path path, Catalogue catalogue, Environment environment)
            throws ConfigurationException {
        return read(path, catalogue, environment, Map.of());
    }

    /** Reads a file as if those lines stood in it. */
    static Settings read(
            Path path, Catalogue catalogue, Environment environment, Map<String, String> changes)
            throws ConfigurationException {
        return new Settings(
                PropertiesFile.read(path, catalogue).with(changes), catalogue, environment);
    }

    /** The file, absolute. */
    public Path path() {
        return file.path();
    }

    /** The value, or the default, or empty if there is neither. */
    public <T> Optional<T> find(Setting<T> setting, String... names) {
        String key = setting.key(names);
        Entry entry = entries.get(key);
        if (entry == null || file.spoiled().contains(key)) {
            return setting.or().map(text -> standIn(setting, text));
        }
        return parse(setting, key, entry).or(() -> setting.or().map(t -> standIn(setting, t)));
    }

    /** The value or the default; a setting that has neither is a problem. */
    public <T> T get(Setting<T> setting, String... names) {
        Optional<T> value = find(setting, names);
        if (value.isEmpty() && !isSet(setting, names)) {
            missing(setting, names);
        }
        return value.orElseGet(() -> standIn(setting, setting.type().example()));
    }

    /** Whether the file has it, rightly or wrongly. */
    public boolean isSet(Setting<?> setting, String... names) {
        return has(setting.key(names));
    }

    /** The same of a key. */
    boolean has(String key) {
        return entries.containsKey(key) || file.spoiled().contains(key);
    }

    /** Whether the file has it and it is not at fault as far as is known. */
    public boolean isGood(Setting<?> setting, String... names) {
        String key = setting.key(names);
        return entries.containsKey(key) && !file.spoiled().contains(key) && !refused.contains(key);
    }

    /** The names in the second part of keys such as {@code source.<name>.poll}. */
    public SortedSet<String> names(String first) {
        var names = new TreeSet<String>();
        entries.keySet().forEach(key -> nameIn(key, first, names));
        file.spoiled().forEach(key -> nameIn(key, first, names));
        return names;
    }

    private static void nameIn(String key, String first, SortedSet<String> names) {
        String[] parts = key.split("\\.");
        if (parts.length >= 3 && parts[0].equals(first)) {
            names.add(parts[1]);
        }
    }

    /** The last parts of the keys below that one, such as the columns of {@code source.acd.map}. */
    public SortedSet<String> namesBelow(String prefix) {
        var names = new TreeSet<String>();
        for (String key : entries.keySet()) {
            if (key.startsWith(prefix + ".") && catalogue.find(key).isPresent()) {
                names.add(key.substring(prefix.length() + 1));
            }
        }
        return names;
    }

    /** Checks every value whose key begins with that, also those that nobody asks for. */
    void checkAll(String prefix) {
        for (Entry entry : entries.values()) {
            if (entry.key().startsWith(prefix) && !file.spoiled().contains(entry.key())) {
                catalogue.find(entry.key()).ifPresent(s -> parse(s, entry.key(), entry));
            }
        }
    }

    /** Notes that a setting that is needed is not there. */
    public void missing(Setting<?> setting, String... names) {
        String key = setting.key(names);
        problems.add(
                new Problem(
                        key,
                        lineNear(key),
                        "is missing: " + setting.meaning(),
                        Optional.of(key + " = " + setting.example())));
    }

    /**
     * Notes a problem with a key.
     *
     * @param instead the value to paste
     */
    public void refuse(String key, String what, Optional<String> instead) {
        refused.add(key);
        Optional<String> paste = instead.map(v -> key + " = " + masked(key, Escapes.of(v)));
        problems.add(new Problem(key, lineNear(key), what, paste));
    }

    /** Notes a problem with a key that has no one right value. */
    public void refuse(String key, String what) {
        refuse(key, what, Optional.empty());
    }

    /** The lines that a key fills in the file, as written. */
    List<String> raw(String key) {
        return entries.get(key).raw();
    }

    /** The line in which a key stands; 0 if it does not. */
    int line(String key) {
        Entry entry = entries.get(key);
        return entry == null ? 0 : entry.line();
    }

    /**
     * Says what the file does not say itself.
     *
     * @param of the key that brought it
     */
    void add(String key, String value, String of) {
        if (!has(key)) {
            Entry added = new Entry(key, value, line(of), List.of(key + " = " + value));
            preset.add(key);
            entries.put(key, added);
            mustBeKnown(added);
        }
    }

    /** Whether a value is not the file's own. */
    boolean isAdded(String key) {
        return preset.contains(key);
    }

    Type.Place place() {
        return place;
    }

    void note(Problem problem) {
        refused.add(problem.key());
        problems.add(problem);
    }

    /** All problems so far, in the order of their lines, without any secret. */
    public List<Problem> problems() {
        return discretion.shown(problems);
    }

    /**
     * Secrets that cannot be read now: a file that is not there may be there later. Says nothing of
     * those that only the service can read.
     */
    public List<Problem> unavailable() {
        List<Problem> found = new ArrayList<>();
        for (Kept kept : secrets) {
            if (!kept.secret().isElsewhere()) {
                reveal(kept).ifPresent(found::add);
            }
        }
        return discretion.shown(found);
    }

    private static Optional<Problem> reveal(Kept kept) {
        try {
            kept.secret().reveal();
            return Optional.empty();
        } catch (UnavailableSecretException e) {
            return Optional.of(
                    new Problem(kept.key(), kept.line(), e.getMessage(), Optional.empty()));
        }
    }

    /**
     * Ends reading.
     *
     * @throws ConfigurationException if there is any problem
     */
    public void check() throws ConfigurationException {
        if (!problems.isEmpty()) {
            throw new ConfigurationException(path(), problems());
        }
    }

    private void mustBeKnown(Entry entry) {
        if (catalogue.find(entry.key()).isEmpty() && !file.spoiled().contains(entry.key())) {
            Optional<String> meant = catalogue.suggest(entry.key());
            String what = "is no setting" + meant.map(m -> "; is " + m + " meant?").orElse("");
            problems.add(
                    new Problem(
                            entry.key(), entry.line(), what, meant.map(m -> renamed(m, entry))));
        }
    }

    private String renamed(String key, Entry entry) {
        String value = Mask.soundsSecret(entry.key()) ? Mask.HIDDEN : Escapes.of(entry.value());
        return key + " = " + masked(key, value);
    }

    private String masked(String key, String value) {
        return catalogue.find(key).map(s -> s.type().masked(value)).orElse(Mask.HIDDEN);
    }

    private <T> Optional<T> parse(Setting<T> setting, String key, Entry entry) {
        try {
            T value = setting.parse(text(setting, entry.value()), place);
            if (value instanceof Secret secret) {
                secrets.add(new Kept(key, entry.line(), secret));
            }
            return Optional.of(value);
        } catch (RefusedException e) {
            if (refused.add(key)) {
                Optional<String> bare = withoutComment(setting, entry.value());
                refuse(key, bare.isPresent() ? COMMENT : e.getMessage(), bare.or(e::instead));
            }
            return Optional.empty();
        }
    }

    /** The value before a {@code #}, if that would have been a good one. */
    private <T> Optional<String> withoutComment(Setting<T> setting, String value) {
        String before = value.replaceFirst("\\s#.*", "").strip();
        try {
            setting.parse(text(setting, before), place);
            return Optional.of(before);
        } catch (RefusedException _) {
            return Optional.empty();
        }
    }

    private static String text(Setting<?> setting, String value) throws RefusedException {
        String text = setting.type().isVerbatim() ? value : value.strip();
        if (text.isEmpty()) {
            throw new RefusedException(
                    "has no value: give one, or remove the line", Optional.empty());
        }
        if (!setting.type().isHidden() && Reference.begins(text)) {
            throw new RefusedException("cannot be a reference: those are for secrets");
        }
        if (text.startsWith("<") && text.endsWith(">") && !setting.type().isVerbatim()) {
            throw new RefusedException(
                    "is still the sample's placeholder: put your own value there, without < and >");
        }
        return text;
    }

    private <T> T standIn(Setting<T> setting, String text) {
        try {
            return setting.type().parse(text, place);
        } catch (RefusedException e) {
            throw new IllegalStateException(setting.pattern() + ": " + e.getMessage(), e);
        }
    }

    /** The key's own line, else the last line of its section, so that a line can be added there. */
    private int lineNear(String key) {
        int own = line(key);
        if (own > 0 || key.split("\\.").length < 3) {
            return own;
        }
        String section = key.substring(0, key.indexOf('.', key.indexOf('.') + 1) + 1);
        return entries.values().stream()
                .filter(e -> e.key().startsWith(section))
                .mapToInt(Entry::line)
                .max()
                .orElse(0);
    }
}

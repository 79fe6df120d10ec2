package io.tidegate.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** All settings that a file may hold, in the order of the reference. Immutable. */
public final class Catalogue {
    private final List<Setting<?>> settings;
    private final List<Pattern> keys;

    public Catalogue(List<Setting<?>> settings) {
        this.settings = List.copyOf(settings);
        this.keys = this.settings.stream().map(s -> keyPattern(s.pattern())).toList();
    }

    public List<Setting<?>> settings() {
        return settings;
    }

    /** The setting that key is one of. */
    public Optional<Setting<?>> find(String key) {
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i).matcher(key).matches()) {
                return Optional.of(settings.get(i));
            }
        }
        return Optional.empty();
    }

    /** The key that was most likely meant by one that is none. */
    public Optional<String> suggest(String key) {
        return Suggestion.of(key, settings.stream().map(Setting::pattern).toList());
    }

    /** The key patterns, for tests that compare them with a list. */
    public List<String> patterns() {
        return settings.stream().map(Setting::pattern).toList();
    }

    /** Names of the files' own columns may hold dots. */
    private static String partPattern(String part) {
        if (part.equals("<theirs>")) {
            return ".+";
        }
        return part.startsWith("<") ? "[^.]+" : Pattern.quote(part);
    }

    private static Pattern keyPattern(String pattern) {
        return Pattern.compile(
                List.of(pattern.split("\\.")).stream()
                        .map(Catalogue::partPattern)
                        .collect(Collectors.joining("\\.")));
    }
}

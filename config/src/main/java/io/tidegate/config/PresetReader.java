package io.tidegate.config;

import java.util.List;
import java.util.Map;

/** Lets a preset say what the file itself does not say of a source. */
final class PresetReader {
    private static final List<String> NEVER = List.of("data", "database", "preset", "query-file");

    private final Settings settings;
    private final String source;

    PresetReader(Settings settings, String source) {
        this.settings = settings;
        this.source = source;
    }

    /** Whatever the file says for itself stays. */
    void apply(String data) {
        if (!settings.isSet(SqlSettings.PRESET, source)) {
            return;
        }
        settings.find(SqlSettings.PRESET, source).ifPresent(named -> apply(named, data));
    }

    private void apply(String named, String data) {
        try {
            Preset preset = Preset.read(named, data, settings.place());
            for (Map.Entry<String, String> line : preset.settings().entrySet()) {
                if (NEVER.contains(line.getKey())) {
                    throw new RefusedException(
                            named + " sets " + line.getKey() + ", which only you can say");
                }
                add(line.getKey(), line.getValue());
            }
            if (!settings.isSet(SqlSettings.QUERY_FILE, source)) {
                add("query", preset.query());
            }
        } catch (RefusedException e) {
            settings.refuse(SqlSettings.PRESET.key(source), e.getMessage(), e.instead());
        }
    }

    private void add(String key, String value) {
        settings.add("source." + source + "." + key, value, SqlSettings.PRESET.key(source));
    }
}

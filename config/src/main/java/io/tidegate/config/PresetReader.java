package io.tidegate.config;

import java.util.List;
import java.util.Map;

/** Lets a preset say what the file itself does not say of a source. */
final class PresetReader {
    private static final List<String> NEVER =
            List.of("data", "database", "preset", "query-file", "csv.directory");
    private static final String TOTAL = "map.handlingtime";
    private static final String AVERAGE = "map." + Columns.AVERAGE;

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
            PresetForm form = form(named, data);
            Preset preset = Preset.read(form, named, data, settings.place());
            for (Map.Entry<String, String> line : preset.settings().entrySet()) {
                if (NEVER.contains(line.getKey())) {
                    throw new RefusedException(
                            named + " sets " + line.getKey() + ", which only you can say");
                }
                add(named, line.getKey(), line.getValue());
            }
            if (form == PresetForm.QUERY && !settings.isSet(SqlSettings.QUERY_FILE, source)) {
                add(named, "query", preset.query());
            }
        } catch (RefusedException e) {
            settings.refuse(SqlSettings.PRESET.key(source), e.getMessage(), e.instead());
        }
    }

    /** Of a source that reads neither yet, the preset's name may tell. */
    private PresetForm form(String named, String data) {
        if (settings.isSet(SqlSettings.DATABASE, source)) {
            return PresetForm.QUERY;
        }
        boolean layout =
                settings.isSet(CsvSettings.DIRECTORY, source)
                        || named.endsWith(PresetForm.LAYOUT.suffix())
                        || Preset.names(PresetForm.LAYOUT).contains(named + "." + data);
        return layout ? PresetForm.LAYOUT : PresetForm.QUERY;
    }

    private void add(String named, String below, String value) {
        String key = "source." + source + "." + below;
        if (isSaidOtherwise(below)) {
            return;
        }
        if (value.startsWith("<") && value.endsWith(">")) {
            ask(named, key, value.substring(1, value.length() - 1));
        } else {
            settings.add(key, value, SqlSettings.PRESET.key(source));
        }
    }

    /** A total and an average exclude each other, so who gives one does not want the other. */
    private boolean isSaidOtherwise(String below) {
        return (below.equals(TOTAL) && settings.has("source." + source + "." + AVERAGE))
                || (below.equals(AVERAGE) && settings.has("source." + source + "." + TOTAL));
    }

    /** What no preset can know is asked for, and never guessed. */
    private void ask(String named, String key, String what) {
        if (!settings.has(key)) {
            settings.refuse(key, "is missing, since the preset " + named + " cannot know: " + what);
        }
    }
}

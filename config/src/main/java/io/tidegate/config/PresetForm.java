package io.tidegate.config;

/** How a preset is written, which goes by what the source reads. Immutable. */
enum PresetForm {
    /** SQL, whose lines that begin with {@code --:} are settings. */
    QUERY(".sql", "index", "a database (database)"),
    /** Settings alone, as a properties file has them. */
    LAYOUT(".csv.properties", "index-files", "files (csv.directory)");

    private final String suffix;
    private final String index;
    private final String origin;

    PresetForm(String suffix, String index, String origin) {
        this.suffix = suffix;
        this.index = index;
        this.origin = origin;
    }

    /** What the names of such files end with. */
    String suffix() {
        return suffix;
    }

    /** The file that lists those of the distribution. */
    String index() {
        return index;
    }

    /** What sources read that take such presets. */
    String origin() {
        return origin;
    }

    PresetForm other() {
        return this == QUERY ? LAYOUT : QUERY;
    }

    Preset parse(String text) throws RefusedException {
        return switch (this) {
            case QUERY -> Preset.ofQuery(text);
            case LAYOUT -> Preset.ofLayout(text);
        };
    }

    /** Why a preset of the other form is none for such a source. */
    String mixedUp(String preset) {
        return "%s is a preset for sources that read %s, and this one reads %s"
                .formatted(preset, other().origin, origin);
    }
}

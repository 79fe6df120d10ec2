package io.tidegate.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is known of an ACD's tables, as a query with settings, or of its exports, as settings alone:
 * one file of which the {@link PresetForm} says how it is written. Those of the distribution are
 * called {@code <preset>.<data>} and what the form adds.
 *
 * @param settings key below {@code source.<name>.} to value
 * @param query the text without the lines that are comments: not every database takes {@code --:}
 *     for one, and a better comment is no other query; empty for files
 */
record Preset(Map<String, String> settings, String query) {
    private static final String FOLDER = "presets/";
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]+");
    private static final Pattern SETTING =
            Pattern.compile("--:\\s*([a-z.-]+)\\s*=\\s*(\\S.*?)\\s*");

    /** The names of those in the distribution, each {@code <preset>.<data>}. */
    static List<String> names(PresetForm form) {
        return text(form.index()).orElseThrow().lines().filter(line -> !line.isBlank()).toList();
    }

    /** Whether that could be the name of one in the distribution; else it is a path. */
    static boolean isName(String named) {
        return NAME.matcher(named).matches();
    }

    /**
     * Reads one of the distribution, or a file of the user's own.
     *
     * @throws RefusedException if there is none, or it cannot be read
     */
    static Preset read(PresetForm form, String named, String data, Type.Place place)
            throws RefusedException {
        return isName(named) ? builtIn(form, named, data) : own(form, named, place);
    }

    private static Preset builtIn(PresetForm form, String name, String data)
            throws RefusedException {
        if (!names(form).contains(name + "." + data)) {
            throw new NoPreset(form, name, data).refused();
        }
        return form.parse(text(name + "." + data + form.suffix()).orElseThrow());
    }

    /** The file of the distribution whose query, word by word, this is; empty if it is none's. */
    static Optional<String> fileOf(String query) {
        return names(PresetForm.QUERY).stream()
                .map(name -> name + PresetForm.QUERY.suffix())
                .filter(file -> holds(file, query))
                .findFirst();
    }

    private static boolean holds(String file, String query) {
        return withoutComments(text(file).orElseThrow()).strip().equals(query.strip());
    }

    private static Preset own(PresetForm form, String path, Type.Place place)
            throws RefusedException {
        if (path.endsWith(form.other().suffix())) {
            throw new RefusedException(form.mixedUp(path));
        }
        return form.parse(SmallText.of(PathType.absolute(path, place)));
    }

    static Preset ofQuery(String text) throws RefusedException {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String line : text.lines().filter(l -> l.startsWith("--:")).toList()) {
            Matcher setting = SETTING.matcher(line);
            if (!setting.matches()) {
                throw new RefusedException(
                        Quoted.text(line)
                                + " is no setting: write --: key = value, without source.<name>. before it");
            }
            settings.put(setting.group(1), setting.group(2));
        }
        return new Preset(settings, withoutComments(text));
    }

    /** The lines of a properties file, without {@code source.<name>.} before their keys. */
    static Preset ofLayout(String text) throws RefusedException {
        var lines = new LineReader((_, _, _) -> false).read(text.lines().toList());
        Map<String, String> settings = new LinkedHashMap<>();
        for (Entry line : lines) {
            if (line.value().isBlank() || line.key().startsWith("-")) {
                throw new RefusedException(
                        Quoted.text(line.raw().getFirst())
                                + " is no setting: write key = value, without source.<name>. before"
                                + " it");
            }
            if (settings.put(line.key(), line.value()) != null) {
                throw new RefusedException(line.key() + " is set twice: remove one of the lines");
            }
        }
        return new Preset(settings, "");
    }

    private static String withoutComments(String text) {
        return text.lines()
                .filter(line -> !line.stripLeading().startsWith("--"))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** One of the distribution's, as it is written. */
    static Optional<String> text(String file) {
        try (InputStream in = Preset.class.getResourceAsStream(FOLDER + file)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("a file of the program itself", e);
        }
    }
}

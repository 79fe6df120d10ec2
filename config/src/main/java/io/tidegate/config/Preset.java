package io.tidegate.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is known of an ACD's tables, as a query with settings: one file of SQL, whose lines that
 * begin with {@code --:} are settings of the source that uses it, without {@code source.<name>.}
 * before them. Those of the distribution are called {@code <preset>.<data>.sql}.
 *
 * @param settings key below {@code source.<name>.} to value
 * @param query the text without the lines that are comments: not every database takes {@code --:}
 *     for one, and a better comment is no other query
 */
record Preset(Map<String, String> settings, String query) {
    private static final String FOLDER = "presets/";
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]+");
    private static final Pattern SETTING =
            Pattern.compile("--:\\s*([a-z.-]+)\\s*=\\s*(\\S.*?)\\s*");

    /** The names of those in the distribution, each {@code <preset>.<data>}. */
    static List<String> names() {
        return text("index").orElseThrow().lines().filter(line -> !line.isBlank()).toList();
    }

    /**
     * Reads one of the distribution, or a file of the user's own.
     *
     * @throws RefusedException if there is none, or it cannot be read
     */
    static Preset read(String named, String data, Type.Place place) throws RefusedException {
        return NAME.matcher(named).matches() ? builtIn(named, data) : own(named, place);
    }

    private static Preset builtIn(String name, String data) throws RefusedException {
        Optional<String> text = text(name + "." + data + ".sql");
        if (text.isEmpty()) {
            throw none(name, data);
        }
        return parse(text.get());
    }

    private static RefusedException none(String name, String data) {
        List<String> ofData = new ArrayList<>();
        List<String> ofName = new ArrayList<>();
        for (String each : names()) {
            String[] parts = each.split("\\.");
            if (parts[0].equals(name)) {
                ofName.add(parts[1]);
            } else if (parts[1].equals(data)) {
                ofData.add(parts[0]);
            }
        }
        return ofName.isEmpty()
                ? new RefusedException(
                        "there is no preset %s; for %s there are %s, or write the path of a file of your own"
                                .formatted(name, data, String.join(", ", ofData)),
                        Suggestion.word(name, ofData))
                : new RefusedException(
                        "%s has no %s, only %s".formatted(name, data, String.join(", ", ofName)));
    }

    private static Preset own(String path, Type.Place place) throws RefusedException {
        Path file = PathType.absolute(path, place);
        return parse(SmallText.of(file));
    }

    static Preset parse(String text) throws RefusedException {
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

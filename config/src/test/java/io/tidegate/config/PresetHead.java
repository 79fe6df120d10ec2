package io.tidegate.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the comments of a preset say: a title, then paragraphs such as {@code -- Times: ...} in SQL
 * and {@code # Times: ...} in settings, whose further lines are indented.
 */
record PresetHead(String name, String title, Map<String, String> says) {
    /** What a reader must find in every preset. */
    static final List<String> ALWAYS =
            List.of("ACD", "Data", "Database", "Tables", "Run", "Times", "Left out", "Login");

    /** The same of those for files. */
    static final List<String> ALWAYS_OF_FILES =
            List.of("ACD", "Data", "Layout", "Run", "Times", "Left out");

    private static final Pattern SAYING = Pattern.compile("(?:--|#) ([A-Z][A-Za-z ]+): (.+)");
    private static final Pattern MORE = Pattern.compile("(?:--|#)  +(.+)");

    static PresetHead of(PresetForm form, String name) {
        List<String> lines = Preset.text(name + form.suffix()).orElseThrow().lines().toList();
        Map<String, String> says = new LinkedHashMap<>();
        String last = "";
        for (String line : lines) {
            Matcher saying = SAYING.matcher(line);
            Matcher more = MORE.matcher(line);
            if (saying.matches()) {
                last = saying.group(1);
                says.put(last, saying.group(2));
            } else if (more.matches() && says.containsKey(last)) {
                says.merge(last, more.group(1).strip(), (a, b) -> a + " " + b);
            } else {
                last = "";
            }
        }
        return new PresetHead(name, lines.getFirst().replaceFirst("^(--|#) ", ""), says);
    }

    String preset() {
        return name.substring(0, name.indexOf('.'));
    }

    String get(String what) {
        return says.getOrDefault(what, "");
    }
}

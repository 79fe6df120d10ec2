package io.tidegate.config;

import io.tidegate.config.Setting.Group;

import java.util.List;
import java.util.Map;

/** The page in Markdown that lists every setting of a catalogue. */
public final class ReferencePage {
    private static final Map<Group, String> TITLES =
            Map.of(
                    Group.ESSENTIAL, "Essential",
                    Group.USEFUL, "Useful",
                    Group.EXPERT, "Expert");

    private ReferencePage() {}

    /**
     * The page.
     *
     * @param introduction Markdown that stands before the lists
     */
    public static String of(Catalogue catalogue, String introduction) {
        var page = new StringBuilder(introduction.strip()).append('\n');
        for (Group group : Group.values()) {
            List<Setting<?>> settings =
                    catalogue.settings().stream().filter(s -> s.group() == group).toList();
            if (!settings.isEmpty()) {
                page.append("\n## ").append(TITLES.get(group)).append("\n\n");
                page.append("| key | value | default | meaning |\n| --- | --- | --- | --- |\n");
                settings.forEach(setting -> page.append(row(setting)));
            }
        }
        return page.toString();
    }

    private static String row(Setting<?> s) {
        String without = s.without().isEmpty() ? "-" : s.without();
        String or = s.or().map(text -> "`" + text + "`").orElse(without);
        return "| `%s` | %s | %s | %s |\n".formatted(s.pattern(), s.type().form(), or, s.meaning());
    }
}

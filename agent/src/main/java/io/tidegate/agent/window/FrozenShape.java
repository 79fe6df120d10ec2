package io.tidegate.agent.window;

import io.tidegate.agent.row.RawShape;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The columns that a stream is read from, with their types. Names are compared without regard to
 * case. Kept as a text: a line per column, name and type with a tabulator between them; backslash,
 * tabulator and line feed in a name are escaped. Immutable.
 */
final class FrozenShape {
    private final Map<String, String> types;

    private FrozenShape(Map<String, String> types) {
        this.types = types;
    }

    static FrozenShape of(RawShape shape, Collection<String> unused) {
        Map<String, String> types = new LinkedHashMap<>();
        for (int i = 0; i < shape.names().size(); i++) {
            if (!unused.contains(shape.names().get(i))) {
                types.put(shape.names().get(i), type(shape, i));
            }
        }
        return new FrozenShape(types);
    }

    static FrozenShape parse(String text) {
        Map<String, String> types = new LinkedHashMap<>();
        for (String line : text.split("\n")) {
            int tab = line.indexOf('\t');
            if (tab >= 0) {
                types.put(unescape(line.substring(0, tab)), unescape(line.substring(tab + 1)));
            }
        }
        return new FrozenShape(types);
    }

    String text() {
        var text = new StringBuilder();
        types.forEach((n, t) -> text.append(escape(n)).append('\t').append(escape(t)).append('\n'));
        return text.toString();
    }

    /**
     * What is lost or has another type now, as a sentence with the remedy; columns may be added.
     */
    Optional<String> difference(RawShape now, String stream) {
        Map<String, String> present = new LinkedHashMap<>();
        for (int i = 0; i < now.names().size(); i++) {
            present.put(key(now.names().get(i)), type(now, i));
        }
        List<String> differences = new ArrayList<>();
        types.forEach((name, type) -> differ(name, type, present.get(key(name)), differences));
        return differences.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "the source's columns have changed: "
                                + String.join("; ", differences)
                                + ". Restore them, or say 'tidegate accept "
                                + stream
                                + "' if this is wanted");
    }

    private static void differ(String name, String was, String is, List<String> differences) {
        if (is == null) {
            differences.add("column " + name + " is gone");
        } else if (!is.equals(was)) {
            differences.add("column " + name + " was " + was + " and is " + is);
        }
    }

    private static String type(RawShape shape, int index) {
        return index < shape.types().size() ? shape.types().get(index) : "";
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
    }

    private static String unescape(String text) {
        var plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            plain.append(c == '\\' && i + 1 < text.length() ? escaped(text.charAt(++i)) : c);
        }
        return plain.toString();
    }

    private static char escaped(char c) {
        return switch (c) {
            case 't' -> '\t';
            case 'n' -> '\n';
            default -> c;
        };
    }
}

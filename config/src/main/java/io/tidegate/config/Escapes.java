package io.tidegate.config;

/**
 * The backslashes of a properties file: {@code \t \n \r \f \\uXXXX} and before signs of its syntax.
 */
final class Escapes {
    private static final String SYNTAX = "\\:=#! ";
    private static final String CONTROL = "tnrf";

    private Escapes() {}

    /** What {@link java.util.Properties} makes of it, but keeps a lone backslash. */
    static String undo(String text) {
        var plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '\\' || isLone(text, i)) {
                plain.append(text.charAt(i));
            } else if (text.charAt(i + 1) == 'u') {
                plain.append((char) Integer.parseInt(text, i + 2, i + 6, 16));
                i += 5;
            } else {
                plain.append(undone(text.charAt(++i)));
            }
        }
        return plain.toString();
    }

    private static char undone(char escaped) {
        return switch (escaped) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 'f' -> '\f';
            default -> escaped;
        };
    }

    /** Whether the backslash at that place escapes nothing. */
    private static boolean isLone(String text, int at) {
        if (at + 1 == text.length()) {
            return true;
        }
        char next = text.charAt(at + 1);
        return SYNTAX.indexOf(next) < 0
                && CONTROL.indexOf(next) < 0
                && !(next == 'u' && isHex(text, at + 2));
    }

    private static boolean isHex(String text, int from) {
        return text.length() >= from + 4
                && text.substring(from, from + 4)
                        .chars()
                        .allMatch(c -> Character.digit(c, 16) >= 0);
    }

    /** Whether a natural line holds a backslash that escapes nothing; its last may join lines. */
    static boolean hasLone(String line) {
        return count(line, true) > 0;
    }

    /** Whether a natural line holds an escaped control character or code point. */
    static boolean hasControl(String line) {
        return count(line, false) > 0;
    }

    private static int count(String line, boolean lone) {
        int count = 0;
        for (int i = 0; i < line.length() - 1; i++) {
            if (line.charAt(i) == '\\') {
                boolean isLone = isLone(line, i);
                boolean control = !isLone && (CONTROL + 'u').indexOf(line.charAt(i + 1)) >= 0;
                count += (lone ? isLone : control) ? 1 : 0;
                i += isLone ? 0 : 1;
            }
        }
        return count;
    }

    /** The line with each backslash that escapes nothing, or a control character, doubled. */
    static String doubled(String line) {
        var fixed = new StringBuilder(line.length() + 4);
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            fixed.append(c);
            if (c == '\\' && i + 1 < line.length()) {
                boolean meant = SYNTAX.indexOf(line.charAt(i + 1)) >= 0;
                fixed.append(meant ? line.charAt(++i) : '\\');
            }
        }
        return fixed.toString();
    }

    /** The value as it must be written. */
    static String of(String value) {
        String escaped = value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
        escaped = escaped.replace("\r", "\\r").replace("\f", "\\f");
        return escaped.startsWith(" ") ? "\\" + escaped : escaped;
    }
}

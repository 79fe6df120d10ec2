package io.tidegate.config;

import io.tidegate.config.SourceConfig.Mapping;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code map.<column>} says: a column, a constant, or two columns and a sign with blanks
 * around it. A name that holds such a sign is quoted.
 */
final class MappingText {
    private static final String NAME = "\"(?:[^\"]|\"\")+\"|(?:(?!\\s[-+*/]\\s)[^\"'])+";
    private static final Pattern ONE = Pattern.compile(NAME);
    private static final Pattern TWO =
            Pattern.compile("(" + NAME + ")\\s([-+*/])\\s(" + NAME + ")");

    /** An operator with nothing on its other side. */
    private static final Pattern LONELY = Pattern.compile("[-+*/]\\s.*|[^\"].*\\s[-+*/]");

    private static final Pattern CONSTANT = Pattern.compile("'((?:[^']|'')*)'");

    private MappingText() {}

    static Mapping parse(String text) throws RefusedException {
        Matcher constant = CONSTANT.matcher(text);
        if (constant.matches()) {
            return new Mapping.Constant(constant.group(1).replace("''", "'"));
        }
        if (ONE.matcher(text).matches() && !LONELY.matcher(text).matches()) {
            return new Mapping.From(name(text));
        }
        Matcher two = TWO.matcher(text);
        if (!two.matches()) {
            throw new RefusedException(
                    Quoted.text(text)
                            + " is neither a column, a 'constant', nor two columns with + - * between"
                            + " them; quote a name that holds such signs: \"Calls + Chats\"");
        }
        return computed(two);
    }

    private static Mapping computed(Matcher two) throws RefusedException {
        char operator = two.group(2).charAt(0);
        String left = name(two.group(1));
        String right = name(two.group(3));
        if (operator == '/') {
            throw new RefusedException(
                    "columns cannot be divided; quote a name that holds / between blanks");
        }
        if (isNumber(left) || isNumber(right)) {
            throw new RefusedException("both sides must be columns, numbers are not possible here");
        }
        return new Mapping.Computed(left, operator, right);
    }

    private static boolean isNumber(String name) {
        return name.matches("\\d+([.,]\\d+)?");
    }

    private static String name(String text) {
        String stripped = text.strip();
        return stripped.startsWith("\"")
                ? stripped.substring(1, stripped.length() - 1).replace("\"\"", "\"")
                : stripped;
    }
}

package io.tidegate.agent.source.csv;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a value stands in a file's name: {@code ctQueue_{}_*.txt}, with * for any text and ? for
 * any character. Immutable.
 */
record NamePart(String text, Pattern pattern) {
    static NamePart of(String text) {
        String regex =
                text.replace("{}", "\0")
                        .chars()
                        .mapToObj(NamePart::regex)
                        .collect(Collectors.joining());
        return new NamePart(text, Pattern.compile(regex, Pattern.CASE_INSENSITIVE));
    }

    private static String regex(int c) {
        return switch (c) {
            case '\0' -> "(.+?)";
            case '*' -> ".*";
            case '?' -> ".";
            default -> Pattern.quote(Character.toString(c));
        };
    }

    /** The value in the name of a file. */
    String in(String file) throws UnfitFileException {
        Matcher matcher = pattern.matcher(file);
        if (matcher.matches()) {
            return matcher.group(1);
        }
        throw UnfitFileException.refused(
                "its name does not fit csv.name-part, which says "
                        + text
                        + ": name it so, or mend that setting");
    }
}

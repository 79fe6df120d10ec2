package io.tidegate.agent.sniff;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What a file's name tells: which others are of its kind, and what to call the source. */
final class FileNames {
    private static final Pattern DIGITS = Pattern.compile("\\d+(?:[-_. T]\\d+)*");
    private static final Pattern YEAR = Pattern.compile("(19|20)\\d\\d");
    private static final int DATE_DIGITS = 6;
    private static final int LONGEST = 30;

    private FileNames() {}

    /** A glob for files that differ in their date or number only. */
    static String pattern(String fileName) {
        return DIGITS.matcher(fileName)
                .replaceAll(FileNames::star)
                .replaceAll("[\\[\\]{}?\\\\]", "?")
                .replaceAll("\\*(?:[-_. ]?\\*)+", "*");
    }

    private static String star(MatchResult digits) {
        String text = digits.group();
        boolean date =
                text.replaceAll("\\D", "").length() >= DATE_DIGITS || YEAR.matcher(text).matches();
        return date ? "*" : text;
    }

    static String source(String fileName) {
        String stem = fileName.replaceAll("\\.[^.]*$", "");
        String name =
                DIGITS.matcher(stem)
                        .replaceAll(m -> star(m).equals("*") ? "-" : m.group())
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9]+", "-")
                        .replaceAll("^-+|-+$", "");
        String shortened = name.substring(0, Math.min(LONGEST, name.length()));
        return shortened.isEmpty() ? "csv1" : shortened.replaceAll("-+$", "");
    }
}

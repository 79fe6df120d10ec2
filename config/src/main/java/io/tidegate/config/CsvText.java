package io.tidegate.config;

import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/** How a file is written: characters, encodings, header, globs, patterns of time. */
final class CsvText {
    private static final Map<String, Character> NAMES =
            Map.of("tab", '\t', "comma", ',', "semicolon", ';', "pipe", '|', "blank", ' ');
    static final Set<String> TIME_WORDS = Set.of("epoch", "epoch-ms", "excel");

    /** Which parts of a time a pattern must have. */
    enum Parts {
        DATE_AND_TIME,
        /** And what else there is. */
        AT_LEAST_DATE,
        DATE,
        TIME
    }

    private CsvText() {}

    static Optional<Character> delimiter(String text) throws RefusedException {
        if (text.length() == 1) {
            return Optional.of(text.charAt(0));
        }
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (word.equals("auto") || NAMES.containsKey(word)) {
            return Optional.ofNullable(NAMES.get(word));
        }
        if (word.length() == 1) {
            return Optional.of(word.charAt(0));
        }
        throw new RefusedException(
                Quoted.text(text)
                        + " is no delimiter: one character, or tab, comma, semicolon, pipe, blank");
    }

    static Optional<Character> quote(String text) throws RefusedException {
        return switch (text) {
            case "auto" -> Optional.empty();
            case "none" -> Optional.of('\0');
            case "\"", "'" -> Optional.of(text.charAt(0));
            default -> throw new RefusedException("must be auto, none, \" or '");
        };
    }

    static Optional<Character> decimal(String text) throws RefusedException {
        return switch (text) {
            case "auto" -> Optional.empty();
            case ".", "," -> Optional.of(text.charAt(0));
            default -> throw new RefusedException("must be auto, . or ,");
        };
    }

    static Optional<Integer> header(String text) throws RefusedException {
        return switch (text) {
            case "auto" -> Optional.empty();
            case "none" -> Optional.of(0);
            default -> Optional.of(NumberText.integer(text, 1, 1000));
        };
    }

    /** A pattern of file names in which {@code {}} marks the part that is a value. */
    static String namePart(String text) throws RefusedException {
        int mark = text.indexOf("{}");
        if (mark < 0 || text.indexOf("{}", mark + 1) >= 0) {
            throw new RefusedException(
                    Quoted.text(text)
                            + " must hold {} once, where the value stands in the file's name, as in"
                            + " ctQueue_{}_*.txt");
        }
        return text;
    }

    static String charset(String text) throws RefusedException {
        try {
            return Charset.forName(text).name();
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    Quoted.text(text) + " is no encoding such as UTF-8, UTF-16 or windows-1252",
                    Suggestion.word(text, Charset.availableCharsets().keySet()));
        }
    }

    static String glob(String text) throws RefusedException {
        if (text.contains("/")) {
            throw new RefusedException("names files only: folders go into csv.directory");
        }
        try {
            FileSystems.getDefault().getPathMatcher("glob:" + text);
            return text;
        } catch (PatternSyntaxException e) {
            throw new RefusedException(Quoted.text(text) + " is no pattern such as *.csv");
        }
    }

    /** A java.time pattern, or one of the words. */
    static String timePattern(String text, Parts parts) throws RefusedException {
        if (TIME_WORDS.contains(text)) {
            return text;
        }
        String letters = text.replaceAll("'[^']*'", "");
        mustMeanWhatItSays(text, letters);
        mustHave(text, letters, parts);
        try {
            DateTimeFormatter.ofPattern(text, Locale.ROOT);
            return text;
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    Quoted.text(text) + " is no java.time pattern: " + e.getMessage());
        }
    }

    /** Letters that other systems write for something else. */
    private static void mustMeanWhatItSays(String text, String letters) throws RefusedException {
        if (letters.contains("Y") || letters.contains("D")) {
            throw new RefusedException(
                    "in a java.time pattern Y is the year of weeks and D the day of the year: write"
                            + " y and d",
                    Optional.of(text.replace('Y', 'y').replace('D', 'd')));
        }
        if (letters.contains("h") && !letters.contains("a")) {
            throw new RefusedException(
                    "in a java.time pattern h counts to 12 and needs a (AM/PM): write H for 24"
                            + " hours",
                    Optional.of(text.replace('h', 'H')));
        }
    }

    private static void mustHave(String text, String letters, Parts parts) throws RefusedException {
        boolean date =
                letters.contains("M") && letters.contains("d") && letters.matches(".*[yu].*");
        boolean time = letters.matches(".*[Hhk].*");
        if (parts != Parts.TIME && !date) {
            throw new RefusedException(Quoted.text(text) + " lacks year (y), month (M) or day (d)");
        }
        if ((parts == Parts.DATE_AND_TIME || parts == Parts.TIME) && !time) {
            throw new RefusedException(Quoted.text(text) + " lacks the hour (H)");
        }
        if (parts == Parts.DATE && letters.matches(".*[Hhkms].*")) {
            throw new RefusedException(
                    Quoted.text(text) + " is for dates alone: M is the month, m the minute");
        }
        if (parts == Parts.TIME && letters.matches(".*[yuMd].*")) {
            throw new RefusedException(
                    Quoted.text(text) + " is for times of day alone: m is the minute, M the month");
        }
    }

    /** Whether such times say by themselves which instant they are. */
    static boolean carriesOffset(String pattern) {
        return pattern.startsWith("epoch")
                || pattern.replaceAll("'[^']*'", "").matches(".*[XxZzVO].*");
    }
}

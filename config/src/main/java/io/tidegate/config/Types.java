package io.tidegate.config;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The types that settings are made of. */
public final class Types {
    private Types() {}

    /** How a text becomes a value. */
    interface Parser<T> {
        T parse(String text) throws RefusedException;
    }

    private record Simple<T>(String form, String example, Parser<T> parser) implements Type<T> {
        @Override
        public T parse(String text, Place place) throws RefusedException {
            return parser.parse(text);
        }
    }

    /** A type of one line. */
    static <T> Type<T> of(String form, String example, Parser<T> parser) {
        return new Simple<>(form, example, parser);
    }

    /** Any text in one line. */
    public static Type<String> text(String example) {
        return of("text", example, text -> text);
    }

    /** A text of that pattern; {@code rule} says it in words. */
    public static Type<String> text(Pattern pattern, String rule, String example) {
        return of(
                rule,
                example,
                text -> {
                    if (!pattern.matcher(text).matches()) {
                        throw new RefusedException(Quoted.text(text) + " is not possible: " + rule);
                    }
                    return text;
                });
    }

    /** The SHA-256 of a certificate: {@code sha256:} and 64 lower-case hexadecimal digits. */
    static Type<String> fingerprint() {
        return of(
                "`sha256:` and 64 hexadecimal digits",
                "sha256:" + "0123456789abcdef".repeat(4),
                text -> {
                    String digits =
                            text.replaceFirst("(?i)^sha-?256[:= ](fingerprint=)?", "")
                                    .replaceAll("[: ]", "")
                                    .toLowerCase(Locale.ROOT);
                    if (!digits.matches("[0-9a-f]{64}")) {
                        throw new RefusedException(
                                Quoted.text(text)
                                        + " is no fingerprint: sha256: and 64 hexadecimal digits, as"
                                        + " the message about an unknown certificate shows it");
                    }
                    return "sha256:" + digits;
                });
    }

    /** A whole number in that range. */
    public static Type<Integer> integer(int least, int most) {
        String form = "whole number from " + least + " to " + most;
        return of(form, String.valueOf(least), text -> NumberText.integer(text, least, most));
    }

    /** A length of time in that range. Months count 30 days and years 365. */
    public static Type<Duration> duration(Duration least, Duration most) {
        return of(
                "duration from " + DurationText.show(least) + " to " + DurationText.show(most),
                DurationText.show(least),
                text -> DurationText.duration(text, least, most));
    }

    /** A number of days, months or years of the calendar. */
    public static Type<Period> period() {
        return of("`7d` `2w` `13mo` `3y`", "7d", DurationText::period);
    }

    /** A number of bytes in that range. */
    public static Type<Long> size(long least, long most) {
        return of(
                "size from " + NumberText.showSize(least) + " to " + NumberText.showSize(most),
                NumberText.showSize(least),
                text -> NumberText.size(text, least, most));
    }

    /** A percentage from {@code least} to 100, as a share of 1. */
    public static Type<Double> share(double least) {
        return of("percentage", "20%", text -> NumberText.share(text, least));
    }

    /** The same type, or {@code off}. */
    public static <T> Type<Optional<T>> orOff(Type<T> type) {
        return orWord("off", type);
    }

    /** The same type, or that word for none. */
    static <T> Type<Optional<T>> orWord(String word, Type<T> type) {
        return of(
                type.form() + " or `" + word + "`",
                word,
                text ->
                        text.equalsIgnoreCase(word)
                                ? Optional.empty()
                                : Optional.of(type.parse(text, null)));
    }

    /** One of an enum's constants, written in lower case with - for _. */
    public static <E extends Enum<E>> Type<E> choice(Class<E> type) {
        var byWord =
                Arrays.stream(type.getEnumConstants())
                        .collect(
                                Collectors.toMap(
                                        Types::word,
                                        Function.identity(),
                                        (a, _) -> a,
                                        java.util.LinkedHashMap::new));
        return choice(byWord);
    }

    /** One of those words. */
    public static Type<String> choice(String... words) {
        var byWord = new java.util.LinkedHashMap<String, String>();
        Arrays.stream(words).forEach(w -> byWord.put(w, w));
        return choice(byWord);
    }

    /** One of those words, standing for a value. */
    public static <T> Type<T> choice(java.util.SequencedMap<String, T> byWord) {
        String form =
                byWord.keySet().stream().map(w -> "`" + w + "`").collect(Collectors.joining(" "));
        return of(form, byWord.firstEntry().getKey(), text -> chosen(text, byWord));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <T> T chosen(String text, Map<String, T> byWord) throws RefusedException {
        T value = byWord.get(text.toLowerCase(Locale.ROOT));
        if (value == null) {
            throw new RefusedException(
                    Quoted.text(text) + " is none of " + String.join(", ", byWord.keySet()),
                    Suggestion.word(text, byWord.keySet()));
        }
        return value;
    }

    /** Several of those words, separated by commas, or {@code none}. */
    public static Type<Set<String>> words(String... words) {
        Type<String> one = choice(words);
        return of(
                "list of " + one.form() + ", or `none`",
                words[0],
                text -> {
                    var set = new LinkedHashSet<String>();
                    for (String part : text.equals("none") ? new String[0] : text.split(",")) {
                        set.add(one.parse(part.strip(), null));
                    }
                    return Set.copyOf(set);
                });
    }

    /** Texts separated by commas. */
    static Type<List<String>> list(String example) {
        return of(
                "list",
                example,
                text -> {
                    List<String> parts = new ArrayList<>();
                    Arrays.stream(text.split(",")).map(String::strip).forEach(parts::add);
                    parts.removeIf(String::isEmpty);
                    return List.copyOf(parts);
                });
    }

    /** A file or folder; a relative path counts from the properties file. Made absolute. */
    public static Type<Path> path() {
        return new PathType(false);
    }

    /** The same, but it must be a file that can be read. */
    public static Type<Path> readableFile() {
        return new PathType(true);
    }

    /** A password, a token or a key, or a reference to one. */
    public static Type<Secret> secret() {
        return new SecretType(true);
    }

    /** The name of an account, or a reference to it. */
    public static Type<Secret> account() {
        return new SecretType(false);
    }

    /** A region of the IANA time zone database. */
    public static Type<ZoneId> zone() {
        return of("IANA time zone", "Europe/Berlin", Types::zoneId);
    }

    /** Not MET for MEZ: who writes an abbreviation means a place. */
    private static Set<String> regions() {
        return ZoneId.getAvailableZoneIds().stream()
                .filter(id -> id.contains("/") || id.equals("UTC"))
                .collect(Collectors.toSet());
    }

    private static ZoneId zoneId(String text) throws RefusedException {
        if (!ZoneId.getAvailableZoneIds().contains(text)) {
            throw new RefusedException(
                    Quoted.text(text) + " is no IANA time zone such as Europe/Berlin or UTC",
                    Suggestion.word(text, regions()));
        }
        return ZoneId.of(text);
    }

    /** A time of day such as {@code 04:30}. */
    public static Type<LocalTime> timeOfDay() {
        return of("time of day such as `04:30`", "04:30", Types::localTime);
    }

    static LocalTime localTime(String text) throws RefusedException {
        try {
            return LocalTime.parse(text, DateTimeFormatter.ofPattern("H:mm"));
        } catch (DateTimeException e) {
            throw new RefusedException(Quoted.text(text) + " is no time of day such as 04:30");
        }
    }

    /** A date such as {@code 2023-01-31}. */
    public static Type<LocalDate> date() {
        return of("date such as `2023-01-31`", "2023-01-31", Types::localDate);
    }

    private static LocalDate localDate(String text) throws RefusedException {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new RefusedException(Quoted.text(text) + " is no date such as 2023-01-31");
        }
    }
}

package io.tidegate.config;

import java.time.Duration;
import java.time.Period;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time: {@code 10s 15m 2h 1d 2w 13mo 3y}. */
final class DurationText {
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,7})\\s*(\\p{L}+)");
    private static final Map<String, Duration> UNITS = new LinkedHashMap<>();
    private static final Map<String, String> LONG_NAMES =
            Map.ofEntries(
                    Map.entry("sec", "s"),
                    Map.entry("secs", "s"),
                    Map.entry("second", "s"),
                    Map.entry("seconds", "s"),
                    Map.entry("min", "m"),
                    Map.entry("mins", "m"),
                    Map.entry("minute", "m"),
                    Map.entry("minutes", "m"),
                    Map.entry("hour", "h"),
                    Map.entry("hours", "h"),
                    Map.entry("day", "d"),
                    Map.entry("days", "d"),
                    Map.entry("week", "w"),
                    Map.entry("weeks", "w"),
                    Map.entry("month", "mo"),
                    Map.entry("months", "mo"),
                    Map.entry("year", "y"),
                    Map.entry("years", "y"));

    static {
        UNITS.put("s", Duration.ofSeconds(1));
        UNITS.put("m", Duration.ofMinutes(1));
        UNITS.put("h", Duration.ofHours(1));
        UNITS.put("d", Duration.ofDays(1));
        UNITS.put("w", Duration.ofDays(7));
        UNITS.put("mo", Duration.ofDays(30));
        UNITS.put("y", Duration.ofDays(365));
    }

    private record Amount(int number, String unit) {}

    private DurationText() {}

    static Duration duration(String text, Duration least, Duration most) throws RefusedException {
        Amount amount = amount(text);
        Duration duration = UNITS.get(amount.unit()).multipliedBy(amount.number());
        if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            Duration nearest = duration.compareTo(least) < 0 ? least : most;
            throw new RefusedException(
                    text + " is out of range: from " + show(least) + " to " + show(most),
                    Optional.of(show(nearest)));
        }
        return duration;
    }

    static Period period(String text) throws RefusedException {
        Amount amount = amount(text);
        return switch (amount.unit()) {
            case "d" -> Period.ofDays(amount.number());
            case "w" -> Period.ofWeeks(amount.number());
            case "mo" -> Period.ofMonths(amount.number());
            case "y" -> Period.ofYears(amount.number());
            default ->
                    throw new RefusedException(
                            text + " is too short: this counts in days (7d), weeks, months, years");
        };
    }

    private static Amount amount(String text) throws RefusedException {
        Matcher matcher = AMOUNT.matcher(text);
        boolean matches = matcher.matches();
        if (!matches || !UNITS.containsKey(matcher.group(2))) {
            throw new RefusedException(
                    Quoted.text(text) + " is no duration such as 10s 15m 2h 1d 2w 13mo 3y",
                    matches ? meant(matcher.group(1), matcher.group(2)) : Optional.empty());
        }
        return new Amount(Integer.parseInt(matcher.group(1)), matcher.group(2));
    }

    private static Optional<String> meant(String number, String unit) {
        String lower = unit.toLowerCase(Locale.ROOT);
        String known = LONG_NAMES.getOrDefault(lower, lower);
        return Optional.of(number + known).filter(_ -> UNITS.containsKey(known));
    }

    /** In the largest unit that divides it; months and years are not used, they vary. */
    static String show(Duration duration) {
        String shown = duration.toSeconds() + "s";
        for (String unit : new String[] {"m", "h", "d"}) {
            long size = UNITS.get(unit).toSeconds();
            if (duration.toSeconds() > 0 && duration.toSeconds() % size == 0) {
                shown = duration.toSeconds() / size + unit;
            }
        }
        return shown;
    }
}

package io.tidegate.config;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a query's conditions ask what time it is, as in {@code WHERE t > now() - interval '2
 * days'}: days that they leave out look empty, and rows that leave their range look deleted. A look
 * at the words alone, so it may be that the time is asked for something else. Stateless.
 */
final class OwnClock {
    private static final Pattern WORDS =
            Pattern.compile(
                    "(?<![\\w.:@])(?:(current)\\s+(year|date|timestamp|day|month|hour)\\b"
                            + "|(current)\\s*(?=[-+])"
                            + "|(\\w+)(\\s*\\(\\s*\\d?\\s*\\))?)|[()]",
                    Pattern.CASE_INSENSITIVE);

    /** Texts that PostgreSQL and SQLite read as a time: where one is made of them. */
    private static final Pattern SPOKEN =
            Pattern.compile(
                    "\\b(?:(?:date|datetime|time|timestamp|timestamptz)\\s*\\(?|cast\\s*\\()\\s*'(?:now|today|yesterday)'"
                            + "|'(?:now|today|yesterday)'\\s*::",
                    Pattern.CASE_INSENSITIVE);

    /** Functions that are called, and words that stand for themselves. */
    private static final Set<String> CALLED =
            Set.of(
                    "NOW",
                    "GETDATE",
                    "GETUTCDATE",
                    "SYSDATETIME",
                    "SYSUTCDATETIME",
                    "SYSDATETIMEOFFSET",
                    "CURDATE",
                    "CURTIME",
                    "UTC_TIMESTAMP",
                    "UTC_DATE",
                    "UNIX_TIMESTAMP",
                    "CLOCK_TIMESTAMP",
                    "STATEMENT_TIMESTAMP",
                    "TRANSACTION_TIMESTAMP",
                    "SYSDATE",
                    "CURRENT_DATE",
                    "CURRENT_TIMESTAMP");

    private static final Set<String> ALONE =
            Set.of(
                    "CURRENT_DATE",
                    "CURRENT_TIME",
                    "CURRENT_TIMESTAMP",
                    "LOCALTIME",
                    "LOCALTIMESTAMP",
                    "SYSDATE",
                    "SYSTIMESTAMP",
                    "UTC_TIMESTAMP",
                    "UTC_DATE",
                    "TODAY");

    private static final Set<String> CONDITIONS = Set.of("WHERE", "HAVING", "ON");
    private static final Set<String> OTHERS =
            Set.of("SELECT", "FROM", "GROUP", "ORDER", "WINDOW", "UNION", "EXCEPT", "INTERSECT");

    private OwnClock() {}

    /** The word that asks for it, as it stands there; empty if none does. */
    static Optional<String> in(String query) {
        Deque<Boolean> within = new ArrayDeque<>();
        within.push(false);
        String spoken = SPOKEN.matcher(query).replaceAll(OwnClock::called);
        Matcher word = WORDS.matcher(QueryText.bare(spoken));
        while (word.find()) {
            if (word.group().equals("(")) {
                within.push(within.peek());
            } else if (word.group().equals(")")) {
                close(within);
            } else if (isClock(word) && within.peek()) {
                return Optional.of(word.group().strip());
            } else if (word.group(4) != null) {
                clause(word.group(4).toUpperCase(Locale.ROOT), within);
            }
        }
        return Optional.empty();
    }

    /** With the parenthesis that it opens. */
    private static String called(MatchResult spoken) {
        return spoken.group().contains("(") ? "(now()" : " now() ";
    }

    private static void close(Deque<Boolean> within) {
        within.pop();
        if (within.isEmpty()) {
            within.push(false); // More are closed than opened: the database will say so.
        }
    }

    private static void clause(String word, Deque<Boolean> within) {
        if (CONDITIONS.contains(word) || OTHERS.contains(word)) {
            within.pop();
            within.push(CONDITIONS.contains(word));
        }
    }

    private static boolean isClock(Matcher word) {
        if (word.group(1) != null || word.group(3) != null) {
            return true;
        }
        String name = word.group(4).toUpperCase(Locale.ROOT);
        return ALONE.contains(name) || word.group(5) != null && CALLED.contains(name);
    }
}

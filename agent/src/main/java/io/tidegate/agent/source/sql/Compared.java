package io.tidegate.agent.source.sql;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which name a query compares {@code :from} or {@code :to} with, for a sentence to its author: read
 * off the text, so only what stands right before the comparison is found. Stateless.
 */
final class Compared {
    private static final Pattern BEFORE =
            Pattern.compile(
                    "([\\w.\\[\\]\"`]+)\\s*(?:[<>]=?|=|\\bBETWEEN\\b)\\s*(?:\\w+\\s*\\(\\s*)*$",
                    Pattern.CASE_INSENSITIVE);

    private Compared() {}

    static Optional<String> in(QueryText text) {
        for (int i = 0; i < text.edges().size(); i++) {
            Matcher name = BEFORE.matcher(text.pieces().get(i));
            if (name.find()) {
                return Optional.of(name.group(1));
            }
        }
        return Optional.empty();
    }
}

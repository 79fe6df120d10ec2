package io.tidegate.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Guesses what a mistyped word was meant to be. */
final class Suggestion {
    private Suggestion() {}

    /** The key among those patterns that is nearest; placeholders take the key's own parts. */
    static Optional<String> of(String key, List<String> patterns) {
        return patterns.stream()
                .map(pattern -> filled(pattern, key))
                .filter(candidate -> isNear(key, candidate))
                .min(Comparator.comparingInt(candidate -> distance(key, candidate)));
    }

    /** The word that is nearest, if one is near. */
    static Optional<String> word(String word, Collection<String> words) {
        return words.stream()
                .filter(candidate -> isNearWord(word, candidate))
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
    }

    /** A number that looks alike means something else: {@code 20m} is no mistyped {@code 10m}. */
    private static boolean isNearWord(String word, String candidate) {
        if (!candidate.isEmpty() && Character.isDigit(candidate.charAt(0))) {
            return false;
        }
        return distance(word, candidate) <= Math.max(1, word.length() / 3)
                || (candidate.length() >= 3 && word.startsWith(candidate));
    }

    private static boolean isNear(String key, String candidate) {
        return distance(key, candidate) <= Math.max(2, key.length() / 8)
                || lacksParts(key, candidate)
                || isCutShort(key, candidate);
    }

    /** {@code source.acd.delimiter} for {@code source.acd.csv.delimiter}. */
    private static boolean lacksParts(String key, String candidate) {
        List<String> parts = List.of(key.split("\\."));
        List<String> all = List.of(candidate.split("\\."));
        return parts.size() >= 2
                && all.size() == parts.size() + 1
                && all.getFirst().equals(parts.getFirst())
                && all.getLast().equals(parts.getLast());
    }

    /** {@code source.acd.interval} for {@code source.acd.interval-length}. */
    private static boolean isCutShort(String key, String candidate) {
        String last = key.substring(key.lastIndexOf('.') + 1);
        return last.length() >= 4 && candidate.startsWith(key);
    }

    private static String filled(String pattern, String key) {
        String[] parts = pattern.split("\\.");
        String[] given = key.split("\\.");
        for (int i = 0; i < parts.length; i++) {
            boolean bothEnd = i == parts.length - 1 && i == given.length - 1;
            if (parts[i].startsWith("<") && (i < given.length - 1 || bothEnd)) {
                parts[i] = given[i];
            }
        }
        return String.join(".", parts);
    }

    /** Damerau-Levenshtein distance (neighbours swapped count once), without regard to case. */
    static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : cost(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int cost(int[][] d, String a, String b, int i, int j) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
        boolean swapped =
                i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
    }
}

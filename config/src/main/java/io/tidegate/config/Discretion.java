package io.tidegate.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Keeps the secrets of a file out of what is said about it. Immutable. */
final class Discretion {
    /** A shorter text would turn up in words that are none. */
    private static final int SHORTEST = 4;

    private final Set<String> secrets = new HashSet<>();

    Discretion(Catalogue catalogue, Collection<Entry> entries) {
        for (Entry entry : entries) {
            String text = entry.value().strip();
            if (text.length() >= SHORTEST
                    && !Reference.begins(text)
                    && isSecret(catalogue, entry.key())) {
                secrets.add(text);
            }
        }
    }

    private static boolean isSecret(Catalogue catalogue, String key) {
        return catalogue
                .find(key)
                .map(s -> s.type().isSecret())
                .orElseGet(() -> Mask.soundsSecret(key));
    }

    /** The problems in the order of their lines, without any of the secrets, each once. */
    List<Problem> shown(List<Problem> problems) {
        return problems.stream()
                .map(this::masked)
                .distinct()
                .sorted(Comparator.comparingInt(Problem::line))
                .toList();
    }

    private Problem masked(Problem p) {
        return new Problem(
                p.key(),
                p.line(),
                Mask.all(p.what(), secrets),
                p.paste().map(text -> Mask.all(text, secrets)));
    }
}

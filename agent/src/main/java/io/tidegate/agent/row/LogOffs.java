package io.tidegate.agent.row;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The activities that mean that an agent is gone ({@code status.log-off}). One ACD writes them in
 * several ways, so neither case nor blanks around them matter; of pseudonyms both do. Immutable.
 */
final class LogOffs {
    static final LogOffs NONE = new LogOffs(Set.of());

    private final Set<String> words;

    private LogOffs(Set<String> words) {
        this.words = words;
    }

    static LogOffs of(Collection<String> words) {
        return new LogOffs(
                words.stream().map(LogOffs::plain).collect(Collectors.toUnmodifiableSet()));
    }

    boolean isNone() {
        return words.isEmpty();
    }

    boolean holds(String activity) {
        return !words.isEmpty() && words.contains(plain(activity));
    }

    private static String plain(String word) {
        return word.strip().toLowerCase(Locale.ROOT);
    }
}

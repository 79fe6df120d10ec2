package io.tidegate.agent.sniff;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The names that columns have in the field, from {@code columns.txt}. Immutable. */
final class KnownColumns {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern HUMPS =
            Pattern.compile("(?<=\\p{Ll})(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");
    private static final Pattern SIGNS = Pattern.compile("[^\\p{L}\\p{N}]+");

    /** Words about how a value is written, not what it is. */
    private static final Pattern UNITS =
            Pattern.compile(
                    "\\b(utc|gmt|local|lokal|seconds|secs?|sekunden|sek|min|hh mm ss|h mm ss|mm ss|s)\\b");

    private final Map<String, Known> byName = new HashMap<>();

    /**
     * @param rank of names with the same role, the one with the lower rank is meant
     */
    record Known(Role role, int rank) {}

    KnownColumns() {
        try (InputStream in = KnownColumns.class.getResourceAsStream("columns.txt")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(this::line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void line(String line) {
        if (line.isBlank() || line.startsWith("#")) {
            return;
        }
        Role role = Role.valueOf(line.substring(0, line.indexOf(':')));
        List<String> names = List.of(line.substring(line.indexOf(':') + 1).split(","));
        for (int i = 0; i < names.size(); i++) {
            Known before = byName.put(names.get(i).strip(), new Known(role, i));
            if (before != null) {
                throw new IllegalStateException("columns.txt means two things by" + names.get(i));
            }
        }
    }

    boolean isKnown(String name) {
        return find(name).isPresent();
    }

    Optional<Known> find(String name) {
        String plain = plain(name);
        Known known = byName.get(plain);
        if (known == null) {
            known = byName.get(plain(HUMPS.matcher(name).replaceAll(" ")));
        }
        if (known == null) {
            String bare = UNITS.matcher(plain).replaceAll(" ").strip().replaceAll("\\s+", " ");
            known = byName.get(bare);
        }
        return Optional.ofNullable(known);
    }

    /** In lower case, without accents, signs as single blanks. */
    static String plain(String name) {
        String text = name.replace("\u00D8", "o ").replace("\u00DF", "ss");
        text = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD)).replaceAll("");
        return SIGNS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
    }
}

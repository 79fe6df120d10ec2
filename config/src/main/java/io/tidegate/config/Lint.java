package io.tidegate.config;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what {@code Properties} would silently take for something else. Shows no secret. */
final class Lint {
    private static final Pattern WINDOWS_PATH =
            Pattern.compile("^([^=:]*[=:]\\s*)(\"?(?:[A-Za-z]:\\\\|\\\\\\\\(?!\\\\)).*)$");
    private static final Pattern SEPARATOR = Pattern.compile("(?<!\\\\)[=:]");

    private final Catalogue catalogue;
    private final List<Problem> problems;
    private final Set<String> spoiled = new HashSet<>();
    private boolean encodingTold;

    Lint(Catalogue catalogue, List<Problem> problems) {
        this.catalogue = catalogue;
        this.problems = problems;
    }

    Set<String> spoiled() {
        return spoiled;
    }

    /** Told once: the other lines have the same cause. */
    void wrongEncoding(int line, String what) {
        if (!encodingTold) {
            problems.add(new Problem("", line, what, Optional.empty()));
            encodingTold = true;
        }
    }

    /** A path such as {@code C:\drop\}, whose last backslash would join the next line. */
    static boolean isWindowsFolder(String line) {
        return WINDOWS_PATH.matcher(line).matches() && line.endsWith("\\");
    }

    /**
     * Whether a line without {@code =} or {@code :} right after its first word is at fault.
     *
     * @param rest what follows the blank
     */
    boolean hasBlank(String word, String rest, int line) {
        boolean known = catalogue.find(word).isPresent();
        Matcher separator = SEPARATOR.matcher(rest);
        boolean separated = separator.find();
        if (rest.isEmpty() || (known && !separated)) {
            return false;
        }
        if (known) {
            tell(word, line, "the = between key and value is missing", word + " = " + rest);
        } else if (separated) {
            blankInKey(word, rest, separator.start(), line);
        } else {
            tell(word, line, "is no setting: a line is key = value, a comment begins with #", "");
        }
        return true;
    }

    private void blankInKey(String word, String rest, int separator, int line) {
        String key = word + " " + rest.substring(0, separator).strip();
        String fixed = key.replaceAll("\\s*\\.\\s*", ".").replaceAll("\\s+", "-");
        String value = rest.substring(separator + 1).strip();
        tell(fixed, line, "a key holds no blank, but here is " + key, fixed + " = " + value);
    }

    /** Lone backslashes, and control characters where a path was meant. */
    void backslashes(Entry entry) {
        boolean verbatim =
                catalogue.find(entry.key()).filter(s -> s.type().isVerbatim()).isPresent();
        for (int i = 0; i < entry.raw().size(); i++) {
            String line = entry.raw().get(i);
            if (i == 0 && isWindowsPath(line)) {
                tell(entry.key(), entry.line(), PATH_MESSAGE, withSlashes(line));
            } else if (Escapes.hasLone(line) || (!verbatim && Escapes.hasControl(line))) {
                tell(entry.key(), entry.line() + i, LONE_MESSAGE, Escapes.doubled(line));
            }
        }
    }

    private static final String PATH_MESSAGE =
            "a backslash is an escape sign here: write paths with / (on Windows too)";
    private static final String LONE_MESSAGE =
            "a single backslash vanishes or becomes a control character: write it twice, or leave it"
                    + " out";

    /** A line that was meant to stand by itself, but the one before it ends with a backslash. */
    void swallowedLines(Entry entry) {
        if (entry.key().endsWith(".query")) {
            return; // Lines of SQL may begin like a key: agent.name = ...
        }
        for (int i = 1; i < entry.raw().size(); i++) {
            Matcher separator = SEPARATOR.matcher(entry.raw().get(i));
            if (separator.find()) {
                String key = entry.raw().get(i).substring(0, separator.start()).strip();
                swallowed(entry, i, key);
            }
        }
    }

    private void swallowed(Entry entry, int index, String key) {
        if (catalogue.find(key).isPresent()) {
            String before = entry.raw().get(index - 1);
            String what = "the backslash at the end joins the next line, which sets " + key;
            spoiled.add(key);
            tell(
                    entry.key(),
                    entry.line() + index - 1,
                    what,
                    before.substring(0, before.length() - 1).stripTrailing());
        }
    }

    /** A path whose backslashes are not all doubled. */
    private static boolean isWindowsPath(String line) {
        Matcher path = WINDOWS_PATH.matcher(line);
        return path.matches()
                && (path.group(2).startsWith("\\")
                        || path.group(2).replace("\\\\", "").contains("\\"));
    }

    private static String withSlashes(String line) {
        Matcher path = WINDOWS_PATH.matcher(line);
        path.matches();
        return path.group(1) + path.group(2).replaceAll("(?<!^)\\\\+", "/").replace('\\', '/');
    }

    void repeated(Entry entry, Entry first) {
        tell(
                entry.key(),
                entry.line(),
                "is already set in line " + first.line() + ": remove one of the two",
                "# " + entry.raw().getFirst());
    }

    private void tell(String key, int line, String what, String paste) {
        spoiled.add(key);
        problems.add(new Problem(key, line, what, shown(key, paste)));
    }

    /** A line that could hold a secret is shown without it, one of an unknown key not at all. */
    private Optional<String> shown(String key, String paste) {
        if (paste.isEmpty()) {
            return Optional.empty();
        }
        if (!isHidden(key)) {
            return Optional.of(Mask.credentials(paste));
        }
        return catalogue.find(key).map(_ -> key + " = " + Mask.HIDDEN);
    }

    /** Whether what stands under that key must not be shown; so also when nobody knows the key. */
    private boolean isHidden(String key) {
        return catalogue
                .find(key)
                .map(s -> s.type().isHidden())
                .orElseGet(() -> Mask.soundsSecret(key) || isMeantHidden(key));
    }

    private boolean isMeantHidden(String key) {
        return catalogue
                .suggest(key)
                .flatMap(catalogue::find)
                .map(s -> s.type().isHidden())
                .orElse(true);
    }
}

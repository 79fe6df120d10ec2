package io.tidegate.agent.invariants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Style that a formatter cannot see. */
class TidyTest {
    private static final Path ROOT = root();
    private static final Set<String> VISIBLE =
            Set.of("agent", "protocol", "config", "README.md", "pom.xml", "LICENSE");
    private static final int LONGEST_FILE = 400;
    private static final Pattern NAMED_TEST = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");

    @Test
    void theTopLevelHoldsWhatItShouldAndNothingElse() throws IOException {
        try (var list = Files.list(ROOT)) {
            var extra = new TreeSet<>(list.map(p -> p.getFileName().toString()).toList());
            extra.removeIf(n -> n.startsWith(".") || n.equals("target") || VISIBLE.contains(n));
            assertEquals(Set.of(), extra);
        }
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws IOException {
        var silent = new TreeSet<Path>();
        for (Path file : mainSources()) {
            if (!Files.exists(file.resolveSibling("package-info.java"))) {
                silent.add(ROOT.relativize(file.getParent()));
            }
        }
        assertEquals(Set.of(), silent);
    }

    @Test
    void nothingIsLeftForLater() throws IOException {
        assertNone(
                mainSources(),
                Pattern.compile(
                        "\\b(TODO|FIXME|XXX)\\b|(?i)not (yet )?implemented|new UnsupportedOperationException"));
    }

    @Test
    void noClassHidesBehindAnEmptyWord() throws IOException {
        assertNone(
                mainSources(),
                Pattern.compile(
                        "(class|interface|record|enum) \\w*(Manager|Helper|Utils?|Impl)\\b"));
    }

    @Test
    void noFileIsTooLongToBeOneIdea() throws IOException {
        var longs = new TreeSet<String>();
        for (Path file : mainSources()) {
            long lines = Files.readAllLines(file).size();
            if (lines > LONGEST_FILE) {
                longs.add(ROOT.relativize(file) + " has " + lines + " lines");
            }
        }
        assertEquals(Set.of(), longs);
    }

    @Test
    void theWordsAreThoseOfTheProductAlone() throws IOException {
        try (var walk = Files.walk(ROOT)) {
            var texts =
                    walk.filter(Files::isRegularFile)
                            .filter(
                                    p ->
                                            p.toString()
                                                    .matches(
                                                            ".*\\.(java|md|xml|properties|sh|bat|sql|json|html)"))
                            .filter(
                                    p ->
                                            !ROOT.relativize(p)
                                                    .toString()
                                                    .matches("(.*/)?(target|\\.git)/.*"))
                            .toList();
            assertNone(
                    texts,
                    // One letter of each in brackets, since this file is looked at as well.
                    Pattern.compile(
                            "(?<![\\w>])/wor[k]/|/far[m]/|/\\.librar[y]|repo[0-9]*\\.mave[n]|registry\\.npmj[s]|deb\\.debia[n]"));
        }
    }

    @Test
    void behindEachLineOfWhatAlwaysHoldsStandTestsThatThereAre() throws IOException {
        String page = Files.readString(ROOT.resolve("agent/docs/ARCHITECTURE.md"));
        String section = page.split("## What always holds\n")[1].split("\n## ")[0];
        List<String> lines = section.lines().filter(l -> l.matches("\\d+\\. .*")).toList();
        assertEquals(11, lines.size());
        Map<String, String> tests = tests();
        var lacking = new TreeSet<String>();
        for (String line : lines) {
            List<MatchResult> named = NAMED_TEST.matcher(line).results().toList();
            if (named.isEmpty()) {
                lacking.add(line);
            }
            for (MatchResult test : named) {
                String text = tests.getOrDefault(test.group(1), "");
                if (!text.contains(" void " + test.group(2) + "(")) {
                    lacking.add(test.group());
                }
            }
        }
        assertEquals(Set.of(), lacking);
    }

    /** The texts of all tests by the names of their classes. */
    private static Map<String, String> tests() throws IOException {
        var tests = new HashMap<String, String>();
        try (var walk = Files.walk(ROOT)) {
            for (Path file :
                    walk.filter(p -> p.toString().matches(".*/src/test/java/.*(Test|IT)\\.java"))
                            .toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                tests.merge(name, Files.readString(file), String::concat);
            }
        }
        return tests;
    }

    private static void assertNone(List<Path> files, Pattern pattern) throws IOException {
        var found = new TreeSet<String>();
        for (Path file : files) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (pattern.matcher(lines.get(i)).find()) {
                    found.add(ROOT.relativize(file) + ":" + (i + 1));
                }
            }
        }
        assertEquals(Set.of(), found);
    }

    private static List<Path> mainSources() throws IOException {
        try (var walk = Files.walk(ROOT)) {
            var files =
                    walk.filter(p -> p.toString().endsWith(".java"))
                            .filter(p -> ROOT.relativize(p).toString().contains("src/main/java"))
                            .toList();
            assertTrue(files.size() > 50, "the sources were found");
            return files;
        }
    }

    /** The folder that holds the sources, found upwards from where the test runs. */
    private static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve(".mvn"))) {
            at = at.getParent();
        }
        return at;
    }
}

package io.tidegate.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every line of configuration that a page for administrators shows is one that may be pasted. */
class DocumentedLinesTest {
    private static final Path DOCS = Path.of("../agent/docs");
    private static final Pattern LINE =
            Pattern.compile("`((?:source|database)\\.acd1?\\.[A-Za-z.-]+ = [^`]+)`");

    @TempDir Path folder;

    static List<String> lines() throws IOException {
        try (Stream<Path> pages = Files.list(DOCS)) {
            var lines = pages.filter(p -> p.toString().endsWith(".md")).flatMap(p -> linesOf(p));
            return lines.distinct().sorted().toList();
        }
    }

    private static Stream<String> linesOf(Path page) {
        try {
            return LINE.matcher(Files.readString(page)).results().map(m -> m.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("lines")
    void mayBePasted(String line) {
        boolean good =
                Stream.of("intervals", "contacts", "agent-status")
                        .anyMatch(data -> complaints(data, line).isEmpty());
        assertTrue(good, () -> line + ": " + complaints("intervals", line));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void andACheckOfThatCanFail(String line) {
        String spoiled = line.replaceFirst("(acd1?)\\.", "$1.x");
        assertFalse(complaints("intervals", spoiled).isEmpty());
    }

    /** What a line about files is said of reads files. */
    private static String base(String line) {
        return line.contains(".csv.")
                ? ConfigFile.CSV.replace("source.csv1.", "source.acd1.")
                : ConfigFile.SQL;
    }

    private List<String> complaints(String data, String line) {
        Matcher key = Pattern.compile("[^ ]+").matcher(line);
        assertTrue(key.find());
        String base =
                ConfigFile.with(base(line), "source.acd1.data = " + data)
                        + "source.acd1.privacy.agentidentifier = plain\n"
                        + (line.contains("offset-is")
                                ? "source.acd1.sql.offset-column = TimeZone\n"
                                : "");
        String text = ConfigFile.without(base, key.group()) + line + "\n";
        return new ConfigFile(folder)
                .load(text).all().stream()
                        .filter(p -> p.key().equals(key.group()))
                        .map(Problem::what)
                        .toList();
    }
}

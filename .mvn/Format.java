import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks, or with {@code apply} sets, the format of every Java file below this folder. {@code none}
 * does nothing.
 */
final class Format {
    public static void main(String[] args) throws IOException, FormatterException {
        if (args[0].equals("none")) {
            return;
        }
        var options = JavaFormatterOptions.builder().style(JavaFormatterOptions.Style.AOSP).build();
        var formatter = new Formatter(options);
        List<Path> differing = new ArrayList<>();
        List<Path> files;
        try (var walk = Files.walk(Path.of("."))) {
            files =
                    walk.filter(
                                    p ->
                                            p.toString().endsWith(".java")
                                                    && !p.toString().contains("target"))
                            .sorted()
                            .toList();
        }
        for (Path file : files) {
            String before = Files.readString(file);
            String after;
            try {
                after =
                        ImportOrderer.reorderImports(
                                RemoveUnusedImports.removeUnusedImports(
                                        formatter.formatSource(before)),
                                JavaFormatterOptions.Style.AOSP);
            } catch (FormatterException e) {
                throw new IOException(file + " cannot be read as Java: " + e.getMessage(), e);
            }
            if (!before.equals(after)) {
                differing.add(file);
                if (args[0].equals("apply")) {
                    Files.writeString(file, after);
                }
            }
        }
        if (args[0].equals("check") && !differing.isEmpty()) {
            differing.forEach(f -> System.err.println("not in the house format: " + f));
            System.err.println("Run: mvn -Pformat");
            System.exit(1);
        }
    }
}

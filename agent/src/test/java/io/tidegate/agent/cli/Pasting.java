package io.tidegate.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What tests of {@code sniff} do: call it, paste its lines, and look at the rows they give. */
abstract class Pasting {
    static final String BERLIN = "time-zone = Europe/Berlin";

    @TempDir Path folder;
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();

    int run(String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
    }

    Path file(String name, String text, String charset) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, text.getBytes(Charset.forName(charset)));
        return file;
    }

    List<String> sniff(Path file, String... more) {
        String[] words =
                Stream.concat(Stream.of("sniff", file.toString()), Stream.of(more))
                        .toArray(String[]::new);
        assertEquals(Exit.FINE, run(words), err.toString());
        List<String> lines = out.toString().lines().toList();
        int from = lines.indexOf("-".repeat(72));
        int to = lines.lastIndexOf("-".repeat(72));
        return lines.subList(from + 1, to);
    }

    /** Takes the # off the lines that are chosen. */
    static String chosen(List<String> proposal, String... choices) {
        List<String> open = List.of(choices);
        return proposal.stream()
                .map(
                        line ->
                                open.stream().anyMatch(c -> line.matches("#source\\.[^.]+\\." + c))
                                        ? line.substring(1)
                                        : line)
                .collect(Collectors.joining("\n", "agent.name = sniffed\n", "\n"));
    }

    void assertReads(String name, String configuration, String... rows) throws IOException {
        Path properties = folder.resolve(name + ".properties");
        Files.writeString(properties, configuration);
        assertEquals(
                Exit.FINE, run("check", "-c", properties.toString()), out + "\n" + configuration);
        assertEquals(
                Exit.FINE,
                run("preview", name, "-c", properties.toString()),
                out + "\n" + err + "\n" + configuration);
        for (String row : rows) {
            assertTrue(out.toString().contains(row), row + "\n" + out);
        }
    }

    /** What was printed, without the ends of lines inside comments. */
    String plain() {
        return out.toString().replace("\n# ", " ");
    }
}

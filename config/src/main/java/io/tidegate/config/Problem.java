package io.tidegate.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One thing that is wrong with a properties file. Holds no secret.
 *
 * @param key the key it is about, or empty when it is about the file
 * @param line from 1; 0 when the key is not in the file
 * @param what a sentence: what is wrong and what to do
 * @param paste the line to put there instead; empty when there is no one right line
 */
public record Problem(String key, int line, String what, Optional<String> paste) {
    /** {@code file:line: key: what}, and the line to paste below it. */
    public String show(Path file) {
        String place = line == 0 ? file + ": " : file + ":" + line + ": ";
        String about = key.isEmpty() ? "" : key + ": ";
        return place + about + what + paste.map(p -> "\n    " + p).orElse("");
    }
}

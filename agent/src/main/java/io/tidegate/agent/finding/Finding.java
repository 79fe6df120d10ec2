package io.tidegate.agent.finding;

import java.util.List;
import java.util.Optional;

/**
 * One thing that was looked at. Holds no secret and no value of a row. Immutable.
 *
 * @param what a sentence without its full stop
 * @param remedy what to do; empty if there is nothing to do, or the sentence says it
 * @param paste lines to paste, exactly so
 */
public record Finding(Level level, String what, Optional<String> remedy, List<String> paste) {
    public Finding {
        paste = List.copyOf(paste);
    }

    /** How grave it is. */
    public enum Level {
        OK("ok"),
        /** It works, and is not as it should be. */
        WARN("warn"),
        /** It does not work. */
        FAIL("FAIL");

        private final String word;

        Level(String word) {
            this.word = word;
        }

        /** As it is shown. */
        public String word() {
            return word;
        }
    }

    public static Finding ok(String what) {
        return new Finding(Level.OK, what, Optional.empty(), List.of());
    }

    public static Finding warn(String what, String remedy) {
        return new Finding(Level.WARN, what, Optional.of(remedy), List.of());
    }

    /** What works, is not as it should be, and cannot be mended by a line. */
    public static Finding warn(String what) {
        return new Finding(Level.WARN, what, Optional.empty(), List.of());
    }

    public static Finding fail(String what, String remedy) {
        return new Finding(Level.FAIL, what, Optional.of(remedy), List.of());
    }

    /** The sentence says what to do. */
    public static Finding fail(String what) {
        return new Finding(Level.FAIL, what, Optional.empty(), List.of());
    }

    /** What was found and what to do, in one line. */
    public String sentence() {
        return what + remedy.map("; "::concat).orElse("");
    }

    /** With lines to paste below the remedy. */
    public Finding with(List<String> lines) {
        return new Finding(level, what, remedy, lines);
    }
}

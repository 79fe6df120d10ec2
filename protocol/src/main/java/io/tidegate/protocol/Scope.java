package io.tidegate.protocol;

import java.time.Instant;

/** What a batch speaks for, and what takes effect as a whole: a window or a file. */
public sealed interface Scope {
    /** Orders what is said about one stream; from 1, one counter per stream. */
    long revision();

    /** A piece of time [from, to) of a stream, whole microseconds. */
    record Window(Instant from, Instant to, long revision) implements Scope {
        public Window {
            Require.that(from.isBefore(to), "a window ends after it begins");
            Require.that(WireTime.inRange(WireTime.micros(from)), "from within 1970 to 9999");
            Require.that(WireTime.inRange(WireTime.micros(to)), "to within 1970 to 9999");
            Require.revision(revision);
        }
    }

    /**
     * A file, known by the SHA-256 of its bytes.
     *
     * @param sha256 64 lower-case hexadecimal digits
     * @param name of the file, without its folder
     * @param modified its modification time; files are ordered by (modified, name, revision), and
     *     an older one never overwrites rows of a newer one
     */
    record Origin(String sha256, String name, long revision, Instant modified) implements Scope {
        public Origin {
            Require.that(Require.isSha256(sha256), "sha256 is 64 lower-case hexadecimal digits");
            Require.that(Require.isName(name), "name is 1 to 1024 bytes of text");
            Require.that(WireTime.inRange(WireTime.micros(modified)), "modified in 1970 to 9999");
            Require.revision(revision);
        }
    }
}

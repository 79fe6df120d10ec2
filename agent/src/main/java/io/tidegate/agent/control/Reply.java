package io.tidegate.agent.control;

import java.util.Collection;

/**
 * What the agent answers.
 *
 * @param exit the command line's exit code: 0 fine, 1 failed, 64 not understood, 69 cannot be done
 *     now
 * @param text sentences for a person; for {@link Request.Status} the JSON
 */
public record Reply(int exit, String text) {
    public static final int FAILED = 1;
    public static final int USAGE = 64;
    public static final int UNAVAILABLE = 69;

    static Reply done(String text) {
        return new Reply(0, text);
    }

    static Reply refused(String text) {
        return new Reply(FAILED, text);
    }

    static Reply unknown(String source, Collection<String> sources) {
        return usage(
                "there is no source '%s'; the sources are: %s"
                        .formatted(source, String.join(", ", sources)));
    }

    static Reply usage(String text) {
        return new Reply(USAGE, text);
    }
}

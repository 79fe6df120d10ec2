package io.tidegate.agent.source.sql;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * That a server refused a login.
 *
 * @param age how long ago, 0 or more
 * @param at by the machine's clock
 */
record Refusal(Duration age, Instant at) {
    /** After so many none is tried. */
    static final int MOST = 2;

    /** After so long it is tried again. */
    static final Duration PAUSE = Duration.ofMinutes(30);

    /**
     * By the machine's clock alone: what lies ahead was written before the clock was set back. That
     * counts as of now, but only as far as the pause, so that no wrong clock blocks for long.
     */
    static Optional<Refusal> by(Instant now, Instant at) {
        Duration age = Duration.between(at, now);
        if (age.negated().compareTo(PAUSE) > 0) {
            return Optional.empty();
        }
        return Optional.of(new Refusal(age.isNegative() ? Duration.ZERO : age, at));
    }

    boolean isPast() {
        return age.compareTo(PAUSE) >= 0;
    }

    Instant end() {
        return at.plus(PAUSE);
    }

    /** The last of so many, each within the pause after the one before, that none may follow. */
    static Optional<Refusal> last(List<Refusal> all) {
        int count = 0;
        Refusal before = null;
        for (Refusal one :
                all.stream().sorted(Comparator.comparing(Refusal::age).reversed()).toList()) {
            boolean follows = before != null && before.age.minus(one.age).compareTo(PAUSE) < 0;
            count = follows ? count + 1 : 1;
            before = one;
        }
        return count < MOST || before.isPast() ? Optional.empty() : Optional.of(before);
    }
}

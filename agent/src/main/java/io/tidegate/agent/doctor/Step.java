package io.tidegate.agent.doctor;

import io.tidegate.agent.finding.Finding;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One thing to look at.
 *
 * @param place what it is about, such as {@code database acd}
 * @param name what is tried, for when it does not come to an end
 * @param limit how long it may take
 * @param needed whether the steps behind it make no sense once it has failed
 * @param late what is to be said if it takes longer; empty: that it hangs
 */
record Step(
        String place,
        String name,
        Duration limit,
        boolean needed,
        Optional<Finding> late,
        Look look) {
    /** It hangs if it does not come to an end. */
    Step(String place, String name, Duration limit, boolean needed, Look look) {
        this(place, name, limit, needed, Optional.empty(), look);
    }

    /** Looks, and tells what it finds as soon as it is known. On a thread of its own. */
    @FunctionalInterface
    interface Look {
        void at(Consumer<Finding> out) throws InterruptedException, IOException;
    }
}

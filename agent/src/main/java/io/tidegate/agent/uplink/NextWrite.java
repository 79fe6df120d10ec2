package io.tidegate.agent.uplink;

import io.tidegate.agent.store.Tx;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What follows from the answers and waits for the delivery loop's next transaction, before any
 * further batch is numbered: so many answers and the next batches cost one. Owned by the delivery
 * thread.
 */
final class NextWrite {
    private final List<Consumer<Tx>> steps = new ArrayList<>();

    void add(Consumer<Tx> step) {
        steps.add(step);
    }

    boolean isDue() {
        return !steps.isEmpty();
    }

    void write(Tx tx) {
        steps.forEach(step -> step.accept(tx));
    }

    /** What was due is durable; until then it stays due. */
    void written() {
        steps.clear();
    }
}

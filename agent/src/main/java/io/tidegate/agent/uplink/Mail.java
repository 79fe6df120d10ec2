package io.tidegate.agent.uplink;

import io.tidegate.agent.uplink.wire.Request;
import io.tidegate.agent.uplink.wire.Response;
import io.tidegate.agent.uplink.wire.Wire;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Requests go out on the wire, responses come back to the delivery thread. Owned by the delivery
 * thread; the wire's thread only drops letters into the box.
 */
final class Mail {
    private final Wire wire;
    private final Runnable bell;
    private final Queue<Runnable> box = new ConcurrentLinkedQueue<>();
    private int open;

    /**
     * @param bell rung when there is mail; called on the wire's thread
     */
    Mail(Wire wire, Runnable bell) {
        this.wire = wire;
        this.bell = bell;
    }

    /**
     * @param then called once, within {@link #take}
     */
    void send(Request request, Consumer<Response> then) {
        open++;
        wire.exchange(
                request,
                response -> {
                    box.add(
                            () -> {
                                open--;
                                then.accept(response);
                            });
                    bell.run();
                });
    }

    /** How many responses are awaited. */
    int open() {
        return open;
    }

    /** Opens all letters that are there; says whether there was any. */
    boolean take() {
        boolean any = false;
        for (Runnable letter = box.poll(); letter != null; letter = box.poll()) {
            letter.run();
            any = true;
        }
        return any;
    }

    Wire wire() {
        return wire;
    }
}

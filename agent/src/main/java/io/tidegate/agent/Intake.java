package io.tidegate.agent;

import io.tidegate.agent.loop.Doorbell;
import io.tidegate.agent.loop.Loop;
import io.tidegate.agent.status.Snapshot;
import io.tidegate.agent.verify.SourceSide;
import io.tidegate.agent.window.IntakeStatus;
import io.tidegate.config.SourceConfig;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * One source at work.
 *
 * @param bell wakes its loop
 * @param retry forgets why the source is left alone for a while
 * @param now what it is doing
 * @param side reads it again for a verification
 * @param closing what to do when it has stopped
 */
record Intake(
        SourceConfig config,
        Loop loop,
        Doorbell bell,
        Runnable retry,
        Supplier<Now> now,
        SourceSide side,
        Runnable closing) {
    /**
     * @param reason why it is in that state; empty when it runs
     * @param filesWaiting files in the folder that are not taken yet; 0 for a database
     */
    record Now(
            Snapshot.State state,
            String reason,
            long filesWaiting,
            Optional<Snapshot.Backfill> backfill,
            Optional<IntakeStatus.Open> open) {}

    /** A person has decided or mended something: it is tried at once. */
    void wake() {
        retry.run();
        bell.ring();
    }
}

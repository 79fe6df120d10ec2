package io.tidegate.agent.window;

import io.tidegate.agent.batch.BatchEncoder;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.loop.Loop;
import io.tidegate.agent.row.Pseudonyms;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.store.Store;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.Lane;

import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Keeps one SQL source correct. Turned by one thread; {@link #status} may be asked by any. */
public final class SqlIntake implements Loop {
    /**
     * @param fullFor why there is no room in the spool for that lane; empty if there is
     * @param random for the jitter of waits
     */
    public SqlIntake(
            SourceConfig config,
            Source source,
            Store store,
            BatchEncoder encoder,
            Pseudonyms pseudonyms,
            Function<Lane, Optional<String>> fullFor,
            Clock clock,
            RandomGenerator random) {
        throw new IllegalStateException();
    }

    @Override
    public boolean turn() throws InterruptedException {
        throw new IllegalStateException();
    }

    public IntakeStatus status() {
        throw new IllegalStateException();
    }

    /** Forgets why the source is left alone for a while: a person has mended something. */
    public void retryNow() {
        throw new IllegalStateException();
    }
}

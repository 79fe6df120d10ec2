package io.tidegate.agent.window;

import io.tidegate.agent.event.Events;
import io.tidegate.agent.status.Words;
import io.tidegate.agent.store.Spans;
import io.tidegate.agent.store.Store;
import io.tidegate.config.SourceConfig;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.time.LocalDate;

/**
 * Says once a night how many states of ACD agents have had no end within {@code status.max-open}
 * and since when, and of whom never. Used by one thread.
 */
final class LeftOpen {
    private static final Logger LOG = LoggerFactory.getLogger(LeftOpen.class);

    private final SourceConfig config;
    private final Store store;

    LeftOpen(SourceConfig config, Store store) {
        this.config = config;
        this.store = store;
    }

    /**
     * @param now the source's time
     */
    void say(Instant now) {
        Instant until = now.minus(config.statusMaxOpen());
        Spans.Open left = store.read(tx -> tx.spans().open(config.name(), until));
        left.since()
                .ifPresent(since -> say(left.count(), LocalDate.ofInstant(since, config.zone())));
    }

    private void say(long count, LocalDate since) {
        Events.info(LOG, WindowEvent.STATES_LEFT_OPEN)
                .addKeyValue("stream", config.name())
                .log(
                        "{} had no end within {} (status.max-open), the oldest since {}; 'tidegate preview {} --from {} --to {}' shows it",
                        Words.count(count, "state"),
                        Words.duration(config.statusMaxOpen()),
                        since,
                        config.name(),
                        since,
                        since);
    }
}

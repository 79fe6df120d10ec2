package io.tidegate.agent.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;

import org.slf4j.event.KeyValuePair;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/** Remembers the last warnings and errors, the latest first. Thread-safe. */
public final class Recent extends AppenderBase<ILoggingEvent> {
    private static final int MOST = 50;

    /**
     * One line of the log.
     *
     * @param id such as {@code TG-0123}; empty for what comes from a library
     * @param keys such as {@code stream=calls window=...}
     */
    public record Said(Instant at, String level, String id, String keys, String text) {}

    private final Deque<Said> said = new ArrayDeque<>();

    public List<Said> said() {
        synchronized (said) {
            return List.copyOf(said);
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (!event.getLevel().isGreaterOrEqual(ch.qos.logback.classic.Level.WARN)) {
            return;
        }
        synchronized (said) {
            said.addFirst(said(event));
            if (said.size() > MOST) {
                said.removeLast();
            }
        }
    }

    private static Said said(ILoggingEvent event) {
        List<KeyValuePair> pairs =
                event.getKeyValuePairs() == null ? List.of() : event.getKeyValuePairs();
        String id =
                pairs.stream()
                        .filter(p -> p.key.equals("event"))
                        .map(p -> String.valueOf(p.value))
                        .findFirst()
                        .orElse("");
        String keys =
                pairs.stream()
                        .filter(p -> !p.key.equals("event"))
                        .map(p -> p.key + "=" + p.value)
                        .collect(Collectors.joining(" "));
        return new Said(
                event.getInstant(),
                event.getLevel().toString(),
                id,
                keys,
                event.getFormattedMessage());
    }
}

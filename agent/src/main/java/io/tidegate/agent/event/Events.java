package io.tidegate.agent.event;

import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Begins a log line with an event's id. The keys are the same everywhere: stream, lane, window,
 * file, seq, rows.
 */
public final class Events {
    private Events() {}

    public static LoggingEventBuilder info(Logger log, Event event) {
        return at(log, Level.INFO, event);
    }

    public static LoggingEventBuilder warn(Logger log, Event event) {
        return at(log, Level.WARN, event);
    }

    public static LoggingEventBuilder error(Logger log, Event event) {
        return at(log, Level.ERROR, event);
    }

    private static LoggingEventBuilder at(Logger log, Level level, Event event) {
        return log.atLevel(level).addKeyValue("event", event.id());
    }
}

package io.tidegate.agent.window;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.tidegate.agent.event.Event;

import org.slf4j.LoggerFactory;

import java.util.List;

/** What the windows' classes write into the log until it is closed. */
final class Heard implements AutoCloseable {
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private final Logger logger =
            (Logger) LoggerFactory.getLogger(SqlIntake.class.getPackageName());

    private final Level before = logger.getLevel();

    Heard() {
        logger.setLevel(Level.INFO);
        said.start();
        logger.addAppender(said);
    }

    /** The lines of that event. */
    List<String> of(Event event) {
        return said.list.stream()
                .filter(
                        line ->
                                line.getKeyValuePairs() != null
                                        && line.getKeyValuePairs().stream()
                                                .anyMatch(p -> event.id().equals(p.value)))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(said);
        logger.setLevel(before);
        said.stop();
    }
}

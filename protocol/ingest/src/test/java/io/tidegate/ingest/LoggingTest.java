package io.tidegate.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.tidegate.ingest.event.IngestEvent;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** What the ingest itself writes while its database is away. */
class LoggingTest {
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    @Test
    void aDatabaseThatIsAwayIsSaidOnceUnderAnIdAndNotByTheLibrary() throws Exception {
        Logging.toConsole();
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        said.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(said);
        try (Bed bed = new Bed()) {
            assertEquals(200, health(bed));
            bed.database.goAway();
            assertEquals(503, health(bed));
            assertEquals(503, health(bed));
        } finally {
            context.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(said);
        }
        List<ILoggingEvent> warnings =
                said.list.stream().filter(e -> e.getLevel().isGreaterOrEqual(Level.WARN)).toList();
        assertEquals(1, warnings.size(), warnings.toString());
        assertTrue(
                warnings.getFirst().getKeyValuePairs().stream()
                        .anyMatch(p -> p.value.equals(IngestEvent.DATABASE_UNAVAILABLE.id())));
        assertFalse(LoggerFactory.getLogger("com.zaxxer.hikari.pool.PoolBase").isWarnEnabled());
    }

    private static int health(Bed bed) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(bed.server().url() + "/health/ready"))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
        }
    }
}

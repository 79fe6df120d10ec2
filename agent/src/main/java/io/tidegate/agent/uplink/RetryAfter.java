package io.tidegate.agent.uplink;

import io.tidegate.agent.uplink.wire.Response;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** What the headers say about time (RFC 9110, 5.6.7 and 10.2.3). */
final class RetryAfter {
    /** Nobody makes us wait longer: a mistaken header must not stop a connector for a day. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private RetryAfter() {}

    /**
     * How long the answer wants us to wait, at most an hour; empty if it does not say, or says
     * nonsense. A date counts from the answer's own {@code Date}, so that our clock does not
     * matter.
     */
    static Optional<Duration> of(Response.Heard heard, Instant now) {
        return heard.header("retry-after")
                .map(String::strip)
                .flatMap(text -> seconds(text).or(() -> until(text, date(heard).orElse(now))))
                .filter(wait -> !wait.isNegative())
                .map(wait -> wait.compareTo(LONGEST) < 0 ? wait : LONGEST);
    }

    /** The moment at which the other end says that it answered. */
    static Optional<Instant> date(Response.Heard heard) {
        return heard.header("date").flatMap(RetryAfter::instant);
    }

    private static Optional<Duration> seconds(String text) {
        return text.matches("\\d{1,9}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
                : Optional.empty();
    }

    private static Optional<Duration> until(String text, Instant from) {
        return instant(text).map(to -> Duration.between(from, to));
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}

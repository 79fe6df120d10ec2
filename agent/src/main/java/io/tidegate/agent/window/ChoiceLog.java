package io.tidegate.agent.window;

import io.tidegate.agent.event.Events;
import io.tidegate.agent.row.TimeSpan;
import io.tidegate.agent.status.Words;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Says which rows were given a time or a place by rule: of each local day once, and again when they
 * have become twice as many. Remembers some days only. Used by one thread.
 */
final class ChoiceLog {
    private static final Logger LOG = LoggerFactory.getLogger(ChoiceLog.class);
    private static final int DAYS = 64;
    private static final Choices NONE = new Choices(0, 0, 0);

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

    private final String stream;
    private final ZoneId zone;
    private final Map<LocalDate, Choices> said =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<LocalDate, Choices> eldest) {
                    return size() > DAYS;
                }
            };

    /**
     * @param placed rows of a repeated hour that nothing spoke for
     * @param combined interval rows that went into another
     * @param leftOut states that lasted no time
     */
    record Choices(long placed, long combined, long leftOut) {
        private boolean isNewsAfter(Choices before) {
            return isNews(placed, before.placed)
                    || isNews(combined, before.combined)
                    || isNews(leftOut, before.leftOut);
        }

        private static boolean isNews(long now, long before) {
            return now > 0 && now >= 2 * before;
        }

        private Choices most(Choices other) {
            return new Choices(
                    Math.max(placed, other.placed),
                    Math.max(combined, other.combined),
                    Math.max(leftOut, other.leftOut));
        }
    }

    ChoiceLog(String stream, ZoneId zone) {
        this.stream = stream;
        this.zone = zone;
    }

    /**
     * Such as {@code (from 2026-10-25 02:00 to 2026-10-25 02:45)}, as the source's clock shows it.
     */
    private String shown(Instant first, TimeSpan placed) {
        Instant last = placed.end().orElse(first);
        return " (from %s to %s)"
                .formatted(MINUTE.format(first.atZone(zone)), MINUTE.format(last.atZone(zone)));
    }

    /**
     * @param day on which what was read begins
     * @param placed when the rows of them are that were placed by rule, as far as that is known
     */
    void made(LocalDate day, Choices choices, TimeSpan placed) {
        Choices before = said.getOrDefault(day, NONE);
        if (!choices.isNewsAfter(before)) {
            return;
        }
        said.put(day, choices.most(before));
        Events.info(LOG, WindowEvent.CHOICES_MADE)
                .addKeyValue("stream", stream)
                .log(
                        "of what was read from {} on: {} placed by rule{}, {} combined by same-key, {} of no length left out",
                        day,
                        Words.count(choices.placed(), "row"),
                        placed.begin().map(first -> shown(first, placed)).orElse(""),
                        Words.count(choices.combined(), "row"),
                        Words.count(choices.leftOut(), "state"));
    }
}

package io.tidegate.agent.window;

import io.tidegate.agent.event.Events;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.row.TwinWords;
import io.tidegate.agent.row.Twins.Found;
import io.tidegate.config.SourceConfig;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Says that a query gives many rows more than once: they are sent as they are, but numbers that are
 * too high must not go unnoticed. Said once while it stays, once a day at most. It is over when the
 * last of such times was read again and nearly all of them are gone. Forgets all at a restart. Used
 * by one thread.
 */
final class TwinWatch {
    private static final Logger LOG = LoggerFactory.getLogger(TwinWatch.class);

    /** A read of few rows may show fewer of them by chance. */
    private static final double NEARLY_NONE = 0.25;

    private final SourceConfig config;
    private final Clock clock;
    private Optional<Said> said = Optional.empty();
    private Optional<LocalDate> saidOn = Optional.empty();

    /**
     * @param share of rows when it was seen last
     * @param last time of such a row
     */
    private record Said(String text, double share, Instant last) {}

    TwinWatch(SourceConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /** What people should know, with the remedy; empty if all is well. */
    Optional<String> trouble() {
        return said.map(Said::text);
    }

    /** Takes what the rows of one read, [from, to), were found to be. */
    void read(Instant from, Instant to, Found found) {
        if (found.multiplied()) {
            multiplied(found);
        } else if (said.filter(known -> isOver(known, from, to, found)).isPresent()) {
            said = Optional.empty();
            Events.info(LOG, WindowEvent.ROWS_TWICE_NO_MORE)
                    .addKeyValue("stream", config.name())
                    .addKeyValue("window", from + "/" + to)
                    .log("rows come once again");
        }
    }

    private static boolean isOver(Said known, Instant from, Instant to, Found found) {
        boolean again = !known.last.isBefore(from) && known.last.isBefore(to);
        return again && found.share() < known.share * NEARLY_NONE;
    }

    private void multiplied(Found found) {
        boolean news = said.isEmpty();
        Instant last = found.last().orElseThrow();
        Instant latest = said.map(Said::last).filter(last::isBefore).orElse(last);
        said = Optional.of(new Said(text(found), found.share(), latest));
        LocalDate today = LocalDate.ofInstant(clock.instant(), config.zone());
        if (news && !saidOn.equals(Optional.of(today))) {
            saidOn = Optional.of(today);
            Events.warn(LOG, WindowEvent.ROWS_TWICE)
                    .addKeyValue("stream", config.name())
                    .addKeyValue("window", found.first().orElseThrow() + "/" + last)
                    .log(text(found));
        }
    }

    private String text(Found found) {
        return "rows come more than once: %s%.1f%% of those read from %s to %s %s, in %,d %s%s; %s; %s"
                .formatted(
                        found.whole() ? "" : "about ",
                        found.share() * 100,
                        found.first().orElseThrow(),
                        found.last().orElseThrow(),
                        TwinWords.likeness(config, found),
                        found.groups(),
                        config.data().equals("agent-status") ? "agent" : "queue",
                        found.groups() == 1 ? "" : "s",
                        TwinWords.effect(config),
                        TwinWords.REMEDY);
    }
}

package io.tidegate.agent.window;

import io.tidegate.agent.event.Events;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.status.Words;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.StreamRecord;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.config.SourceConfig;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Notices that a source's clock goes back, or is far from this machine's, and says so. What was
 * read by a clock that ran ahead is taken for never read, so that it is read when its time comes.
 * Two clocks that are wrong together, as those of one machine, are noticed only when they come
 * back. Used by one thread.
 */
final class ClockWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);
    private static final Duration PAGE = Duration.ofDays(64);

    /** How long a step back is shown. */
    private static final Duration SHOWN = Duration.ofDays(1);

    private final String stream;
    private final Duration lookBack;
    private final Store store;
    private final Clock clock;
    private final LiveSchedule schedule;
    private Optional<String> apart = Optional.empty();
    private Optional<String> back = Optional.empty();

    ClockWatch(SourceConfig config, Store store, Clock clock, LiveSchedule schedule) {
        this.stream = config.name();
        this.lookBack = Cut.sql(config).lookBack();
        this.store = store;
        this.clock = clock;
        this.schedule = schedule;
    }

    /**
     * Compares the source's clock with where the stream has come and with this machine's clock.
     *
     * @return whether it went back, so that whatever was planned by it is void
     */
    boolean look(Instant now) {
        Optional<StreamRecord> ahead =
                store.read(tx -> tx.stream(stream))
                        .filter(s -> s.bound().filter(now.plus(Extent.STEP)::isBefore).isPresent());
        if (ahead.isPresent() && !isSwaying(ahead.get(), now)) {
            turnBack(ahead.get(), now);
            return true;
        }
        lookApart(now);
        back =
                store.read(tx -> Extent.back(tx, stream))
                        .filter(b -> isShown(b, now))
                        .map(this::said);
        return false;
    }

    /** What people should know of the clock; empty if all is well. */
    Optional<String> trouble() {
        return apart.or(() -> back);
    }

    /**
     * Behind one name may be two servers whose clocks differ a little: who has gone back lately
     * waits for the clock, or all would be read anew with each turn.
     */
    private boolean isSwaying(StreamRecord stream, Instant now) {
        return !stream.bound().orElseThrow().isAfter(now.plus(Extent.APART))
                && store.read(tx -> Extent.back(tx, this.stream))
                        .filter(b -> clock.instant().isBefore(b.at().plus(SHOWN)))
                        .isPresent();
    }

    private void lookApart(Instant now) {
        Instant here = clock.instant();
        boolean far = Duration.between(here, now).abs().compareTo(Extent.APART) > 0;
        if (far && apart.isEmpty()) {
            Events.warn(LOG, WindowEvent.CLOCKS_APART)
                    .addKeyValue("stream", stream)
                    .log("{}", said(here, now));
        }
        apart = far ? Optional.of(said(here, now)) : Optional.empty();
    }

    private static String said(Instant here, Instant now) {
        boolean ahead = now.isAfter(here);
        return "the database's clock (%s) is %s %s this machine's (%s); set the wrong one right. Rows are read by the database's clock%s"
                .formatted(
                        Words.time(now),
                        Words.duration(Duration.between(here, now).abs()),
                        ahead ? "ahead of" : "behind",
                        Words.time(here),
                        ahead
                                ? ", but live data that lie more than ten minutes ahead of this machine's clock do not count as complete"
                                : ", so those of the time in between are not read yet");
    }

    private boolean isShown(Extent.Back b, Instant now) {
        return b.had().isAfter(now.plus(Extent.STEP))
                && clock.instant().isBefore(b.at().plus(SHOWN));
    }

    private String said(Extent.Back b) {
        return "the database's clock went back: it reads %s, and rows had been read up to %s, %s later. Live data are complete up to the earlier time only; later windows are read again as their time comes. If the clock is wrong now, set it right; if it was wrong before, look at the source for rows with times that had not come yet"
                .formatted(
                        Words.time(b.came()),
                        Words.time(b.had()),
                        Words.duration(Duration.between(b.came(), b.had())));
    }

    /** A kill in between repeats it: the bound comes last. */
    private void turnBack(StreamRecord planned, Instant now) {
        Instant end = planned.bound().orElseThrow().plus(lookBack);
        Optional<Instant> doubted =
                Extent.isBelieved(planned)
                        ? Optional.empty()
                        : store.read(tx -> Extent.agreed(tx, stream)).map(a -> a.minus(lookBack));
        Instant begin = planned.cutFrom().or(planned::cutBase).orElseThrow();
        for (Instant at = begin; at.isBefore(end); at = at.plus(PAGE)) {
            Instant from = at;
            store.change(tx -> forget(tx, from, now, doubted));
        }
        Extent.Back noticed =
                store.write(
                        tx -> {
                            StreamRecord s = tx.stream(stream).orElseThrow();
                            Extent.wentBack(tx, s, schedule.bound(now), now, clock.instant());
                            return Extent.back(tx, stream).orElseThrow();
                        });
        Events.warn(LOG, WindowEvent.CLOCK_WENT_BACK)
                .addKeyValue("stream", stream)
                .log("{}", said(noticed));
    }

    private void forget(Tx tx, Instant from, Instant now, Optional<Instant> doubted) {
        for (WindowRecord w : tx.windows(stream, from, from.plus(PAGE))) {
            boolean early = w.lastRead().filter(now.plus(Extent.STEP)::isBefore).isPresent();
            boolean doubtful = doubted.filter(d -> !w.from().isBefore(d)).isPresent();
            if (w.state() == State.READ && (early || doubtful)) {
                forget(tx, w, now);
            }
        }
    }

    /**
     * Of a time that has not come, a line that says nothing but "empty" is in the way of others.
     */
    private void forget(Tx tx, WindowRecord w, Instant now) {
        if (w.from().isAfter(now) && w.revision() == 0 && w.acked() == 0 && w.kept().isEmpty()) {
            tx.dropWindow(stream, w.from());
        } else {
            tx.putWindow(Line.of(w).state(State.UNREAD).record());
        }
    }
}

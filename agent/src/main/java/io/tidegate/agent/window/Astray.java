package io.tidegate.agent.window;

import io.tidegate.agent.event.Events;
import io.tidegate.agent.row.Rejection;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.source.SourceException.Kind;
import io.tidegate.agent.status.Words;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells a query that gives more than it was asked for, which loses nothing, from one that compares
 * its range with another time than the one it gives, which does. A row that came for another range
 * is asked for by the window in which it would be stored: if it does not come there, no read of
 * that window alone has it. A few such rows are rejects; three of them, if they are more than one
 * in a thousand of the rows that came with them, are proof enough that nothing more may be stored.
 * What lies within a second of the range is the database's rounding, and never proof. Used by one
 * thread.
 */
final class Astray {
    /** Who pauses a stream whose query loses rows ({@code StreamRecord.Pause.by}). */
    static final String PAUSED_BY = "query";

    private static final Logger LOG = LoggerFactory.getLogger(Astray.class);
    private static final long ROUNDING_MICROS = 1_000_000;
    private static final int LEAST = 3;
    private static final int ONE_IN = 1_000;
    private static final int RARELY = 64;
    private static final int REMEMBERED = 1_000;

    private final String stream;
    private final DataType rows;
    private final Source source;
    private final Places places;
    private final StrayProbe probe;
    private final Set<String> lost = new LinkedHashSet<>();
    private final Set<Finding> said = EnumSet.noneOf(Finding.class);
    private long among;
    private int skip;
    private int rarely;
    private String verdict;

    Astray(SourceConfig config, Source source, Checks checks, Places places) {
        this.stream = config.name();
        this.rows = DataType.of(config.rows()).orElseThrow();
        this.source = source;
        this.places = places;
        this.probe = new StrayProbe(source, checks, places::window);
    }

    /** A window's time, [from, to). */
    record Window(Instant from, Instant to) {}

    /** Where rows belong that came for another time. */
    interface Places {
        /** The window in which a row of that time is stored. */
        Window window(Instant time);

        /** Before it nobody asks for rows now. */
        Instant begin(Instant now);

        /** Lists rows, by {@link StrayRows#key}, that their own window does not give. */
        void list(Window own, Map<String, Rejection> lost);

        /** Remembers that under these settings nothing was lost; whether that is news. */
        boolean isHarmlessNews();
    }

    /** Each is said once. */
    private enum Finding {
        GIVEN,
        UNKNOWN,
        LOST
    }

    /** Why nothing more may be stored; empty if nothing speaks against it. */
    Optional<String> verdict() {
        return Optional.ofNullable(verdict);
    }

    /** A person looks after it: what was seen before counts no more. */
    void forget() {
        verdict = null;
        lost.clear();
        among = 0;
        skip = 0;
        rarely = 0;
        said.clear();
    }

    /**
     * Takes the rows of other times of a read of [from, to), but those of before the history or
     * that the source may have purged: nobody asks for these.
     */
    StrayRows watch(Instant from, Instant to, Instant now) {
        return new StrayRows(source, from, to, places.begin(now));
    }

    /**
     * Looks at what a read gave too much, before any of its windows is settled, and lists what is
     * lost. That a row's own window cannot be read is no trouble of this read.
     *
     * @param read how many rows it gave
     * @param latest what lies after it is in the future
     * @throws SourceException if the query was found out; {@link #verdict} says so then
     */
    void judge(StrayRows strays, long read, Instant latest)
            throws SourceException, ShapeException, InterruptedException {
        if (strays.count() == 0 || skip-- > 0) {
            return;
        }
        StrayProbe.Answer answer = probe.ask(strays, latest);
        if (answer.gone().isEmpty()) {
            harmless(strays, answer.trouble());
            return;
        }
        rarely = answer.trouble().isPresent() ? moreRarely() : 0;
        skip = rarely;
        remember(answer.gone(), strays, read);
        if (isProven(strays)) {
            verdict = verdict(strays, answer.gone().size(), read);
            throw new SourceException(Kind.LASTING, verdict, null);
        }
        list(answer.gone(), strays);
        say(
                Finding.LOST,
                strays,
                "%s of %s not given for their own time: rejected"
                        .formatted(answer.gone().size(), read));
    }

    /**
     * Good rows alone prove something. Of so many that their share is small, the elder half goes
     * with half of their rows.
     */
    private void remember(List<StrayProbe.Gone> gone, StrayRows strays, long read) {
        among += read;
        gone.stream()
                .filter(one -> one.bad().isEmpty())
                .filter(one -> strays.distance(one.time()) > ROUNDING_MICROS)
                .map(StrayProbe.Gone::key)
                .forEach(lost::add);
        if (lost.size() > REMEMBERED) {
            List.copyOf(lost).subList(0, lost.size() / 2).forEach(lost::remove);
            among /= 2;
        }
    }

    private void list(List<StrayProbe.Gone> gone, StrayRows strays) {
        var windows = new LinkedHashMap<Window, Map<String, Rejection>>();
        gone.forEach(
                one ->
                        windows.computeIfAbsent(one.own(), _ -> new LinkedHashMap<>())
                                .put(one.key(), rejection(one, strays)));
        windows.forEach(places::list);
    }

    private boolean isProven(StrayRows strays) {
        boolean share = lost.size() * (long) ONE_IN > among;
        boolean unseen = strays.count() > StrayRows.MOST; // They could not be listed.
        return lost.size() >= LEAST && (share || unseen);
    }

    /** Nothing speaks against it, so it is looked at ever more rarely. */
    private void harmless(StrayRows strays, Optional<String> trouble) {
        rarely = moreRarely();
        skip = rarely;
        if (trouble.isPresent()) {
            say(
                    Finding.UNKNOWN,
                    strays,
                    "whether they come for their own time as well is not known yet: "
                            + trouble.get());
        } else if (!said.contains(Finding.GIVEN) && places.isHarmlessNews()) {
            say(Finding.GIVEN, strays, "they come for their own time as well, so none is lost");
        }
    }

    private int moreRarely() {
        return Math.clamp(2L * rarely, 1, RARELY);
    }

    private void say(Finding finding, StrayRows strays, String what) {
        if (said.add(finding)) {
            Events.warn(LOG, WindowEvent.ROWS_ASTRAY)
                    .addKeyValue("stream", stream)
                    .log(
                            "asked for {} to {}, the query gave {} of other times; {}. Compare :from and :to with the column that it gives as {}",
                            strays.from(),
                            strays.to(),
                            Words.count(strays.count(), "row"),
                            what,
                            rows.timeColumn().name());
        }
    }

    private String verdict(StrayRows strays, int gone, long read) {
        return "the query compares :from and :to with %s, but gives %s: asked for %s to %s, %,d of %s had another time, and %s not given when that time was asked for, so rows would be lost. Compare :from and :to with the very column that is %s, or leave both out so that the range is added around the query; then 'tidegate resume %s'"
                .formatted(
                        source.compared().orElse("another time"),
                        rows.timeColumn().name(),
                        strays.from(),
                        strays.to(),
                        strays.count(),
                        Words.count(read, "row"),
                        gone == 1 ? "1 of them is" : "%,d of them are".formatted(gone),
                        rows.timeColumn().name(),
                        stream);
    }

    /** What is wrong with a bad row would keep it out however it came. */
    private Rejection rejection(StrayProbe.Gone gone, StrayRows strays) {
        return gone.bad().orElseGet(() -> lost(gone.time(), strays));
    }

    private Rejection lost(long time, StrayRows strays) {
        return new Rejection(
                "",
                rows.timeColumn().name(),
                "came when %s to %s was asked for, and not when its own time was: compare :from and :to with this very column"
                        .formatted(strays.from(), strays.to()),
                time);
    }
}

package io.tidegate.agent.window;

import io.tidegate.agent.event.Events;
import io.tidegate.agent.row.RawRow;
import io.tidegate.agent.row.RawShape;
import io.tidegate.agent.row.Rejection;
import io.tidegate.agent.row.RowCheck;
import io.tidegate.agent.row.RowTaker;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.RowSink;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.source.SourceException.Kind;
import io.tidegate.agent.status.Words;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.WireTime;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

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
    private static final int WINDOWS_ASKED = 4;
    private static final int RARELY = 64;
    private static final int HELD = 200_000;

    private final String stream;
    private final DataType rows;
    private final Source source;
    private final Checks checks;
    private final Function<Instant, Window> windows;
    private final Set<String> lost = new HashSet<>();
    private long among;
    private int skip;
    private int harmless;
    private boolean said;
    private String verdict;

    /**
     * @param windows the window in which a row of that time is stored
     */
    Astray(SourceConfig config, Source source, Checks checks, Function<Instant, Window> windows) {
        this.stream = config.name();
        this.rows = DataType.of(config.rows()).orElseThrow();
        this.source = source;
        this.checks = checks;
        this.windows = windows;
    }

    /** A window's time, [from, to). */
    record Window(Instant from, Instant to) {}

    /** Why nothing more may be stored; empty if nothing speaks against it. */
    Optional<String> verdict() {
        return Optional.ofNullable(verdict);
    }

    /** A person says that it is mended. */
    void forget() {
        verdict = null;
    }

    /**
     * Looks at what a read gave too much, before any of it is stored.
     *
     * @param read how many rows it gave
     * @param latest what lies after it is in the future
     * @return what is to be listed with the rows of the read
     * @throws SourceException if the query was found out; {@link #verdict} says so then
     */
    List<Rejection> judge(StrayRows strays, long read, Instant latest)
            throws SourceException, ShapeException, InterruptedException {
        if (strays.count() == 0 || skip-- > 0) {
            return List.of();
        }
        List<Map.Entry<String, Row>> gone = gone(strays, latest);
        if (gone.isEmpty()) {
            harmless(strays);
            return List.of();
        }
        skip = 0;
        harmless = 0;
        among += read;
        gone.stream()
                .filter(row -> strays.distance(row.getValue()) > ROUNDING_MICROS)
                .map(Map.Entry::getKey)
                .forEach(lost::add);
        if (isProven(strays)) {
            verdict = verdict(strays, gone.size(), read);
            throw new SourceException(Kind.LASTING, verdict, null);
        }
        say(strays, "%s of %s not given for their own time: rejected".formatted(gone.size(), read));
        return gone.stream().map(row -> rejection(row.getValue(), strays)).toList();
    }

    private boolean isProven(StrayRows strays) {
        boolean share = lost.size() * (long) ONE_IN > among;
        boolean unseen = strays.count() > StrayRows.MOST; // They could not be listed.
        return lost.size() >= LEAST && (share || unseen);
    }

    /** It gives more than was asked for, and is looked at ever more rarely. */
    private void harmless(StrayRows strays) {
        harmless = harmless == 0 ? 1 : Math.min(RARELY, 2 * harmless);
        skip = harmless;
        say(strays, "they come for their own time as well, so none is lost");
    }

    private void say(StrayRows strays, String what) {
        if (!said) {
            said = true;
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

    private Rejection rejection(Row row, StrayRows strays) {
        return new Rejection(
                "",
                rows.timeColumn().name(),
                "came when %s to %s was asked for, and not when its own time was: compare :from and :to with this very column"
                        .formatted(strays.from(), strays.to()),
                row.time());
    }

    /** Those that do not come when their own windows are asked for. */
    private List<Map.Entry<String, Row>> gone(StrayRows strays, Instant latest)
            throws SourceException, ShapeException, InterruptedException {
        var known = new ArrayList<Window>();
        var given = new HashSet<String>();
        var gone = new ArrayList<Map.Entry<String, Row>>();
        for (Map.Entry<String, Row> stray : strays.some().entrySet()) {
            Window window = windows.apply(WireTime.instant(stray.getValue().time()));
            if (!known.contains(window)) {
                if (known.size() == WINDOWS_ASKED) {
                    continue;
                }
                known.add(window);
                given.addAll(given(window, strays, latest));
            }
            if (!given.contains(stray.getKey())) {
                gone.add(stray);
            }
        }
        return gone;
    }

    private Set<String> given(Window window, StrayRows strays, Instant latest)
            throws SourceException, ShapeException, InterruptedException {
        var asked = new Own(strays.some().keySet(), latest);
        source.read(window.from(), window.to(), asked);
        asked.check.finish(asked);
        return asked.found;
    }

    /** Which of some rows a read gives. */
    private final class Own implements RowSink, RowTaker {
        private final Set<String> wanted;
        private final Instant latest;
        private final Set<String> found = new HashSet<>();
        private RowCheck check;

        Own(Set<String> wanted, Instant latest) {
            this.wanted = wanted;
            this.latest = latest;
        }

        @Override
        public void shape(RawShape shape) throws ShapeException {
            check = checks.of(shape);
            check.begin(latest);
        }

        @Override
        public void row(RawRow row) throws InterruptedException {
            if (check.held() < HELD) {
                check.check(row, this);
            } else {
                found.addAll(wanted); // Too many rows of a repeated hour to tell.
            }
        }

        @Override
        public void taken(Row row) {
            String key = StrayRows.key(row);
            if (wanted.contains(key)) {
                found.add(key);
            }
        }

        @Override
        public void rejected(Rejection rejection) {
            // Listed when its window is read.
        }

        @Override
        public void ignored() {
            // No row.
        }
    }
}

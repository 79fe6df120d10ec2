package io.tidegate.agent;

import io.tidegate.agent.finding.Finding;
import io.tidegate.agent.row.Oddities;
import io.tidegate.agent.row.RawRow;
import io.tidegate.agent.row.RawShape;
import io.tidegate.agent.row.Rejection;
import io.tidegate.agent.row.RowCheck;
import io.tidegate.agent.row.RowStage;
import io.tidegate.agent.row.RowStages;
import io.tidegate.agent.row.RowTaker;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.row.StateChanges;
import io.tidegate.agent.row.TwinWords;
import io.tidegate.agent.row.Twins;
import io.tidegate.agent.source.RowSink;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.status.Words;
import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.StatusShape;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.WireTime;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Rows of a database, numbered as they come, and what is made of them. Used by one thread. */
final class PreviewRows implements RowSink, RowTaker {
    private static final Duration FUTURE = Duration.ofMinutes(5);

    private final SourceConfig source;
    private final PreviewPseudonyms pseudonyms;
    private final Source opened;
    private final Instant now;
    private final Instant start;
    private final Instant end;
    private final PreviewListing listing;
    private final Optional<Twins> twins;
    private final Oddities oddities;
    private RowCheck check;
    private Optional<RowStage> stage = Optional.empty();
    private long number;
    private long good;
    private long loggedOff;
    private long strays;

    PreviewRows(
            SourceConfig source,
            PreviewPseudonyms pseudonyms,
            Source opened,
            Instant now,
            Instant start,
            Instant end,
            PreviewListing listing) {
        this.source = source;
        this.pseudonyms = pseudonyms;
        this.opened = opened;
        this.now = now;
        this.start = start;
        this.end = end;
        this.listing = listing;
        this.twins = Twins.toBeShown(source);
        this.oddities = new Oddities(source);
    }

    @Override
    public void shape(RawShape shape) throws ShapeException {
        try {
            check =
                    new RowCheck(
                            source,
                            DataType.of(source.rows()).orElseThrow(),
                            shape,
                            pseudonyms.get());
            stage =
                    RowStages.shaping(
                            source, shape, check.columns(), pseudonyms.get(), now.plus(FUTURE));
        } catch (IOException e) {
            throw new ShapeException("the key for pseudonyms cannot be read: " + e.getMessage());
        }
        check.begin(now.plus(FUTURE));
        stage.filter(StateChanges.class::isInstance)
                .map(StateChanges.class::cast)
                .ifPresent(changes -> changes.within(start, end));
        listing.columns(
                stage.map(s -> s.columns(check.columns())).orElse(check.columns()), check.unused());
    }

    @Override
    public void row(RawRow row) throws InterruptedException {
        check.check(new Numbered(row, ++number), this);
    }

    void finish() throws InterruptedException {
        if (check != null) {
            check.finish(this);
        }
        if (stage.isPresent()) {
            stage.get().finish(listing);
        }
    }

    @Override
    public void taken(Row row) throws InterruptedException {
        good++;
        twins.ifPresent(seen -> seen.see(row));
        oddities.see(row);
        strays += isStray(WireTime.instant(row.time())) ? 1 : 0;
        if (stage.isEmpty()) {
            listing.taken(row);
        } else {
            stage.get().take(row, made);
        }
    }

    @Override
    public void rejected(Rejection rejection) {
        listing.rejected(rejection);
    }

    @Override
    public void ignored() {
        listing.ignored();
    }

    /** What is made of a row at once. */
    private final RowTaker made =
            new RowTaker() {
                @Override
                public void taken(Row row) {
                    listing.taken(row);
                }

                @Override
                public void rejected(Rejection rejection) {
                    listing.rejected(rejection);
                }

                @Override
                public void ignored() {
                    loggedOff++;
                }
            };

    private boolean isStray(Instant time) {
        boolean asked = !time.isBefore(start) && time.isBefore(end);
        return !asked && !opened.mayGive(time, start, end);
    }

    /** What the connector would not do with these rows as they are shown. */
    Optional<String> warning() {
        return strays == 0
                ? Optional.empty()
                : Optional.of(
                        "%s %s a time that was not asked for: what does not come for its own time as well would be lost, and the connector pauses the source. Compare :from and :to with the very column that the query gives as time."
                                .formatted(
                                        Words.count(strays, "row"),
                                        Words.verb(strays, "has", "have")));
    }

    /** Rows that come more than once, if it is to be known. */
    Optional<Finding> twice() {
        return twins.flatMap(seen -> TwinWords.of(source, seen.found()));
    }

    /** What the rows tell together of settings that are wrong. */
    List<Finding> odd() {
        return oddities.found();
    }

    /** Whether none was rejected; says how many there were. */
    boolean summary() {
        return listing.summary();
    }

    /**
     * What the rows shown were made of, if of others.
     *
     * @param past whether the source may know what came after them
     */
    Optional<String> whatOf(boolean past) {
        if (source.shaping().aggregate().isPresent()) {
            return Optional.of(
                    "They are sums of %s; no single contact leaves."
                            .formatted(Words.count(listing.offered(), "contact")));
        }
        if (source.shaping().status() == StatusShape.CHANGES) {
            String later =
                    " What goes on at the end of the days asked for may end later: that is not looked for here.";
            return Optional.of(
                    "They are made of %s of state.%s"
                            .formatted(Words.count(good, "change"), past ? later : ""));
        }
        return loggedOff == 0
                ? Optional.empty()
                : Optional.of(
                        "Left out as status.log-off: %s.".formatted(Words.count(loggedOff, "row")));
    }

    /** A row of a database, with its number in the result as its place. */
    private record Numbered(RawRow row, long number) implements RawRow {
        @Override
        public Object value(int index) {
            return row.value(index);
        }

        @Override
        public String place() {
            return "row " + number;
        }
    }
}

package io.tidegate.agent.doctor;

import io.tidegate.agent.finding.Finding;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.Outside;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.source.SourceException.Kind;
import io.tidegate.agent.source.sql.Accounts;
import io.tidegate.agent.source.sql.SqlDatabase;
import io.tidegate.agent.status.Words;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads one hour of a database as the connector would, and says what came; then the last day, and
 * says how long the history would take. Sends and stores nothing.
 */
final class TrialRead {
    /** How long the rows of the hour may come. */
    static final Duration LONGEST = Duration.ofSeconds(10);

    /** Rows further ahead are rejected. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    /** Nobody waits longer for the first row, whatever the connector would. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Instant TOO_OLD = Instant.parse("2000-01-01T00:00:00Z");

    /** An hour in which most places work. */
    private static final LocalTime BUSY = LocalTime.of(10, 0);

    private static final Duration SHORT_POLL = Duration.ofMinutes(1);

    private final SqlDatabase database;
    private final SourceConfig source;
    private final SourceConfig.Sql sql;
    private final Clock clock;

    TrialRead(AgentConfig.Database database, SourceConfig source, Clock clock, Accounts accounts) {
        this.database = new SqlDatabase(database, clock, accounts);
        this.source = source;
        this.sql = (SourceConfig.Sql) source.origin();
        this.clock = clock;
    }

    /** How long the connector's own patience with that query is waited for, and its rows. */
    static Duration limit(SourceConfig.Sql sql) {
        Duration timeout = sql.queryTimeout();
        Duration first = timeout.compareTo(PATIENCE) < 0 ? timeout : PATIENCE;
        return first.plus(LONGEST).plusSeconds(5);
    }

    void look(Consumer<Finding> out) throws InterruptedException {
        try (Source opened = database.open(source)) {
            Instant now = opened.now();
            Instant end = now.minus(sql.settle()).truncatedTo(ChronoUnit.HOURS);
            HourOfRows hour = read(opened, end.minus(HOUR), now);
            if (hour.isEmpty()) {
                Instant busy = yesterdaysBusy(now);
                hour = read(opened, busy, now);
                if (hour.isEmpty()) {
                    out.accept(nothing(end.minus(HOUR), busy));
                    return;
                }
            }
            out.accept(hour.finding(source));
            hour.twice().ifPresent(out);
            Optional<HourOfRows> day = hour.isWhole() ? day(opened, end, now) : Optional.empty();
            day.orElse(hour).odd().forEach(out);
            if (hour.isWhole()) {
                estimate(hour, day, now, out);
            }
        } catch (SourceException e) {
            out.accept(e.kind() == Kind.TOO_SLOW ? tooSlow() : Finding.fail(e.getMessage()));
        } catch (ShapeException e) {
            out.accept(Finding.fail(e.getMessage()));
        }
    }

    private HourOfRows read(Source opened, Instant from, Instant now)
            throws SourceException, ShapeException, InterruptedException {
        return read(opened, from, from.plus(HOUR), now);
    }

    private HourOfRows read(Source opened, Instant from, Instant to, Instant now)
            throws SourceException, ShapeException, InterruptedException {
        var rows = new HourOfRows(source, from, clock, LONGEST);
        rows.read(opened, to, now);
        return rows;
    }

    /** Empty if a day takes too long for a look. */
    private Optional<HourOfRows> day(Source opened, Instant end, Instant now)
            throws SourceException, ShapeException, InterruptedException {
        try {
            HourOfRows day = read(opened, end.minus(DAY), end, now);
            return Optional.of(day).filter(HourOfRows::isWhole);
        } catch (SourceException e) {
            if (e.kind() != Kind.TOO_SLOW) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private Finding tooSlow() {
        return Finding.fail(
                "the query gave no row of one hour within source.%s.sql.query-timeout = %s, so the connector cannot read it"
                        .formatted(source.name(), Words.duration(sql.queryTimeout())),
                "give the table an index on the time column; if an hour is much at once, make source.%1$s.window shorter; else raise source.%1$s.sql.query-timeout"
                        .formatted(source.name()));
    }

    private Instant yesterdaysBusy(Instant now) {
        return now.atZone(source.zone())
                .toLocalDate()
                .minusDays(1)
                .atTime(BUSY)
                .atZone(source.zone())
                .toInstant();
    }

    private Finding nothing(Instant last, Instant busy) {
        return Finding.warn(
                "no row from %s to %s, nor from %s to %s"
                        .formatted(
                                local(last),
                                local(last.plus(HOUR)),
                                local(busy),
                                local(busy.plus(HOUR))),
                "if there were %1$s, see that the query's times, source.%2$s.time-zone and source.%2$s.sql.bind (epoch counts seconds, epoch-ms milliseconds) are right: tidegate preview %2$s --from DAY"
                        .formatted(events(), source.name()));
    }

    /** What the source should have rows of. */
    private String events() {
        return source.data().equals(DataType.AGENT_STATUS.wireName()) ? "states" : "calls";
    }

    private String local(Instant instant) {
        return shown(instant.atZone(source.zone()));
    }

    /** As the wall clock there shows it, with its offset, since an hour may come twice. */
    static String shown(ZonedDateTime time) {
        return "%s (%s)".formatted(time.toOffsetDateTime(), time.getZone());
    }

    private void estimate(
            HourOfRows hour, Optional<HourOfRows> day, Instant now, Consumer<Finding> out) {
        HistoryEstimate estimate =
                day.map(d -> HistoryEstimate.of(hour.rows(), hour.took(), d.rows(), d.took()))
                        .orElseGet(() -> HistoryEstimate.of(hour.rows(), hour.took()));
        String text =
                day.map(d -> "the last day: %s in %s".formatted(rows(d.rows()), inWords(d.took())))
                        .orElseGet(
                                () ->
                                        "a day of such hours has %s and takes %s to read"
                                                .formatted(
                                                        rows(24 * hour.rows()),
                                                        inWords(hour.took().multipliedBy(24))));
        double days = historyDays(now);
        if (days > 0) {
            text +=
                    "; %,.0f days of history, were all like it, take %s at backfill.load = %.0f%%"
                            .formatted(
                                    days,
                                    estimate.words(days, sql.backfillLoad()),
                                    sql.backfillLoad() * 100);
        }
        out.accept(Finding.ok(text));
        if (sql.poll().compareTo(SHORT_POLL) < 0) {
            out.accept(load(hour));
        }
    }

    private static String rows(long count) {
        return Words.count(count, "row");
    }

    private static String inWords(Duration time) {
        return time.toSeconds() == 0 ? "less than a second" : Words.duration(time);
    }

    private double historyDays(Instant now) {
        ZonedDateTime here = now.atZone(source.zone());
        ZonedDateTime from =
                sql.backfillFrom()
                        .map(day -> day.atStartOfDay(source.zone()))
                        .or(() -> sql.backfill().map(here::minus))
                        .orElse(here);
        ZonedDateTime kept = sql.keeps().map(here::minus).orElse(from);
        ZonedDateTime begin = kept.isAfter(from) ? kept : from;
        return Duration.between(begin, here).toSeconds() / 86_400.0;
    }

    /** The fast poll reads the last two windows. */
    private Finding load(HourOfRows hour) {
        double windows = 2.0 * sql.window().toSeconds() / HOUR.toSeconds();
        double share =
                Math.min(1, windows * hour.took().toMillis() / Math.max(1, sql.poll().toMillis()));
        long queries = Duration.ofDays(1).dividedBy(sql.poll());
        String text =
                "poll = %s asks %,d times a day and keeps the database busy for about %.1f%% of the time"
                        .formatted(Words.duration(sql.poll()), queries, share * 100);
        return share <= sql.backfillLoad()
                ? Finding.ok(text)
                : Finding.warn(text, "make source.%s.poll longer".formatted(source.name()));
    }

    /** Rows that no range would give, if the query lets them be counted. */
    void outside(Consumer<Finding> out) throws InterruptedException {
        try (Source opened = database.open(source)) {
            Instant now = opened.now();
            Instant begin = now.minus(Duration.ofSeconds((long) (historyDays(now) * 86_400)));
            Optional<Outside> rows = opened.outside(begin, now.plus(AHEAD));
            rows.ifPresent(found -> say(found, out));
            if (rows.isPresent() && rows.get().older() > 0) {
                opened.outside(TOO_OLD, now.plus(AHEAD)).ifPresent(found -> ancient(found, out));
            }
        } catch (SourceException | ShapeException _) {
            // Whoever read before has said what fails.
        }
    }

    /** No ACD has rows of that time; a count taken for one of another unit looks as if it had. */
    private void ancient(Outside rows, Consumer<Finding> out) {
        if (rows.older() > 0) {
            out.accept(
                    Finding.warn(
                            Words.count(rows.older(), "row") + " before the year 2000",
                            "say in source.%s.sql.bind how the time is kept: epoch counts seconds since 1970, epoch-ms milliseconds; or mend their times in the query"
                                    .formatted(source.name())));
        }
    }

    private void say(Outside rows, Consumer<Finding> out) {
        if (rows.timeless() + rows.later() == 0) {
            out.accept(Finding.ok("no row lacks a time or lies in the future"));
        }
        if (rows.timeless() > 0) {
            out.accept(
                    Finding.warn(
                            Words.count(rows.timeless(), "row") + " without a time: never read",
                            "mend their times in the query, if they matter"));
        }
        if (rows.later() > 0) {
            out.accept(
                    Finding.warn(
                            Words.count(rows.later(), "row")
                                    + " in the future: not read before their time has come",
                            "mend their times in the query, if they matter, or see that source.%1$s.time-zone, source.%1$s.sql.bind (epoch counts seconds, epoch-ms milliseconds) and the database's clock are right"
                                    .formatted(source.name())));
        }
        if (rows.older() > 0) { // That is what was asked for.
            out.accept(
                    Finding.ok(
                            Words.count(rows.older(), "row")
                                    + " older than the history that is asked for"));
        }
    }
}

package io.tidegate.agent.window;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.row.Rejection;
import io.tidegate.agent.store.Counter;
import io.tidegate.agent.store.RejectRecord;
import io.tidegate.agent.store.Spans;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.Unit;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.StatusShape;
import io.tidegate.protocol.DataType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes what reads found into the ledger, inside somebody's transaction. Stateless. */
final class Ledger {
    /** An unchanged window's line is not rewritten at every read. */
    private static final Duration REWRITE_PERIOD = Duration.ofMinutes(10);

    private final String stream;
    private final String recipe;
    private final Clock clock;
    private final Duration lookBack;
    private final Duration settle;
    private final boolean ofSpans;
    private final boolean ofChanges;

    Ledger(SourceConfig config, Clock clock) {
        this.lookBack = Cut.sql(config).lookBack();
        this.settle = Cut.sql(config).settle();
        this.ofSpans = config.data().equals(DataType.AGENT_STATUS.wireName());
        this.ofChanges = config.shaping().status() == StatusShape.CHANGES;
        this.stream = config.name();
        this.recipe = config.recipe();
        this.clock = clock;
    }

    static Unit unit(WindowRecord line) {
        return new Unit.Window(line.stream(), line.from());
    }

    /**
     * Notes what follows from a read that was not encoded. A window to be sent becomes STALE.
     *
     * @param at the source's time of the read
     */
    void note(Tx tx, WindowRecord line, Found found, Verdict verdict, Instant at) {
        WindowRecord after = after(line, found, verdict, at);
        if (!isWorthWriting(line, after)) {
            return;
        }
        tx.putWindow(after);
        if (verdict instanceof Verdict.Same) {
            putSpans(tx, line, found, at);
        }
        boolean read = after.state() != State.STALE;
        if (read && (found.rejected() > 0 || line.rejected() > 0)) {
            listRejects(tx, line, found);
        }
    }

    private WindowRecord after(WindowRecord line, Found found, Verdict verdict, Instant at) {
        return switch (verdict) {
            case Verdict.Same _ -> same(line, found, at);
            case Verdict.Send _ -> toSend(line);
            case Verdict.Doubtful _ -> Line.of(line).stale().record();
            case Verdict.Held(var reason) -> instead(line, State.HELD, found, reason);
            case Verdict.Gone _ -> instead(line, State.GONE, found, "empty at the source");
        };
    }

    /** What is sent is read once more: a person's yes still covers no more than what it was to. */
    private static WindowRecord toSend(WindowRecord line) {
        Line after = Line.of(line);
        return (line.accepted() ? after.accept() : after.state(State.STALE)).record();
    }

    private WindowRecord same(WindowRecord line, Found found, Instant at) {
        boolean first = line.content().isEmpty() && line.kept().isEmpty();
        boolean stored = line.content().filter(found.hash()::equals).isPresent();
        Line after = Line.of(line);
        if (first || stored) {
            after.read(found, readAt(found, at), recipe);
        } else {
            after.seen(found, recipe); // It is what a person does not want.
        }
        if (stored) {
            after.settled();
        }
        if (line.state() != State.ASIDE) {
            after.state(State.READ);
        }
        return (first ? after.content(found, 0) : after).record();
    }

    /** Where the source's clock went back, rows are read that lie after its present time. */
    private Instant readAt(Found found, Instant at) {
        Instant least = found.known().to().plus(settle);
        return at.isBefore(least) ? least : at;
    }

    private WindowRecord instead(WindowRecord line, State state, Found found, String reason) {
        return Line.of(line).state(state, found, reason).seen(found, recipe).record();
    }

    private static boolean isWorthWriting(WindowRecord before, WindowRecord after) {
        boolean recent =
                before.lastRead()
                        .filter(t -> after.lastRead().filter(u -> near(t, u)).isPresent())
                        .isPresent();
        return recent ? !sinceRead(before, after).equals(after) : !before.equals(after);
    }

    private static boolean near(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(REWRITE_PERIOD) < 0;
    }

    /** The line before with the time of the read after. */
    private static WindowRecord sinceRead(WindowRecord before, WindowRecord after) {
        return Line.of(before).lastRead(after.lastRead()).record();
    }

    /** A window whose content was put into the spool in this transaction. */
    void sent(Tx tx, WindowRecord line, Found found, long revision, Instant at) {
        tx.putWindow(
                Line.of(line)
                        .state(State.READ)
                        .content(found, revision)
                        .read(found, readAt(found, at), recipe)
                        .settled()
                        .record());
        putSpans(tx, line, found, at);
        listRejects(tx, line, found);
    }

    /** Of what is held or gone the cloud keeps the states that it has. */
    private void putSpans(Tx tx, WindowRecord line, Found found, Instant at) {
        if (ofSpans) {
            Optional<Instant> reaches =
                    found.spans()
                            .end()
                            .filter(end -> ofChanges && !end.isBefore(at.minus(lookBack)));
            long open = found.spans().open();
            tx.spans().put(new Spans.Of(stream, line.from(), line.to(), open, reaches));
        }
    }

    private void listRejects(Tx tx, WindowRecord line, Found found) {
        Unit unit = unit(line);
        Instant now = clock.instant();
        List<RejectRecord> records =
                found.rejections().stream().map(r -> record(unit, r, now)).toList();
        tx.putRejects(unit, RejectRecord.AGENT, records);
        tx.count(stream, Counter.ROWS_REJECTED, Math.max(0, found.rejected() - line.rejected()));
    }

    private static RejectRecord record(Unit unit, Rejection r, Instant now) {
        return new RejectRecord(unit, r.place(), r.column(), r.reason(), RejectRecord.AGENT, now);
    }
}

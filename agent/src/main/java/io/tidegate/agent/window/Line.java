package io.tidegate.agent.window;

import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.protocol.WindowHash;

import java.time.Instant;
import java.util.Optional;

/** Writes a line of the ledger anew, from what it says now. Used by one thread. */
final class Line {
    private final WindowRecord was;
    private State state;
    private Optional<WindowHash> content;
    private long offered;
    private long revision;
    private int rejected;
    private boolean open;
    private String recipe;
    private Optional<Instant> lastRead;
    private Optional<WindowHash> found;
    private Optional<WindowHash> kept;
    private boolean accepted;
    private String reason;

    private Line(WindowRecord was) {
        this.was = was;
        state = was.state();
        content = was.content();
        offered = was.offered();
        revision = was.revision();
        rejected = was.rejected();
        open = was.open();
        recipe = was.recipe();
        lastRead = was.lastRead();
        found = was.found();
        kept = was.kept();
        accepted = was.accepted();
        reason = was.reason();
    }

    static Line of(WindowRecord was) {
        return new Line(was);
    }

    /** A window that the ledger does not know. */
    static WindowRecord blank(String stream, Instant from, Instant to) {
        return new WindowRecord(
                stream,
                from,
                to,
                State.UNREAD,
                Optional.empty(),
                0,
                0,
                0,
                0,
                false,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                "");
    }

    /**
     * Whether a line still says what it said when its window was planned; what the ingest has acked
     * meanwhile does not matter.
     */
    static boolean isUnmoved(Tx tx, WindowRecord planned) {
        return tx.window(planned.stream(), planned.from())
                .map(line -> plain(line).equals(plain(planned)))
                .orElseGet(() -> isBlank(planned) && isFree(tx, planned));
    }

    private static boolean isBlank(WindowRecord planned) {
        return planned.equals(blank(planned.stream(), planned.from(), planned.to()));
    }

    /** The ingest may have named windows there that are cut otherwise. */
    private static boolean isFree(Tx tx, WindowRecord planned) {
        return tx.windows(planned.stream(), planned.from(), planned.to()).isEmpty();
    }

    private static WindowRecord plain(WindowRecord line) {
        return new Line(line).record(0);
    }

    /** In that state, with nothing left of why it was held or gone. */
    Line state(State now) {
        state = now;
        found = Optional.empty();
        reason = "";
        return this;
    }

    /**
     * To be read again. What was held is so until a person or a healthy read ends it: the reason
     * stays, and so does what a person said yes to.
     */
    Line stale() {
        Optional<WindowHash> yes = accepted ? found : Optional.empty();
        state(State.STALE);
        found = yes;
        reason = was.question();
        return this;
    }

    /** In that state for a reason, with what the source holds instead of the content. */
    Line state(State now, Found instead, String why) {
        state = now;
        found = Optional.of(instead.hash());
        reason = why;
        accepted = false;
        return this;
    }

    /** Gone at the source, for a reason that no read was needed for. */
    Line gone(String why) {
        state(State.GONE);
        reason = why;
        accepted = false;
        return this;
    }

    /** A person's yes to what was found: it is read again, and sent if that is still there. */
    Line accept() {
        state = State.STALE;
        accepted = true;
        reason = "";
        return this;
    }

    /** Read at that time of the source's clock under those settings, and found to be so. */
    Line read(Found now, Instant at, String under) {
        lastRead = Optional.of(at);
        return seen(now, under);
    }

    /** Read under those settings, and found to be otherwise: the content is as old as it was. */
    Line seen(Found now, String under) {
        rejected = now.rejected();
        open = now.open();
        recipe = under;
        return this;
    }

    Line content(Found now, long underRevision) {
        content = Optional.of(now.hash());
        offered = now.offered();
        revision = underRevision;
        return this;
    }

    Line revision(long now) {
        revision = now;
        return this;
    }

    Line lastRead(Optional<Instant> now) {
        lastRead = now;
        return this;
    }

    Line kept(Optional<WindowHash> now) {
        kept = now;
        return this;
    }

    /** Nothing is left of what a person has said: it is in the cloud, or there is no question. */
    Line settled() {
        accepted = false;
        kept = Optional.empty();
        return this;
    }

    WindowRecord record() {
        return record(was.acked());
    }

    private WindowRecord record(long acked) {
        return new WindowRecord(
                was.stream(),
                was.from(),
                was.to(),
                state,
                content,
                offered,
                revision,
                acked,
                rejected,
                open,
                recipe,
                lastRead,
                found,
                kept,
                accepted,
                reason);
    }
}

package io.tidegate.agent.verify;

import io.tidegate.agent.status.Words;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.agent.window.Examined;
import io.tidegate.agent.window.Totals.Sums;
import io.tidegate.protocol.StoredWindow;
import io.tidegate.protocol.WindowHash;

import java.util.Optional;

/**
 * All that is known of one window, and what it comes to. The ledger was looked at before the ingest
 * was asked and after: what moved meanwhile is not judged. Immutable.
 *
 * @param window what the source held, and what the ledger said of it before the ingest was asked
 * @param now what the ledger says since
 * @param ingest the window that begins then at the ingest; empty if it has none
 * @param underWay whether any part of it was attempted and is not settled, or waits in the spool
 *     while it is held or gone
 * @param rejectedOnArrival rows that the ingest rejected
 * @param sums what the source's rows add up to; empty if nobody asked
 */
record WindowCase(
        Examined.Window window,
        WindowRecord now,
        Optional<StoredWindow> ingest,
        boolean underWay,
        long rejectedOnArrival,
        Optional<Sums> sums) {

    /** What stands between the ledger and the ingest. */
    private sealed interface Cloud {
        record Agrees() implements Cloud {}

        record OnItsWay() implements Cloud {}

        record Differs(String how) implements Cloud {}
    }

    /** What is to be said; empty if the ledger has moved, so that it is to be looked at again. */
    Optional<Outcome> outcome() {
        boolean isToBeSent = isToBeSent();
        if (!isSettled()) {
            return isToBeSent ? Optional.of(ofSource()) : Optional.empty();
        }
        return Optional.of(
                switch (cloud()) {
                    case Cloud.Differs(var how) -> new Outcome(Word.BROKEN, how);
                    case Cloud.OnItsWay _ when window.follow() == Examined.Follow.NOTHING ->
                            new Outcome(Word.WILL_BE_SENT, onItsWay());
                    case Cloud.OnItsWay _, Cloud.Agrees _ -> ofSource();
                });
    }

    private boolean isToBeSent() {
        return window.follow() == Examined.Follow.TO_BE_SENT
                || window.follow() == Examined.Follow.TO_BE_WEIGHED;
    }

    private String onItsWay() {
        return window.line().state() == State.STALE ? "it is to be sent again" : "it is on its way";
    }

    /** Reads and decisions that change nothing of what was sent do not matter. */
    private boolean isSettled() {
        WindowRecord before = window.noted();
        return before.state() == now.state()
                && before.to().equals(now.to())
                && before.content().equals(now.content())
                && before.revision() == now.revision()
                && before.acked() == now.acked();
    }

    private Cloud cloud() {
        Optional<String> how = difference();
        if (how.isEmpty()) {
            return new Cloud.Agrees();
        }
        return isExpectedToDiffer() ? new Cloud.OnItsWay() : new Cloud.Differs(how.get());
    }

    private boolean isExpectedToDiffer() {
        if (underWay || window.line().state() == State.STALE) {
            return true;
        }
        return switch (window.line().state()) {
            case READ, UNREAD -> now.revision() > now.acked();
            // Whether it waits in the spool is part of underWay.
            case STALE, HELD, GONE -> false;
            // Its content is what the ingest refused; what it has is an earlier one.
            case ASIDE -> false;
        };
    }

    /** How the ingest differs from what the ledger says that it has taken; empty if not. */
    private Optional<String> difference() {
        if (ingest.isEmpty()) {
            return isKnownThere() ? Optional.of("the ingest does not have it") : Optional.empty();
        }
        StoredWindow there = ingest.get();
        if (!isKnownThere()) {
            return Optional.of(
                    "the ingest has %s of which the ledger knows nothing"
                            .formatted(Words.count(there.hash().rows(), "row")));
        }
        if (!there.to().equals(now.to())) {
            return Optional.of("the ingest has it with another end");
        }
        return window.line().state() == State.ASIDE
                ? revision(there, now.acked())
                : content(there).or(() -> revision(there, now.revision())).or(() -> sums(there));
    }

    /** Whether the ingest has ever taken it, or was to. */
    private boolean isKnownThere() {
        return window.line().state() == State.ASIDE ? now.acked() > 0 : now.revision() > 0;
    }

    private Optional<String> content(StoredWindow there) {
        WindowHash sent = now.content().orElse(WindowHash.EMPTY);
        long lacking = sent.rows() - there.hash().rows();
        if (sent.equals(there.hash()) || lacking > 0 && lacking == rejectedOnArrival) {
            return Optional.empty();
        }
        return Optional.of(
                lacking == 0
                        ? "the ingest has as many rows, but not the same"
                        : "the ingest has %s, and had taken %,d"
                                .formatted(
                                        Words.count(there.hash().rows(), "row"),
                                        sent.rows() - rejectedOnArrival));
    }

    private static Optional<String> revision(StoredWindow there, long expected) {
        return there.revision() == expected
                ? Optional.empty()
                : Optional.of(
                        "the ingest has revision %d, and had taken %d"
                                .formatted(there.revision(), expected));
    }

    /** The same rows cannot add up to something else. */
    private Optional<String> sums(StoredWindow there) {
        return sums.filter(_ -> window.source().equals(now.content()))
                .filter(_ -> rejectedOnArrival == 0)
                .filter(s -> !s.equals(sumsOf(there, s.open())))
                .map(s -> "the ingest adds the same rows up to other sums");
    }

    private static Sums sumsOf(StoredWindow there, long open) {
        return new Sums(there.offered(), there.answered(), there.handlingMillis(), open);
    }

    private Outcome ofSource() {
        return switch (window.follow()) {
            case NOTHING ->
                    now.state() == State.ASIDE
                            ? new Outcome(Word.ASIDE, now.reason())
                            : Outcome.of(Word.EQUAL);
            case TO_BE_SENT -> new Outcome(Word.WILL_BE_SENT, "the source has changed");
            case TO_BE_WEIGHED ->
                    new Outcome(
                            Word.WILL_BE_SENT,
                            "rows are missing or rejected at the source: sent, or held if all that is"
                                    + " missing is too much");
            case HELD -> new Outcome(Word.HELD, now.reason());
            case GONE ->
                    new Outcome(
                            Word.GONE,
                            now.state() == State.GONE
                                    ? now.reason()
                                    : "older than the source keeps its rows: not read");
            case KEPT -> new Outcome(Word.KEPT, "the source differs, and a person has said 'keep'");
            case NOT_READ -> new Outcome(Word.NOT_READ, "the history has not come there");
            case OLDER -> new Outcome(Word.NOT_READ, "older than the history; a reimport reads it");
            case UNREADABLE ->
                    new Outcome(
                            Word.NOT_READ,
                            "too much to be read within sql.query-timeout; nothing is said of it");
        };
    }
}

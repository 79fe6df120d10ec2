package io.tidegate.agent.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.agent.store.WindowRecord;
import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.agent.window.Examined;
import io.tidegate.agent.window.Examined.Follow;
import io.tidegate.agent.window.Totals.Sums;
import io.tidegate.protocol.StoredWindow;
import io.tidegate.protocol.WindowHash;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Optional;

/** What is said of a window, by all that is known of it. */
class WindowCaseTest {
    private static final Instant FROM = Instant.parse("2026-11-20T08:00:00Z");
    private static final Instant TO = Instant.parse("2026-11-20T09:00:00Z");
    private static final WindowHash A = hash(5, "aa");
    private static final WindowHash B = hash(6, "bb");
    private static final Sums SUMS = new Sums(5, 4, 60_000, 0);

    private WindowRecord before = line(State.READ, A, 3, 3);
    private WindowRecord now = before;
    private Follow follow = Follow.NOTHING;
    private Optional<WindowHash> source = Optional.of(A);
    private Optional<StoredWindow> ingest = Optional.of(there(TO, 3, A));
    private boolean underWay;
    private long rejected;
    private Optional<Sums> sums = Optional.empty();

    private static WindowHash hash(long rows, String byteInHex) {
        return WindowHash.of(rows, byteInHex.repeat(32));
    }

    private static StoredWindow there(Instant to, long revision, WindowHash hash) {
        return new StoredWindow(FROM, to, revision, hash, 5, 4, 60_000);
    }

    private static WindowRecord line(State state, WindowHash content, long revision, long acked) {
        return new WindowRecord(
                "acd1",
                FROM,
                TO,
                state,
                Optional.ofNullable(content),
                5,
                revision,
                acked,
                0,
                false,
                "recipe",
                Optional.of(TO),
                Optional.empty(),
                Optional.empty(),
                false,
                state == State.READ ? "" : "because");
    }

    private WindowCaseTest is(WindowRecord line) {
        before = line;
        now = line;
        return this;
    }

    private Optional<Outcome> outcome() {
        var window = new Examined.Window(before, before, follow, source, 0);
        return new WindowCase(window, now, ingest, underWay, rejected, sums).outcome();
    }

    private void says(Word word, String reason) {
        assertEquals(Optional.of(new Outcome(word, reason)), outcome());
    }

    private void broken(String reason) {
        says(Word.BROKEN, reason);
    }

    @Test
    void whatAllThreeAgreeOnIsEqual() {
        says(Word.EQUAL, "");
        sums = Optional.of(SUMS);
        says(Word.EQUAL, "");
    }

    @Test
    void whatNobodyEverHeldIsEqual() {
        ingest = Optional.empty();
        is(line(State.READ, WindowHash.EMPTY, 0, 0)).says(Word.EQUAL, "");
        is(line(State.UNREAD, null, 0, 0)).says(Word.EQUAL, "");
    }

    @Test
    void whatTheIngestDoesNotHaveThoughItAcknowledgedItIsBroken() {
        ingest = Optional.empty();
        broken("the ingest does not have it");
        ingest = Optional.of(there(TO, 3, hash(4, "aa")));
        broken("the ingest has 4 rows, and had taken 5");
        ingest = Optional.of(there(TO, 3, hash(5, "cc")));
        broken("the ingest has as many rows, but not the same");
        ingest = Optional.of(there(TO, 2, A));
        broken("the ingest has revision 2, and had taken 3");
        ingest = Optional.of(there(TO.plusSeconds(60), 3, A));
        broken("the ingest has it with another end");
    }

    @Test
    void whatTheIngestHasWithoutTheLedgersKnowledgeIsBroken() {
        is(line(State.READ, WindowHash.EMPTY, 0, 0))
                .broken("the ingest has 5 rows of which the ledger knows nothing");
    }

    @Test
    void otherSumsOfTheSameRowsAreBroken() {
        sums = Optional.of(new Sums(5, 5, 60_000, 0));
        broken("the ingest adds the same rows up to other sums");
        source = Optional.of(B); // Then the sums are those of other rows.
        says(Word.EQUAL, "");
    }

    @Test
    void rowsThatTheIngestRejectedAreNotMissing() {
        rejected = 1;
        ingest = Optional.of(there(TO, 3, hash(4, "cc")));
        says(Word.EQUAL, "");
        rejected = 2;
        broken("the ingest has 4 rows, and had taken 3");
    }

    @Test
    void whatIsOnItsWayIsNeverBroken() {
        ingest = Optional.empty();
        is(line(State.READ, A, 4, 0)).says(Word.WILL_BE_SENT, "it is on its way");
        is(line(State.STALE, A, 3, 0)).says(Word.WILL_BE_SENT, "it is to be sent again");
        underWay = true;
        is(line(State.READ, A, 3, 3)).says(Word.WILL_BE_SENT, "it is on its way");
    }

    @Test
    void whatTheLedgerHasMovedMeanwhileIsLookedAtAgain() {
        ingest = Optional.empty();
        before = line(State.READ, A, 4, 3);
        now = line(State.READ, A, 4, 4);
        assertEquals(Optional.empty(), outcome());
        now = line(State.STALE, A, 4, 3);
        assertEquals(Optional.empty(), outcome());
    }

    @Test
    void whatTheSourceHasNewerWillBeSentEvenIfItHasBegunToMove() {
        follow = Follow.TO_BE_SENT;
        source = Optional.of(B);
        says(Word.WILL_BE_SENT, "the source has changed");
        now = line(State.READ, B, 7, 7);
        says(Word.WILL_BE_SENT, "the source has changed");
    }

    @Test
    void whatIsBrokenIsBrokenWhateverTheSourceHolds() {
        ingest = Optional.empty();
        for (Follow any : Follow.values()) {
            follow = any;
            broken("the ingest does not have it");
        }
    }

    @Test
    void whatWaitsForAPersonOrIsGoneSaysSo() {
        follow = Follow.HELD;
        is(line(State.HELD, A, 3, 3)).says(Word.HELD, "because");
        follow = Follow.GONE;
        is(line(State.GONE, A, 3, 3)).says(Word.GONE, "because");
        is(line(State.READ, A, 3, 3))
                .says(Word.GONE, "older than the source keeps its rows: not read");
        follow = Follow.KEPT;
        says(Word.KEPT, "the source differs, and a person has said 'keep'");
    }

    @Test
    void whatIsHeldOrGoneAndNeverArrivedIsBrokenUnlessItStillWaits() {
        follow = Follow.GONE;
        ingest = Optional.empty();
        is(line(State.GONE, A, 4, 0)).broken("the ingest does not have it");
        underWay = true;
        says(Word.GONE, "because");
    }

    @Test
    void whatTheIngestRefusedIsSetAside() {
        is(line(State.ASIDE, B, 4, 3)).says(Word.ASIDE, "because");
        ingest = Optional.empty();
        broken("the ingest does not have it");
        is(line(State.ASIDE, B, 4, 0)).says(Word.ASIDE, "because");
    }

    @Test
    void whatNobodyHasReadSaysWhy() {
        ingest = Optional.empty();
        is(line(State.UNREAD, null, 0, 0));
        follow = Follow.NOT_READ;
        says(Word.NOT_READ, "the history has not come there");
        follow = Follow.OLDER;
        says(Word.NOT_READ, "older than the history; a reimport reads it");
    }
}

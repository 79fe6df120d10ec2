package io.tidegate.agent.verify;

import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.Unit;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.agent.window.Answered;
import io.tidegate.agent.window.Examined;
import io.tidegate.agent.window.Examined.Follow;
import io.tidegate.agent.window.Question;
import io.tidegate.protocol.StoredWindow;
import io.tidegate.protocol.WindowHash;

import java.io.IOException;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Verifies the days of a database, a stretch at a time: reads it, asks the ingest, looks into the
 * ledger before and after. What moved meanwhile is looked at again. What is BROKEN is marked to be
 * read and sent again. Used by one thread.
 */
final class WindowRun {
    /** Looks at a window that moves; after that it is on its way, whatever it is. */
    private static final int LOOKS = 5;

    private final Subject subject;
    private final boolean totals;
    private final Store store;
    private final SourceSide source;
    private final IngestSide ingest;
    private final Waiting waiting;
    private final Results results;

    WindowRun(
            Subject subject,
            boolean totals,
            Store store,
            SourceSide source,
            IngestSide ingest,
            Waiting waiting,
            Results results) {
        this.subject = subject;
        this.totals = totals;
        this.store = store;
        this.source = source;
        this.ingest = ingest;
        this.waiting = waiting;
        this.results = results;
    }

    void run() throws UnknownException, IOException, InterruptedException {
        Instant end = subject.end();
        for (Instant at = subject.start(); at.isBefore(end); ) {
            waiting.progress(subject.progress(at));
            Examined part = examine(new Question(at, end, totals));
            stretch(part);
            at = part.end();
            results.upTo(at);
        }
    }

    private Examined examine(Question question)
            throws UnknownException, IOException, InterruptedException {
        return switch (waiting.of(source.examine(question))) {
            case Answered.Read(var examined) -> examined;
            case Answered.Unreadable(var why) ->
                    throw new UnknownException(subject.name() + " cannot be read: " + why);
        };
    }

    private void stretch(Examined part) throws UnknownException, IOException, InterruptedException {
        if (part.windows().isEmpty()) {
            return;
        }
        NavigableMap<Instant, Judged> judged = new TreeMap<>();
        NavigableSet<Instant> moving = look(part, judged);
        for (int look = 1; look < LOOKS && !moving.isEmpty(); look++) {
            waiting.aMoment();
            moving = lookAgain(moving, end(part, moving.last()), judged);
        }
        for (Examined.Window window : part.windows()) {
            if (moving.contains(window.line().from())) {
                judged.put(window.line().from(), changing(window));
            }
        }
        for (Judged one : judged.values()) {
            results.add(one);
        }
        part.totals().ifPresent(results::add);
    }

    private static Instant end(Examined part, Instant from) {
        return part.windows().stream()
                .filter(w -> w.line().from().equals(from))
                .map(w -> w.line().to())
                .findFirst()
                .orElseThrow();
    }

    /** The windows that have moved, of those that were asked for. */
    private NavigableSet<Instant> lookAgain(
            NavigableSet<Instant> moving, Instant end, NavigableMap<Instant, Judged> judged)
            throws UnknownException, IOException, InterruptedException {
        NavigableMap<Instant, Judged> all = new TreeMap<>();
        NavigableSet<Instant> still = new TreeSet<>();
        for (Instant at = moving.first(); at.isBefore(end); ) {
            Examined part = examine(new Question(at, end, false));
            if (!part.windows().isEmpty()) {
                still.addAll(look(part, all));
            }
            at = part.end();
        }
        moving.stream().filter(all::containsKey).forEach(from -> judged.put(from, all.get(from)));
        still.retainAll(moving);
        return still;
    }

    /** Judges what it can; gives the windows that have moved. */
    private NavigableSet<Instant> look(Examined part, NavigableMap<Instant, Judged> judged)
            throws UnknownException, IOException, InterruptedException {
        Instant from = part.windows().getFirst().line().from();
        Instant to = part.windows().getLast().line().to();
        NavigableMap<Instant, StoredWindow> there = new TreeMap<>();
        Pages.of(
                waiting,
                next -> ingest.windows(subject.name(), from, to, next),
                page -> page.forEach(w -> there.put(w.from(), w)));
        return store.write(tx -> new Look(tx, part, there, judged).moved());
    }

    /** One transaction: what the ledger says by now, and what follows. */
    private final class Look {
        private final Tx tx;
        private final Examined part;
        private final NavigableMap<Instant, StoredWindow> there;
        private final NavigableMap<Instant, Judged> judged;

        Look(
                Tx tx,
                Examined part,
                NavigableMap<Instant, StoredWindow> there,
                NavigableMap<Instant, Judged> judged) {
            this.tx = tx;
            this.part = part;
            this.there = there;
            this.judged = judged;
        }

        NavigableSet<Instant> moved() {
            NavigableSet<Instant> moved = new TreeSet<>();
            for (Examined.Window window : part.windows()) {
                WindowCase one = known(window);
                Optional<Outcome> outcome = one.outcome();
                if (outcome.isEmpty()) {
                    moved.add(window.line().from());
                } else {
                    judged.put(window.line().from(), judged(one, outcome.get()));
                }
            }
            strangers();
            return moved;
        }

        private WindowCase known(Examined.Window window) {
            WindowRecord line = window.line();
            WindowRecord now = tx.window(line.stream(), line.from()).orElse(line);
            Unit unit = new Unit.Window(line.stream(), line.from());
            boolean rests = now.state() == State.HELD || now.state() == State.GONE;
            boolean waits =
                    rests && now.revision() > now.acked() && tx.usage(line.stream()).batches() > 0;
            return new WindowCase(
                    window,
                    now,
                    Optional.ofNullable(there.remove(line.from())),
                    waits || tx.onItsWay(unit),
                    tx.rejectedOnArrival(unit),
                    part.totals().filter(_ -> wasRead(window)).map(t -> t.of(line.from())));
        }

        private static boolean wasRead(Examined.Window window) {
            return window.source().isPresent();
        }

        private Judged judged(WindowCase one, Outcome outcome) {
            Examined.Window window = one.window();
            Judged as =
                    new Judged(
                            "",
                            window.line().from(),
                            window.line().to(),
                            window.source().map(WindowHash::rows).orElse(-1L),
                            window.rejected(),
                            one.now().content().map(WindowHash::rows).orElse(0L),
                            one.ingest().map(w -> w.hash().rows()).orElse(0L),
                            outcome);
            if (outcome.isBroken()) {
                mend(one.now(), one.ingest());
            }
            return with(as, outcome, window.follow());
        }

        /** Windows that no line of the ledger begins with. */
        private void strangers() {
            Instant from = part.windows().getFirst().line().from();
            for (StoredWindow w : there.tailMap(from, true).values()) {
                tx.adopt(WindowRecord.ofIngest(subject.name(), w));
                judged.put(
                        w.from(),
                        new Judged(
                                "",
                                w.from(),
                                w.to(),
                                -1,
                                0,
                                0,
                                w.hash().rows(),
                                new Outcome(
                                        Word.BROKEN,
                                        "the ingest has a window that begins where none of the"
                                                + " ledger does; it is taken over as it is")));
            }
        }

        /** The ledger takes over what the ingest says, and has it read and sent again. */
        private void mend(WindowRecord line, Optional<StoredWindow> ingests) {
            boolean isOther =
                    ingests.filter(w -> !line.content().equals(Optional.of(w.hash()))).isPresent();
            if (isOther) {
                tx.adopt(WindowRecord.ofIngest(line.stream(), ingests.get()));
            } else {
                ingests.ifPresent(w -> tx.raiseRevision(line.stream(), w.revision()));
                tx.lost(new Unit.Window(line.stream(), line.from()));
            }
        }
    }

    /** With what a person can do, or what happens next. */
    private Judged with(Judged one, Outcome outcome, Follow follow) {
        String reason =
                switch (outcome.word()) {
                    case HELD ->
                            outcome.reason()
                                    + "; decide with "
                                    + subject.command("accept", one)
                                    + " or 'keep'";
                    case ASIDE ->
                            outcome.reason()
                                    + "; to send it now: "
                                    + subject.command("reimport", one);
                    case BROKEN -> outcome.reason() + "; " + next(follow);
                    case EQUAL, KEPT, GONE, NOT_READ, WILL_BE_SENT -> outcome.reason();
                };
        return new Judged(
                one.what(),
                one.from(),
                one.to(),
                one.source(),
                one.rejected(),
                one.ledger(),
                one.ingest(),
                new Outcome(outcome.word(), reason));
    }

    private static String next(Follow follow) {
        return switch (follow) {
            case GONE -> "the source does not have it either";
            case HELD -> "it is held, so it waits for a decision";
            case KEPT, NOTHING, TO_BE_SENT, TO_BE_WEIGHED, NOT_READ, OLDER, UNREADABLE ->
                    "it is read and sent again";
        };
    }

    private static Judged changing(Examined.Window window) {
        return new Judged(
                "",
                window.line().from(),
                window.line().to(),
                window.source().map(WindowHash::rows).orElse(-1L),
                window.rejected(),
                window.line().content().map(WindowHash::rows).orElse(0L),
                0,
                new Outcome(Word.WILL_BE_SENT, "it is being sent while one looks"));
    }
}

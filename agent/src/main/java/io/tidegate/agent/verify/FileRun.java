package io.tidegate.agent.verify;

import io.tidegate.agent.store.FileRecord;
import io.tidegate.agent.store.Store;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.Unit;
import io.tidegate.protocol.StoredOrigin;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Verifies the files that hold rows of some days: what the ledger says of each against the ingest's
 * list of files. A file is its bytes, so it is not read again. Remembers a few numbers per file of
 * the ingest. Used by one thread.
 */
final class FileRun {
    private static final int MONTH = 31;

    private final Subject subject;
    private final Store store;
    private final IngestSide ingest;
    private final Waiting waiting;
    private final Results results;
    private final Map<String, Origin> there = new HashMap<>();
    private final Instant since;

    private record Origin(long revision, long rows) {}

    /**
     * @param since now, by the store's clock
     */
    FileRun(
            Subject subject,
            Store store,
            IngestSide ingest,
            Waiting waiting,
            Results results,
            Instant since) {
        this.subject = subject;
        this.store = store;
        this.ingest = ingest;
        this.waiting = waiting;
        this.results = results;
        this.since = since;
    }

    void run() throws UnknownException, IOException, InterruptedException {
        waiting.progress("asking the ingest for its files");
        Pages.of(waiting, next -> ingest.origins(subject.name(), next), this::take);
        LocalDate end = subject.days().to().plusDays(1);
        for (LocalDate day = subject.days().from(); day.isBefore(end); day = day.plusDays(MONTH)) {
            LocalDate next = day.plusDays(MONTH).isBefore(end) ? day.plusDays(MONTH) : end;
            waiting.progress(subject.progress(start(day)));
            page(start(day), start(next));
            results.upTo(start(next));
        }
    }

    private void take(List<StoredOrigin> page) {
        page.forEach(o -> there.put(key(o.sha256()), new Origin(o.revision(), o.rows())));
    }

    /** Half of a hash tells files apart as well as all of it. */
    private static String key(String sha256) {
        return sha256.substring(0, 32);
    }

    private Instant start(LocalDate day) {
        return day.atStartOfDay(subject.source().zone()).toInstant();
    }

    private void page(Instant from, Instant to) throws IOException {
        boolean first = from.equals(subject.start());
        for (Judged one : store.write(tx -> judged(tx, from, to, first))) {
            results.add(one);
        }
    }

    private List<Judged> judged(Tx tx, Instant from, Instant to, boolean first) {
        List<Judged> all = new ArrayList<>();
        for (FileRecord file : tx.files(subject.name(), from, to)) {
            if (first || !begin(file).isBefore(from)) {
                all.add(judged(tx, file));
            }
        }
        return all;
    }

    private static Instant begin(FileRecord file) {
        return file.from().orElse(file.modified());
    }

    private Judged judged(Tx tx, FileRecord file) {
        Unit unit = new Unit.File(file.stream(), file.sha256());
        Optional<Origin> origin = Optional.ofNullable(there.get(key(file.sha256())));
        Outcome outcome = outcome(file, origin, tx.rejectedOnArrival(unit));
        if (outcome.isBroken()) {
            origin.ifPresent(o -> tx.raiseRevision(file.stream(), o.revision()));
            tx.lost(unit);
        }
        Instant from = begin(file);
        return new Judged(
                Optional.ofNullable(Path.of(file.path()).getFileName())
                        .map(Path::toString)
                        .orElse(file.path()),
                from.isBefore(subject.start()) ? subject.start() : from,
                file.to().orElse(from),
                file.rows(),
                file.rejected(),
                file.rows(),
                origin.map(Origin::rows).orElse(0L),
                outcome);
    }

    private Outcome outcome(FileRecord file, Optional<Origin> origin, long rejected) {
        return switch (file.state()) {
            case COMMITTED -> committed(file, origin, rejected);
            case TAKEN -> new Outcome(Word.WILL_BE_SENT, "it is on its way");
            case STALE -> new Outcome(Word.WILL_BE_SENT, "it is to be read and sent");
            case HELD, REFUSED ->
                    new Outcome(Word.HELD, file.reason() + "; 'tidegate status' says what to do");
            case ASIDE ->
                    new Outcome(
                            Word.ASIDE,
                            file.reason()
                                    + "; to send it now: 'tidegate accept "
                                    + subject.name()
                                    + "'");
            case KEPT_OUT -> new Outcome(Word.KEPT, file.reason());
        };
    }

    private Outcome committed(FileRecord file, Optional<Origin> origin, long rejected) {
        boolean justNow = file.committedAt().filter(at -> !at.isBefore(since)).isPresent();
        boolean agrees =
                origin.filter(o -> o.revision() == file.revision())
                        .filter(o -> o.rows() == file.rows() - rejected)
                        .isPresent();
        if (agrees) {
            return Outcome.of(Word.EQUAL);
        }
        if (justNow) {
            return new Outcome(Word.WILL_BE_SENT, "it has arrived while one looks");
        }
        return new Outcome(Word.BROKEN, difference(file, origin, rejected) + AGAIN);
    }

    private static final String AGAIN = "; it is read and sent again as soon as it is found";

    private static String difference(FileRecord file, Optional<Origin> origin, long rejected) {
        return origin.map(
                        o ->
                                o.revision() == file.revision()
                                        ? "the ingest has %,d rows of it, and had taken %,d"
                                                .formatted(o.rows(), file.rows() - rejected)
                                        : "the ingest has revision %d of it, and had taken %d"
                                                .formatted(o.revision(), file.revision()))
                .orElse("the ingest does not have it");
    }
}

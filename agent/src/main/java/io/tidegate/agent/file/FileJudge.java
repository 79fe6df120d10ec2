package io.tidegate.agent.file;

import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.csv.CsvFiles;
import io.tidegate.agent.source.csv.Dialect;
import io.tidegate.agent.source.csv.UndecidedException;
import io.tidegate.agent.source.csv.UnfitFileException;
import io.tidegate.protocol.Mode;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The first reading of a file: hashes it, checks every row, and stores nothing. Used by one thread.
 */
final class FileJudge {
    private static final int LEAST_REJECTS = 20;

    /** Of the encoding, and of values. */
    private static final int MOST_QUESTIONS = 2;

    private static final String EMPTIED =
            "csv.mode = replace would empty their place in the cloud if it were accepted: mend the"
                    + " file and drop it again";

    private static final String CUT =
            "its last line seems to be cut; accept it if that line does not matter";

    private final FileStream stream;
    private final CsvFiles csv;
    private final Folder folder;
    private final Lowering lowering;
    private final Shrinking shrinking;
    private final Repetition repetition;

    FileJudge(FileStream stream, Folder folder) {
        this.stream = stream;
        this.csv = stream.files();
        this.folder = folder;
        this.shrinking = new Shrinking(stream);
        this.repetition = new Repetition(stream);
        this.lowering = new Lowering(stream.store(), stream.name(), stream.source().zone());
    }

    /**
     * What is asked.
     *
     * @param ended whether the file's last line has its end
     * @param frozen how the files before it were written
     */
    record Question(
            Candidate candidate, boolean ended, Optional<Dialect> frozen, Progress progress) {
        private Found file() {
            return candidate.file();
        }

        /** What is meant of a file that grows ends with a line end. */
        private boolean isEnded() {
            return ended || candidate.growth().isPresent();
        }

        private boolean accepted() {
            return candidate.accepted();
        }
    }

    /** Judges a file. Rejected rows are added to {@code rejects}. */
    Verdict judge(Question asked, Rejects rejects) throws IOException, InterruptedException {
        Optional<Dialect> frozen = asked.accepted() ? Optional.empty() : asked.frozen;
        try {
            return judge(asked, frozen, rejects);
        } catch (UnfitFileException e) {
            rejects.clear(); // Of a file that is no CSV no row is at fault.
            String sha256 = sha256(asked.candidate);
            return switch (e.verdict()) {
                case HELD -> new Verdict.Hold(sha256, e.getMessage(), Optional.empty());
                case REFUSED -> new Verdict.Refuse(sha256, e.getMessage(), Optional.empty());
            };
        } catch (ShapeException e) {
            return new Verdict.Refuse(sha256(asked.candidate), e.getMessage(), Optional.empty());
        } catch (PackedException e) {
            rejects.clear();
            String sha256 = sha256(asked.candidate);
            return e.isCut() && !asked.accepted()
                    ? new Verdict.Incomplete(sha256, e.getMessage())
                    : new Verdict.Refuse(sha256, e.getMessage(), Optional.empty());
        }
    }

    /** Reads it; what its beginning does not tell is found out over all of it: encoding, values. */
    private Verdict judge(Question asked, Optional<Dialect> frozen, Rejects rejects)
            throws IOException, UnfitFileException, ShapeException, InterruptedException {
        Dialect dialect = dialect(asked.candidate, frozen);
        for (int left = MOST_QUESTIONS; ; left--) {
            try {
                return read(asked, dialect.ended(asked.isEnded()), rejects);
            } catch (UndecidedException question) {
                rejects.clear();
                if (left == 0) {
                    throw question.stillOpen();
                }
                dialect = decide(asked.candidate, dialect, frozen, question);
            }
        }
    }

    private Dialect decide(
            Candidate file, Dialect dialect, Optional<Dialect> frozen, UndecidedException question)
            throws IOException, UnfitFileException, InterruptedException {
        try (var in = OpenFile.of(file, _ -> {})) {
            return csv.named(file.file().name()).decide(in.rows(), dialect, frozen, question);
        }
    }

    private Dialect dialect(Candidate file, Optional<Dialect> frozen)
            throws IOException, UnfitFileException {
        try (var in = OpenFile.of(file, _ -> {})) {
            return csv.dialect(in.rows(), frozen);
        }
    }

    private Dialect prove(Candidate file, Dialect dialect)
            throws IOException, UnfitFileException, InterruptedException {
        try (var in = OpenFile.of(file, _ -> {})) {
            return csv.named(file.file().name()).prove(in.rows(), dialect);
        }
    }

    private String sha256(Candidate file) throws IOException {
        try (var in = HashedInput.open(file, _ -> {})) {
            return in.sha256();
        }
    }

    private Verdict read(Question asked, Dialect dialect, Rejects rejects)
            throws IOException,
                    UnfitFileException,
                    UndecidedException,
                    ShapeException,
                    InterruptedException {
        var tally = new Tally(stream.source(), stream.data(), rejects);
        var pass = new RowPass(stream, asked.candidate.modified(), tally);
        try (var in = OpenFile.of(asked.candidate, asked.progress::read)) {
            CsvFiles.Seen seen = csv.named(asked.file().name()).read(in.rows(), dialect, pass);
            boolean cut = pass.lastLineBad() && !asked.ended && !asked.accepted();
            pass.finish();
            tally.passedOver(pass.passed());
            tally.leftOut(pass.leftOut());
            if (stream.mode() == Mode.REPLACE) {
                tally.replaces();
            }
            String sha256 = in.sha256();
            if (in.count() != asked.candidate.content().size()
                    || isChanged(asked.candidate, sha256)) {
                return new Verdict.Changed();
            }
            var take =
                    new Verdict.Take(
                            sha256,
                            dialect.telling(seen.letters()),
                            pass.columns(),
                            csv.unused(dialect),
                            seen.misread(),
                            tally);
            return cut ? new Verdict.Incomplete(sha256, CUT) : judge(asked, take);
        }
    }

    /** What grows may change while it is read, but for the part that is meant: by its hash. */
    private boolean isChanged(Candidate candidate, String sha256) {
        if (candidate.copy().isPresent()) {
            return !candidate.copy().get().sha256().equals(sha256);
        }
        Found file = candidate.file();
        return candidate.growth().isEmpty() && !folder.look(file.path()).equals(Optional.of(file));
    }

    /** Whether what speaks against taking it is enough to stop it. */
    private Verdict judge(Question asked, Verdict.Take take)
            throws IOException, InterruptedException {
        if (asked.accepted()) {
            return take;
        }
        if (isTooBad(take.tally())) {
            Optional<String> otherwise = writtenOtherwise(asked, take.dialect());
            Optional<Tally> tally = Optional.of(take.tally());
            return otherwise.isPresent()
                    ? new Verdict.Hold(take.sha256(), otherwise.get(), tally)
                    : new Verdict.Refuse(take.sha256(), tooBad(take.tally()), tally);
        }
        Optional<String> question =
                Rewritten.question(stream, asked.candidate, take.tally())
                        .or(() -> empties(take.tally()))
                        .or(() -> asks(asked.candidate, take.sha256(), take.tally()));
        return question.isPresent()
                ? new Verdict.Hold(take.sha256(), question.get(), Optional.of(take.tally()))
                : take;
    }

    /** All that is to be asked of it, in one. */
    private Optional<String> asks(Candidate candidate, String sha256, Tally tally) {
        String all =
                Stream.of(lowers(candidate, tally), repetition.of(candidate, sha256, tally))
                        .flatMap(Optional::stream)
                        .collect(Collectors.joining(". Besides, "));
        return Optional.of(all).filter(text -> !text.isEmpty());
    }

    /** Where a file is the whole truth, what is rejected of it is missing in the cloud. */
    private Optional<String> empties(Tally tally) {
        return stream.mode() == Mode.REPLACE && tally.rejected() > 0
                ? Optional.of(
                        "%d of %d rows were rejected, the first: %s; %s"
                                .formatted(
                                        tally.rejected(),
                                        tally.all(),
                                        tally.rejects().firstReason(),
                                        EMPTIED))
                : Optional.empty();
    }

    private Optional<String> lowers(Candidate candidate, Tally tally) {
        if (stream.comparesFiles()) {
            return lowering.of(candidate, tally.said().orElseThrow());
        }
        return stream.weighsFiles()
                ? shrinking.of(candidate, tally.said().orElseThrow())
                : Optional.empty();
    }

    /** A file of which no row is good is never taken for an empty one. */
    private boolean isTooBad(Tally tally) {
        boolean above =
                tally.rejected() >= LEAST_REJECTS
                        && tally.rejected() > stream.source().rejectLimit() * tally.all();
        return above || (tally.rejected() > 0 && tally.rows() == 0);
    }

    private String tooBad(Tally tally) {
        String why = tally.rows() == 0 ? "and no row is good" : "more than reject-limit allows";
        return "%d of %d rows were rejected, %s; the first: %s%s"
                .formatted(
                        tally.rejected(),
                        tally.all(),
                        why,
                        tally.rejects().firstReason(),
                        stream.mode() == Mode.REPLACE ? "; " + EMPTIED : "");
    }

    /** Whether the bad rows come from dates or numbers that are written otherwise than before. */
    private Optional<String> writtenOtherwise(Question asked, Dialect dialect)
            throws IOException, InterruptedException {
        if (asked.frozen.isEmpty()) {
            return Optional.empty();
        }
        try {
            return prove(asked.candidate, dialect.unproven()).difference(dialect, stream.name());
        } catch (UnfitFileException _) {
            return Optional.empty(); // It fits no other way clearly: then it is refused as it is.
        }
    }
}

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
    private static final String EMPTIED =
            "csv.mode = replace would empty their place in the cloud if it were accepted: mend the"
                    + " file and drop it again";

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

        private boolean accepted() {
            return candidate.accepted();
        }
    }

    /** Judges a file. Rejected rows are added to {@code rejects}. */
    Verdict judge(Question asked, Rejects rejects) throws IOException, InterruptedException {
        Optional<Dialect> frozen = asked.accepted() ? Optional.empty() : asked.frozen;
        try {
            Dialect dialect = dialect(asked.file(), frozen);
            try {
                return read(asked, dialect.ended(asked.ended), rejects);
            } catch (UndecidedException _) {
                rejects.clear();
                Dialect proven = prove(asked.file(), dialect);
                return read(asked, proven.ended(asked.ended), rejects);
            }
        } catch (UndecidedException e) {
            throw new IllegalStateException("a file was judged over and is still not clear", e);
        } catch (UnfitFileException e) {
            rejects.clear(); // Of a file that is no CSV no row is at fault.
            String sha256 = sha256(asked.file());
            return switch (e.verdict()) {
                case HELD -> new Verdict.Hold(sha256, e.getMessage(), Optional.empty());
                case REFUSED -> new Verdict.Refuse(sha256, e.getMessage(), Optional.empty());
            };
        } catch (ShapeException e) {
            return new Verdict.Refuse(sha256(asked.file()), e.getMessage(), Optional.empty());
        }
    }

    private Dialect dialect(Found file, Optional<Dialect> frozen)
            throws IOException, UnfitFileException {
        try (var in = HashedInput.open(file.path(), _ -> {})) {
            return csv.dialect(in, frozen);
        }
    }

    private Dialect prove(Found file, Dialect dialect)
            throws IOException, UnfitFileException, InterruptedException {
        try (var in = HashedInput.open(file.path(), _ -> {})) {
            return csv.prove(in, dialect);
        }
    }

    private String sha256(Found file) throws IOException {
        try (var in = HashedInput.open(file.path(), _ -> {})) {
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
        try (var in = HashedInput.open(asked.file().path(), asked.progress::read)) {
            boolean utf8 = csv.read(in, dialect, pass);
            boolean cut = pass.lastLineBad() && !asked.ended && !asked.accepted();
            pass.finish();
            if (stream.mode() == Mode.REPLACE) {
                tally.replaces();
            }
            String sha256 = in.sha256();
            if (in.count() != asked.file().size() || isChanged(asked.file())) {
                return new Verdict.Changed();
            }
            var take =
                    new Verdict.Take(
                            sha256, dialect, pass.columns(), csv.unused(dialect), utf8, tally);
            return cut ? new Verdict.Incomplete(sha256) : judge(asked, take);
        }
    }

    private boolean isChanged(Found file) {
        return !folder.look(file.path()).equals(Optional.of(file));
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
                empties(take.tally()).or(() -> asks(asked.candidate, take.sha256(), take.tally()));
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
            return prove(asked.file(), dialect.unproven()).difference(dialect, stream.name());
        } catch (UnfitFileException _) {
            return Optional.empty(); // It fits no other way clearly: then it is refused as it is.
        }
    }
}

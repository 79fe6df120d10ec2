package io.tidegate.agent.file;

import io.tidegate.agent.source.csv.UnfitFileException;
import io.tidegate.agent.store.FileRecord;
import io.tidegate.agent.store.FileRecord.State;
import io.tidegate.agent.store.RejectRecord;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.Unit;
import io.tidegate.config.SourceConfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a person decides about the files of a CSV source. Everything happens in the given Tx. */
public final class FileDecisions {
    private static final Set<State> STOPPED = EnumSet.of(State.HELD, State.REFUSED, State.ASIDE);
    private static final Set<State> DONE = EnumSet.of(State.TAKEN, State.COMMITTED);

    private FileDecisions() {}

    /** Local days of the source's zone, both included. */
    public record Days(LocalDate from, LocalDate to) {
        private List<FileRecord> files(Tx tx, SourceConfig source) {
            return tx.files(source.name(), start(from, source), start(to.plusDays(1), source));
        }

        private boolean holds(Instant time, SourceConfig source) {
            return !time.isBefore(start(from, source))
                    && time.isBefore(start(to.plusDays(1), source));
        }

        private static Instant start(LocalDate day, SourceConfig source) {
            return day.atStartOfDay(source.zone()).toInstant();
        }
    }

    /**
     * What came of {@code accept}.
     *
     * @param taken files that are read again and taken, whatever their rejects: those that are held
     *     or were refused by reject-limit
     * @param triedAgain files that no yes can make readable: those that could not be read, can be
     *     read in two ways, or were refused by the ingest
     * @param dayless files that are not covered, since none of their times could be read and they
     *     were not modified on those days; 0 without days
     */
    public record Accepted(int taken, int triedAgain, int dayless) {}

    /**
     * What came of {@code keep}.
     *
     * @param files that are not taken and not asked about again
     * @param dayless as for {@link Accepted}
     */
    public record Kept(int files, int dayless) {}

    /**
     * {@code accept}: files that are held or have too many rejects are read again and taken; others
     * that are refused or set aside are only tried again.
     *
     * @param days of the rows in them, or of their modification if no time could be read; empty:
     *     all
     */
    public static Accepted accept(Tx tx, SourceConfig source, Optional<Days> days) {
        int taken = 0;
        int triedAgain = 0;
        for (FileRecord file : stopped(tx, source, days)) {
            if (isUpToAPerson(file)) {
                tx.putFile(FileLine.accepted(file));
                taken++;
            } else {
                tx.putFile(FileLine.state(file, State.STALE, ""));
                triedAgain++;
            }
        }
        return new Accepted(taken, triedAgain, dayless(tx, source, days));
    }

    /** Whether a yes is all that is missing. */
    private static boolean isUpToAPerson(FileRecord file) {
        return switch (file.state()) {
            case HELD -> !UnfitFileException.asksForALine(file.reason());
            case REFUSED -> file.rejected() > 0; // It could be read to its end.
            case ASIDE, STALE, TAKEN, COMMITTED, KEPT_OUT -> false;
        };
    }

    /**
     * Files that are to be sent again and were found neither in the folder nor in its archive.
     *
     * @param most how many at most
     */
    public static List<FileRecord> missing(Tx tx, SourceConfig source, int most) {
        return tx.files(source.name(), EnumSet.of(State.STALE), most).stream()
                .filter(FileDecisions::isMissing)
                .toList();
    }

    private static boolean isMissing(FileRecord file) {
        return file.state() == State.STALE && !file.reason().isEmpty();
    }

    /**
     * {@code keep}: what is stored stands; those files are not taken and not asked about again.
     *
     * @param days as for {@link #accept}
     */
    public static Kept keep(Tx tx, SourceConfig source, Optional<Days> days) {
        int dayless = dayless(tx, source, days);
        List<FileRecord> files = new ArrayList<>(stopped(tx, source, days));
        files.addAll(missing(tx, source, days));
        files.forEach(file -> keepOut(tx, file));
        return new Kept(files.size(), dayless);
    }

    private static void keepOut(Tx tx, FileRecord file) {
        tx.putFile(FileLine.state(file, State.KEPT_OUT, "kept out: " + file.reason()));
        if (file.committedAt().isEmpty()) {
            tx.putRejects(
                    new Unit.File(file.stream(), file.sha256()), RejectRecord.AGENT, List.of());
        }
    }

    private static List<FileRecord> missing(Tx tx, SourceConfig source, Optional<Days> days) {
        return days.map(d -> d.files(tx, source).stream().filter(FileDecisions::isMissing).toList())
                .orElseGet(() -> missing(tx, source, Integer.MAX_VALUE));
    }

    private static List<FileRecord> stopped(Tx tx, SourceConfig source, Optional<Days> days) {
        return days.map(d -> d.files(tx, source)).orElseGet(() -> stopped(tx, source)).stream()
                .filter(file -> STOPPED.contains(file.state()))
                .toList();
    }

    private static List<FileRecord> stopped(Tx tx, SourceConfig source) {
        return tx.files(source.name(), STOPPED, Integer.MAX_VALUE);
    }

    /** Stopped files of which nobody can tell whether they are of those days. */
    private static int dayless(Tx tx, SourceConfig source, Optional<Days> days) {
        return days.map(d -> dayless(stopped(tx, source), d, source)).orElse(0);
    }

    private static int dayless(List<FileRecord> stopped, Days days, SourceConfig source) {
        return (int)
                stopped.stream()
                        .filter(file -> file.from().isEmpty())
                        .filter(file -> !days.holds(file.modified(), source))
                        .count();
    }

    /** Whether the bytes of a file still lie where it was seen, or in the folder or its archive. */
    public static boolean isThere(SourceConfig source, FileRecord file) {
        Path path = Path.of(file.path());
        Path folder = ((SourceConfig.Csv) source.origin()).directory();
        try {
            boolean seen = Files.isRegularFile(path) && Files.size(path) == file.size();
            return seen || new Archive(folder).find(file.size(), file.sha256()).isPresent();
        } catch (IOException _) {
            return false; // Whoever cannot look into the folder cannot read the file either.
        }
    }

    /**
     * {@code rejects retry}: a file that was refused, set aside, or taken with rejected rows is
     * read again.
     *
     * @return whether it is
     */
    public static boolean retry(Tx tx, FileRecord seen) {
        Optional<FileRecord> file =
                tx.file(seen.stream(), seen.sha256()).filter(f -> f.state() == seen.state());
        file.ifPresent(f -> tx.putFile(FileLine.state(f, State.STALE, "")));
        return file.isPresent();
    }

    /**
     * {@code reimport}: files with rows of those days are read and sent again, if they still lie in
     * the folder or its archive; those that are not there are reported.
     *
     * @return how many files
     */
    public static int reimport(Tx tx, SourceConfig source, Days days) {
        List<FileRecord> files =
                days.files(tx, source).stream().filter(f -> DONE.contains(f.state())).toList();
        files.forEach(file -> tx.putFile(FileLine.state(file, State.STALE, "")));
        return files.size();
    }
}

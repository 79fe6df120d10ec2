package io.tidegate.agent.file;

import io.tidegate.agent.store.FileRecord;
import io.tidegate.agent.store.FileRecord.State;
import io.tidegate.agent.store.Tx;
import io.tidegate.config.SourceConfig;

import java.time.Instant;
import java.time.LocalDate;
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

        private static Instant start(LocalDate day, SourceConfig source) {
            return day.atStartOfDay(source.zone()).toInstant();
        }
    }

    /**
     * {@code accept}: files that are held, refused or set aside are read again and taken whatever
     * speaks against them; what cannot be read, or can be read in two ways, stops again.
     *
     * @param days of the rows in them, or of their modification if none could be read; empty: all
     * @return how many files
     */
    public static int accept(Tx tx, SourceConfig source, Optional<Days> days) {
        List<FileRecord> files = stopped(tx, source, days);
        files.forEach(file -> tx.putFile(FileLine.accepted(file)));
        return files.size();
    }

    /**
     * {@code keep}: what is stored stands; those files are not taken and not asked about again.
     *
     * @param days as for {@link #accept}
     * @return how many files
     */
    public static int keep(Tx tx, SourceConfig source, Optional<Days> days) {
        List<FileRecord> files = stopped(tx, source, days);
        files.forEach(
                file ->
                        tx.putFile(
                                FileLine.state(
                                        file, State.KEPT_OUT, "kept out: " + file.reason())));
        return files.size();
    }

    private static List<FileRecord> stopped(Tx tx, SourceConfig source, Optional<Days> days) {
        return days
                .map(d -> d.files(tx, source))
                .orElseGet(() -> tx.files(source.name(), STOPPED, Integer.MAX_VALUE))
                .stream()
                .filter(file -> STOPPED.contains(file.state()))
                .toList();
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

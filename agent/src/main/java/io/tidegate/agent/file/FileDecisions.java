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
    private static final int PAGE = 500;

    private FileDecisions() {}

    /** Local days of the source's zone, both included. */
    public record Days(LocalDate from, LocalDate to) {
        private boolean touch(FileRecord file, SourceConfig source) {
            return file.from().isPresent()
                    && file.from().get().isBefore(start(to.plusDays(1), source))
                    && !file.to().orElse(file.from().get()).isBefore(start(from, source));
        }

        private static Instant start(LocalDate day, SourceConfig source) {
            return day.atStartOfDay(source.zone()).toInstant();
        }
    }

    /**
     * {@code accept}: files that are held, refused or set aside are read again and taken whatever
     * speaks against them; what cannot be read, or can be read in two ways, stops again.
     *
     * @return how many files
     */
    public static int accept(Tx tx, SourceConfig source) {
        List<FileRecord> files = tx.files(source.name(), STOPPED, Integer.MAX_VALUE);
        files.forEach(file -> tx.putFile(FileLine.accepted(file)));
        return files.size();
    }

    /**
     * {@code keep}: what is stored stands; those files are not taken and not asked about again.
     *
     * @return how many files
     */
    public static int keep(Tx tx, SourceConfig source) {
        List<FileRecord> files = tx.files(source.name(), STOPPED, Integer.MAX_VALUE);
        files.forEach(
                file ->
                        tx.putFile(
                                FileLine.state(
                                        file, State.KEPT_OUT, "kept out: " + file.reason())));
        return files.size();
    }

    /**
     * {@code reimport}: files with rows of those days are read and sent again, if they still lie in
     * the folder or its archive; those that are not there are reported.
     *
     * @return how many files
     */
    public static int reimport(Tx tx, SourceConfig source, Days days) {
        int count = 0;
        Optional<String> last = Optional.of("");
        while (last.isPresent()) {
            List<FileRecord> page = tx.filesAfter(source.name(), last.get(), PAGE);
            for (FileRecord file : page) {
                if (isTaken(file) && days.touch(file, source)) {
                    tx.putFile(FileLine.state(file, State.STALE, ""));
                    count++;
                }
            }
            last = page.size() < PAGE ? Optional.empty() : Optional.of(page.getLast().sha256());
        }
        return count;
    }

    private static boolean isTaken(FileRecord file) {
        return file.state() == State.TAKEN || file.state() == State.COMMITTED;
    }
}

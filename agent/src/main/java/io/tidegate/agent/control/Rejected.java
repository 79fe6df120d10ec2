package io.tidegate.agent.control;

import io.tidegate.agent.store.FileRecord;
import io.tidegate.agent.store.RejectRecord;
import io.tidegate.agent.store.RejectedUnit;
import io.tidegate.agent.store.Unit;
import io.tidegate.agent.store.WindowRecord;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** A file or a window of which something was rejected. */
sealed interface Rejected {
    /** What a person calls it: a file's name, a window's beginning. */
    String name();

    Unit unit();

    Optional<RejectedUnit> listed();

    /** How many rows. */
    long rows();

    /** What became of the others, in words. */
    String state();

    /** When that was last so. */
    Optional<Instant> at();

    /** Whether {@code rejects retry} reads it again. */
    boolean canBeRetried();

    record OfFile(FileRecord file, Optional<RejectedUnit> listed) implements Rejected {
        @Override
        public String name() {
            return Path.of(file.path()).getFileName().toString();
        }

        @Override
        public Unit unit() {
            return new Unit.File(file.stream(), file.sha256());
        }

        String hash() {
            return file.sha256().substring(0, 8);
        }

        @Override
        public long rows() {
            return Math.max(file.rejected(), listed.map(RejectedUnit::rows).orElse(0L));
        }

        @Override
        public String state() {
            return switch (file.state()) {
                case STALE -> "is read again";
                case TAKEN, COMMITTED -> "the other rows were taken";
                case HELD -> "held, nothing of it takes effect";
                case REFUSED -> "refused as a whole";
                case ASIDE -> "set aside by the ingest";
                case KEPT_OUT -> "kept out";
            };
        }

        @Override
        public Optional<Instant> at() {
            return listed.map(RejectedUnit::last)
                    .or(file::takenAt)
                    .or(() -> Optional.of(file.modified()));
        }

        @Override
        public boolean canBeRetried() {
            return switch (file.state()) {
                case REFUSED, ASIDE -> true;
                case TAKEN, COMMITTED -> rows() > 0;
                case STALE, HELD, KEPT_OUT -> false;
            };
        }
    }

    record OfWindow(WindowRecord window, Optional<RejectedUnit> listed) implements Rejected {
        @Override
        public String name() {
            return window.from().toString();
        }

        @Override
        public Unit unit() {
            return new Unit.Window(window.stream(), window.from());
        }

        @Override
        public long rows() {
            return Math.max(window.rejected(), listed.map(RejectedUnit::rows).orElse(0L));
        }

        @Override
        public String state() {
            return switch (window.state()) {
                case UNREAD, STALE -> "is read again";
                case READ -> "the other rows were taken";
                case HELD -> "held, what is stored stands";
                case GONE -> "gone at the source";
                case ASIDE -> "set aside by the ingest";
            };
        }

        @Override
        public Optional<Instant> at() {
            return listed.map(RejectedUnit::last).or(window::lastRead);
        }

        @Override
        public boolean canBeRetried() {
            return switch (window.state()) {
                case READ -> rows() > 0;
                case ASIDE -> true;
                case UNREAD, STALE, HELD, GONE -> false;
            };
        }
    }

    /** Whether the row was listed when it was read, so that it stands in the file's list too. */
    static boolean isOwn(RejectRecord reject) {
        return reject.by().equals(RejectRecord.AGENT);
    }
}

package io.tidegate.agent;

import io.tidegate.agent.file.FileDecisions;
import io.tidegate.agent.status.Snapshot.Matter;
import io.tidegate.agent.status.Snapshot.Matters;
import io.tidegate.agent.status.Words;
import io.tidegate.agent.store.FileRecord;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.store.WindowRecord;
import io.tidegate.agent.store.WindowRecord.State;
import io.tidegate.config.SourceConfig;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What waits for a person at one source, each with the commands that decide it. Windows are folded
 * into local days. Bounded: the first of each kind are told, the rest is counted. Valid within one
 * transaction.
 */
final class OpenMatters {
    /** Lines of each kind that are told. */
    private static final int SHOWN = 20;

    /** Windows of a kind that are folded: a year of days, three months of hours. */
    private static final int FOLDED = 2_000;

    /** Files of a kind that are counted. */
    private static final int COUNTED = 10_000;

    private final Tx tx;
    private final SourceConfig source;
    private final List<Matter> first = new ArrayList<>();
    private final Map<Matter.Kind, Long> counts = new EnumMap<>(Matter.Kind.class);

    private OpenMatters(Tx tx, SourceConfig source) {
        this.tx = tx;
        this.source = source;
    }

    static Matters of(Tx tx, SourceConfig source) {
        var matters = new OpenMatters(tx, source);
        switch (source.origin()) {
            case SourceConfig.Sql _ -> matters.windows();
            case SourceConfig.Csv _ -> matters.files();
        }
        return new Matters(List.copyOf(matters.first), Map.copyOf(matters.counts));
    }

    private void windows() {
        Map<State, Long> all = tx.countWindows(source.name());
        counts.put(Matter.Kind.HELD, all.getOrDefault(State.HELD, 0L));
        counts.put(Matter.Kind.GONE, all.getOrDefault(State.GONE, 0L));
        counts.put(Matter.Kind.ASIDE, all.getOrDefault(State.ASIDE, 0L));
        List<DayRange> held = ranges(State.HELD);
        List<DayRange> gone = ranges(State.GONE);
        shown(held).forEach(r -> first.add(held(r, gone)));
        shown(gone).forEach(r -> first.add(gone(r, held)));
        shown(ranges(State.ASIDE)).forEach(this::aside);
        OldSettings old = OldSettings.of(tx, source);
        counts.put(Matter.Kind.OUTDATED, old.windows());
        first.addAll(old.matters(SHOWN));
    }

    private List<DayRange> ranges(State state) {
        List<WindowRecord> lines = tx.windows(source.name(), Set.of(state), FOLDED);
        return DayRange.fold(lines, source.zone());
    }

    private static <T> List<T> shown(List<T> all) {
        return all.subList(0, Math.min(SHOWN, all.size()));
    }

    private Matter held(DayRange range, List<DayRange> gone) {
        return decision(
                Matter.Kind.HELD,
                range,
                range.reason(),
                "keep leaves what the cloud has, accept puts what was found in its place."
                        + also(range, gone));
    }

    private Matter gone(DayRange range, List<DayRange> held) {
        String reason =
                "%s stored, none at the source any more: the cloud keeps them"
                        .formatted(Words.count(range.stored(), "row"));
        String also =
                also(range, held).isEmpty()
                        ? ""
                        : " accept takes the held windows of these days as they are, too.";
        return decision(
                Matter.Kind.GONE,
                range,
                reason,
                "keep confirms them, accept empties them in the cloud too." + also);
    }

    /** A command names days, so it decides about whatever waits there. */
    private static String also(DayRange range, List<DayRange> gone) {
        return gone.stream().anyMatch(range::overlaps)
                ? " accept also empties the windows of these days that are gone at the source."
                : "";
    }

    /** What destroys nothing is offered first: it is what a tired person pastes. */
    private Matter decision(Matter.Kind kind, DayRange range, String reason, String hint) {
        String days = " %s --from %s --to %s".formatted(source.name(), range.from(), range.to());
        String told = kind == Matter.Kind.HELD ? "%s (%s)".formatted(reason, range.rows()) : reason;
        return new Matter(
                kind,
                range.days(),
                range.windows(),
                told,
                List.of("tidegate keep" + days, "tidegate accept" + days),
                hint);
    }

    private void aside(DayRange range) {
        String days = " %s --from %s --to %s".formatted(source.name(), range.from(), range.to());
        first.add(
                new Matter(
                        Matter.Kind.ASIDE,
                        range.days(),
                        range.windows(),
                        range.reason(),
                        List.of("tidegate reimport" + days),
                        "They are sent again when the source changes, or now."));
    }

    private void files() {
        files(FileRecord.State.HELD, Matter.Kind.HELD);
        files(FileRecord.State.REFUSED, Matter.Kind.REFUSED);
        files(FileRecord.State.ASIDE, Matter.Kind.ASIDE);
        files(Matter.Kind.MISSING, FileDecisions.missing(tx, source, COUNTED));
    }

    private void files(FileRecord.State state, Matter.Kind kind) {
        files(kind, tx.files(source.name(), Set.of(state), COUNTED));
    }

    private void files(Matter.Kind kind, List<FileRecord> files) {
        counts.put(kind, (long) files.size());
        shown(files).forEach(file -> first.add(matter(kind, file)));
    }

    private Matter matter(Matter.Kind kind, FileRecord file) {
        boolean readable =
                kind != Matter.Kind.MISSING && (kind != Matter.Kind.REFUSED || file.rejected() > 0);
        return new Matter(
                kind,
                name(file),
                1,
                file.reason(),
                readable ? List.of(say("accept"), say("keep")) : List.of(say("keep")),
                hint(kind, readable));
    }

    private static String hint(Matter.Kind kind, boolean readable) {
        return switch (kind) {
            case REFUSED ->
                    readable
                            ? "See its rows with tidegate rejects show. Mend the file and drop it"
                                    + " again, or accept its good rows; keep leaves it out."
                            : "Mend the file and drop it again, or the settings; accept cannot mend"
                                    + " it, keep leaves it out.";
            case MISSING ->
                    "Put the file back and it is sent; keep leaves what the cloud has, and asks no"
                            + " more.";
            case HELD, ASIDE, GONE, OUTDATED -> "";
        };
    }

    private String say(String command) {
        return "tidegate " + command + " " + source.name();
    }

    private static String name(FileRecord file) {
        return Optional.ofNullable(Path.of(file.path()).getFileName())
                .map(Path::toString)
                .orElse(file.path());
    }
}

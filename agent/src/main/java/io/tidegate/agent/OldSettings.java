package io.tidegate.agent;

import io.tidegate.agent.status.Snapshot.Matter;
import io.tidegate.agent.status.Words;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.window.OlderWindows;
import io.tidegate.agent.window.OlderWindows.Range;
import io.tidegate.config.SourceConfig;

import java.util.ArrayList;
import java.util.List;

/**
 * What is shown of the windows of a source that were made under settings that have changed since:
 * days, with the line that has them read anew. Valid within one transaction.
 */
final class OldSettings {
    private final String stream;
    private final OlderWindows older;

    private OldSettings(String stream, OlderWindows older) {
        this.stream = stream;
        this.older = older;
    }

    static OldSettings of(Tx tx, SourceConfig source) {
        return new OldSettings(source.name(), OlderWindows.of(tx, source));
    }

    long windows() {
        return older.windows();
    }

    /** The first of those to be read anew, and the others. */
    List<Matter> matters(int most) {
        List<Matter> all = new ArrayList<>();
        older.again().stream().limit(most).map(this::toBeRead).forEach(all::add);
        older.underWay().map(r -> matter(r, "being read anew", List.of(), "")).ifPresent(all::add);
        older.lost()
                .map(
                        r ->
                                matter(
                                        r,
                                        "gone at the source, or older than it keeps its rows: they"
                                                + " keep what they meant",
                                        List.of(),
                                        ""))
                .ifPresent(all::add);
        return all;
    }

    private Matter toBeRead(Range range) {
        return matter(
                range,
                "made under settings that have changed since",
                List.of(range.command(stream)),
                "Unless the change makes no difference for them. If it has moved rows to other times"
                        + " (time-zone, sql.bind, the query's time column), rows beside the newest"
                        + " of these days are in the cloud twice, or missing, until then; windows"
                        + " that are held afterwards need tidegate accept.");
    }

    private static Matter matter(Range range, String reason, List<String> commands, String hint) {
        return new Matter(
                Matter.Kind.OUTDATED,
                Words.days(range.from(), range.to()),
                range.windows(),
                reason,
                commands,
                hint);
    }
}

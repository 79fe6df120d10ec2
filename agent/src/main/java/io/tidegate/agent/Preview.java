package io.tidegate.agent;

import io.tidegate.agent.file.FilePreview;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.row.Grid;
import io.tidegate.agent.row.Rejection;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.OwnLimit;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.source.sql.Accounts;
import io.tidegate.agent.source.sql.SqlDatabase;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.Row;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Reads a source as the daemon would and shows what would be shipped. Sends and stores nothing. */
public final class Preview {
    private final AgentConfig config;
    private final SourceConfig source;
    private final PrintWriter out;
    private final PreviewPseudonyms pseudonyms;

    public Preview(AgentConfig config, SourceConfig source, PrintWriter out) {
        this.config = config;
        this.source = source;
        this.out = out;
        this.pseudonyms = new PreviewPseudonyms(config, source, out);
    }

    /**
     * @param rows how many to show, 1 or more
     * @param from of a database: beginning of the range; empty: 24 hours ago
     * @param to of a database: its end; empty: now
     * @return whether none of them was rejected
     */
    public boolean show(int rows, Optional<Instant> from, Optional<Instant> to)
            throws SourceException, ShapeException, InterruptedException, IOException {
        return switch (source.origin()) {
            case SourceConfig.Sql sql -> sql(sql, rows, from, to);
            case SourceConfig.Csv _ -> files(rows, from.isPresent());
        };
    }

    private boolean sql(
            SourceConfig.Sql sql, int rows, Optional<Instant> from, Optional<Instant> to)
            throws SourceException, ShapeException, InterruptedException, IOException {
        OwnLimit.of(source).ifPresent(found -> out.println("warning: " + found.sentence()));
        AgentConfig.Database database = config.databases().get(sql.database());
        Clock clock = Clock.system();
        var accounts = new Accounts(clock, config.dataDir());
        try (Source opened = new SqlDatabase(database, clock, accounts).open(source)) {
            Instant now = opened.now();
            Instant start = whole(from.orElse(now.minus(Duration.ofDays(1))));
            Instant end = whole(to.orElse(now));
            if (!start.isBefore(end)) {
                throw new SourceException(
                        SourceException.Kind.LASTING, "the days asked for are still to come", null);
            }
            var shown =
                    new PreviewRows(
                            source,
                            pseudonyms,
                            opened,
                            now,
                            start,
                            end,
                            new PreviewListing(rows, new Endless(source, now), out));
            try {
                opened.read(start, end, shown);
                shown.finish();
            } catch (PreviewListing.EnoughException _) {
                // As many as were asked for, and one more.
            }
            boolean good = shown.summary();
            shown.warning().ifPresent(text -> out.println("warning: " + text));
            shown.twice().ifPresent(found -> out.println("warning: " + found.sentence()));
            shown.odd().forEach(found -> out.println("warning: " + found.sentence()));
            shown.whatOf(end.isBefore(now)).ifPresent(out::println);
            return good;
        }
    }

    /** Sums are of whole intervals. */
    private Instant whole(Instant time) {
        return source.shaping()
                .aggregate()
                .map(length -> new Grid(source.zone(), length).floor(time))
                .orElse(time);
    }

    private boolean files(int rows, boolean days)
            throws SourceException, InterruptedException, IOException {
        if (days) {
            out.println(
                    "--from and --to are for databases; this is the newest file, from its top.");
        }
        FilePreview.Preview found;
        try {
            // One more than is shown tells whether there are more.
            found = new FilePreview(source, pseudonyms.get(), Math.max(rows, rows + 1)).read();
        } catch (FilePreview.NothingToShowException e) {
            throw new SourceException(SourceException.Kind.LASTING, e.getMessage(), e);
        }
        out.println(found.file() + ": " + found.dialect());
        return list(found, source, rows, out);
    }

    /** Prints what a file holds; tells whether no row was rejected. */
    static boolean list(FilePreview.Preview found, SourceConfig source, int rows, PrintWriter out) {
        found.warning().ifPresent(warning -> out.println("warning: " + warning));
        found.passed().ifPresent(lines -> out.println("passed over, since no data: " + lines));
        var listing = new PreviewListing(rows, new Endless(source, Instant.MIN), out);
        listing.columns(found.columns(), found.unused());
        try {
            for (FilePreview.Line line : found.lines()) {
                switch (line) {
                    case FilePreview.Line.Shipped(Row row) -> listing.taken(row);
                    case FilePreview.Line.Rejected(Rejection rejection) ->
                            listing.rejected(rejection);
                }
            }
        } catch (PreviewListing.EnoughException _) {
            // As many as were asked for, and one more.
        }
        return listing.summary();
    }
}

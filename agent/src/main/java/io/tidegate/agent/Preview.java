package io.tidegate.agent;

import io.tidegate.agent.file.FilePreview;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.row.Grid;
import io.tidegate.agent.row.KeyedPseudonyms;
import io.tidegate.agent.row.RawRow;
import io.tidegate.agent.row.RawShape;
import io.tidegate.agent.row.Rejection;
import io.tidegate.agent.row.RowCheck;
import io.tidegate.agent.row.RowStage;
import io.tidegate.agent.row.RowStages;
import io.tidegate.agent.row.RowTaker;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.row.StateChanges;
import io.tidegate.agent.source.RowSink;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.source.sql.Accounts;
import io.tidegate.agent.source.sql.SqlDatabase;
import io.tidegate.agent.status.Words;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.StatusShape;
import io.tidegate.protocol.Channel;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.WireTime;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a source as the daemon would and shows what would be shipped. Sends and stores nothing. */
public final class Preview {
    private static final Duration FUTURE = Duration.ofMinutes(5);
    private static final Column OFFERED = DataType.INTERVALS.column("offered").orElseThrow();

    private final AgentConfig config;
    private final SourceConfig source;
    private final PrintWriter out;
    private KeyedPseudonyms pseudonyms;
    private Endless endless;

    public Preview(AgentConfig config, SourceConfig source, PrintWriter out) {
        this.config = config;
        this.source = source;
        this.out = out;
        this.endless = new Endless(source, Instant.MIN);
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
            endless = new Endless(source, now);
            var shown = new Shown(now, start, end, new Listing(rows));
            try {
                opened.read(start, end, shown);
                shown.finish();
            } catch (EnoughException _) {
                // As many as were asked for, and one more.
            }
            boolean good = shown.listing.summary();
            shown.sayWhatOf(end.isBefore(now));
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
            found = new FilePreview(source, pseudonyms(), Math.max(rows, rows + 1)).read();
        } catch (FilePreview.NothingToShowException e) {
            throw new SourceException(SourceException.Kind.LASTING, e.getMessage(), e);
        }
        out.println(found.file() + ": " + found.dialect());
        found.warning().ifPresent(warning -> out.println("warning: " + warning));
        var listing = new Listing(rows);
        listing.columns(found.columns(), found.unused());
        try {
            for (FilePreview.Line line : found.lines()) {
                switch (line) {
                    case FilePreview.Line.Shipped(Row row) -> listing.taken(row);
                    case FilePreview.Line.Rejected(Rejection rejection) ->
                            listing.rejected(rejection);
                }
            }
        } catch (EnoughException _) {
            // As many as were asked for, and one more.
        }
        return listing.summary();
    }

    /** Without a key of the data folder, with one that is thrown away; that is said once. */
    private KeyedPseudonyms pseudonyms() throws IOException {
        if (pseudonyms == null) {
            Optional<KeyedPseudonyms> kept = KeyedPseudonyms.existing(config.dataDir());
            if (kept.isEmpty() && source.privacy().containsValue(SourceConfig.Privacy.HMAC)) {
                out.println(
                        "There is no key in %s yet: pseudonyms shown here differ at each call."
                                .formatted(config.dataDir()));
            }
            pseudonyms = kept.orElseGet(() -> KeyedPseudonyms.temporary(new SecureRandom()));
        }
        return pseudonyms;
    }

    /** As many rows as were asked for were shown, and there is another. */
    private static final class EnoughException extends RuntimeException {
        private static final long serialVersionUID = 1;

        EnoughException() {
            super(null, null, false, false);
        }
    }

    /** What is printed: so many rows and rejects, then what they were. */
    private final class Listing implements RowTaker {
        private final int most;
        private List<Column> columns = List.of();
        private List<String> unused = List.of();
        private int taken;
        private int rejected;
        private int ignored;
        private long offered;
        private boolean stopped;

        Listing(int most) {
            this.most = most;
        }

        void columns(List<Column> shipped, List<String> notUsed) {
            columns = shipped;
            unused = notUsed;
            out.println(String.join("\t", shipped.stream().map(Column::name).toList()));
        }

        @Override
        public void taken(Row row) {
            enough();
            taken++;
            offered += row.type() == DataType.INTERVALS ? row.number(OFFERED) : 0;
            endless.saw(row);
            out.println(String.join("\t", columns.stream().map(c -> text(row, c)).toList()));
        }

        @Override
        public void rejected(Rejection rejection) {
            enough();
            rejected++;
            out.println(
                    Stream.of(
                                    "rejected:",
                                    rejection.place(),
                                    rejection.column(),
                                    rejection.reason())
                            .filter(word -> !word.isEmpty())
                            .collect(Collectors.joining(" ")));
        }

        @Override
        public void ignored() {
            ignored++;
        }

        private void enough() {
            if (taken + rejected == most) {
                stopped = true;
                throw new EnoughException();
            }
        }

        boolean summary() {
            out.println(
                    "%s would be shipped, %,d %s rejected, %,d %s without data"
                            .formatted(
                                    Words.count(taken, "row"),
                                    rejected,
                                    Words.verb(rejected, "is", "are"),
                                    ignored,
                                    Words.verb(ignored, "is a template", "are templates")));
            endless.text().ifPresent(out::println);
            if (!unused.isEmpty()) {
                out.println("Columns that are not used: " + String.join(", ", unused));
            }
            if (stopped) {
                out.println(
                        "Stopped at --rows %d: there are more, and what they are was not looked at."
                                .formatted(most));
            }
            return rejected == 0;
        }
    }

    /** Rows of a database, numbered as they come. */
    private final class Shown implements RowSink, RowTaker {
        private final Instant now;
        private final Instant start;
        private final Instant end;
        private final Listing listing;
        private RowCheck check;
        private Optional<RowStage> stage = Optional.empty();
        private long number;
        private long good;
        private long loggedOff;

        Shown(Instant now, Instant start, Instant end, Listing listing) {
            this.now = now;
            this.start = start;
            this.end = end;
            this.listing = listing;
        }

        @Override
        public void shape(RawShape shape) throws ShapeException {
            try {
                check =
                        new RowCheck(
                                source,
                                DataType.of(source.rows()).orElseThrow(),
                                shape,
                                pseudonyms());
                stage =
                        RowStages.shaping(
                                source, shape, check.columns(), pseudonyms(), now.plus(FUTURE));
            } catch (IOException e) {
                throw new ShapeException(
                        "the key for pseudonyms cannot be read: " + e.getMessage());
            }
            check.begin(now.plus(FUTURE));
            stage.filter(StateChanges.class::isInstance)
                    .map(StateChanges.class::cast)
                    .ifPresent(changes -> changes.within(start, end));
            listing.columns(
                    stage.map(s -> s.columns(check.columns())).orElse(check.columns()),
                    check.unused());
        }

        @Override
        public void row(RawRow row) throws InterruptedException {
            check.check(new Numbered(row, ++number), this);
        }

        void finish() throws InterruptedException {
            if (check != null) {
                check.finish(this);
            }
            if (stage.isPresent()) {
                stage.get().finish(listing);
            }
        }

        @Override
        public void taken(Row row) throws InterruptedException {
            good++;
            if (stage.isEmpty()) {
                listing.taken(row);
            } else {
                stage.get().take(row, made);
            }
        }

        @Override
        public void rejected(Rejection rejection) {
            listing.rejected(rejection);
        }

        @Override
        public void ignored() {
            listing.ignored();
        }

        /** What is made of a row at once. */
        private final RowTaker made =
                new RowTaker() {
                    @Override
                    public void taken(Row row) {
                        listing.taken(row);
                    }

                    @Override
                    public void rejected(Rejection rejection) {
                        listing.rejected(rejection);
                    }

                    @Override
                    public void ignored() {
                        loggedOff++;
                    }
                };

        /**
         * Says what the rows shown were made of.
         *
         * @param past whether the source may know what came after them
         */
        void sayWhatOf(boolean past) {
            if (source.shaping().aggregate().isPresent()) {
                out.println(
                        "They are sums of %s; no single contact leaves."
                                .formatted(Words.count(listing.offered, "contact")));
            } else if (source.shaping().status() == StatusShape.CHANGES) {
                out.println(
                        "They are made of %s of state.%s"
                                .formatted(
                                        Words.count(good, "change"),
                                        past
                                                ? " What goes on at the end of the days asked for may"
                                                        + " end later: that is not looked for here."
                                                : ""));
            } else if (loggedOff > 0) {
                out.println(
                        "Left out as status.log-off: %s.".formatted(Words.count(loggedOff, "row")));
            }
        }
    }

    /** A row of a database, with its number in the result as its place. */
    private record Numbered(RawRow row, long number) implements RawRow {
        @Override
        public Object value(int index) {
            return row.value(index);
        }

        @Override
        public String place() {
            return "row " + number;
        }
    }

    private static String text(Row row, Column column) {
        if (row.isNull(column)) {
            return "";
        }
        return switch (column.kind()) {
            case TEXT -> row.text(column);
            case INSTANT -> WireTime.format(row.number(column));
            case SECONDS ->
                    BigDecimal.valueOf(row.number(column), 3).stripTrailingZeros().toPlainString();
            case CHANNEL -> Channel.at(row.number(column)).wireName();
            case COUNT, FLAG -> String.valueOf(row.number(column));
        };
    }
}

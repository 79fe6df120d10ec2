package io.tidegate.agent;

import io.tidegate.agent.file.FilePreview;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.row.KeyedPseudonyms;
import io.tidegate.agent.row.RawRow;
import io.tidegate.agent.row.RawShape;
import io.tidegate.agent.row.Rejection;
import io.tidegate.agent.row.RowCheck;
import io.tidegate.agent.row.RowTaker;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.RowSink;
import io.tidegate.agent.source.Source;
import io.tidegate.agent.source.SourceException;
import io.tidegate.agent.source.sql.SqlDatabase;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.SourceConfig;
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
import java.util.Optional;

/** Reads a source as the daemon would and shows what would be shipped. Sends and stores nothing. */
public final class Preview {
    private static final Duration FUTURE = Duration.ofMinutes(5);

    private final AgentConfig config;
    private final SourceConfig source;
    private final PrintWriter out;

    public Preview(AgentConfig config, SourceConfig source, PrintWriter out) {
        this.config = config;
        this.source = source;
        this.out = out;
    }

    /**
     * @param rows how many to show
     * @return whether none of them was rejected
     */
    public boolean show(int rows, Optional<Instant> from, Optional<Instant> to)
            throws SourceException, ShapeException, InterruptedException, IOException {
        return switch (source.origin()) {
            case SourceConfig.Sql sql -> sql(sql, rows, from, to);
            case SourceConfig.Csv _ -> files(rows);
        };
    }

    private boolean sql(
            SourceConfig.Sql sql, int rows, Optional<Instant> from, Optional<Instant> to)
            throws SourceException, ShapeException, InterruptedException, IOException {
        AgentConfig.Database database = config.databases().get(sql.database());
        try (Source opened = new SqlDatabase(database, Clock.system()).open(source)) {
            Instant now = opened.now();
            var shown = new Shown(rows, now);
            try {
                opened.read(from.orElse(now.minus(Duration.ofDays(1))), to.orElse(now), shown);
                shown.finish();
            } catch (EnoughException _) {
                // As many as were asked for.
            }
            return shown.summary();
        }
    }

    private boolean files(int rows) throws SourceException, InterruptedException, IOException {
        FilePreview.Preview found;
        try {
            found = new FilePreview(source, pseudonyms(), rows).read();
        } catch (FilePreview.NothingToShowException e) {
            throw new SourceException(SourceException.Kind.LASTING, e.getMessage(), e);
        }
        out.println(found.file() + ": " + found.dialect());
        found.warning().ifPresent(warning -> out.println("warning: " + warning));
        out.println(String.join("\t", found.columns().stream().map(Column::name).toList()));
        int rejected = 0;
        for (FilePreview.Line line : found.lines()) {
            switch (line) {
                case FilePreview.Line.Shipped(Row row) ->
                        out.println(
                                String.join(
                                        "\t",
                                        found.columns().stream().map(c -> text(row, c)).toList()));
                case FilePreview.Line.Rejected(Rejection rejection) -> {
                    rejected++;
                    out.println(
                            "rejected: "
                                    + rejection.place()
                                    + " "
                                    + rejection.column()
                                    + " "
                                    + rejection.reason());
                }
            }
        }
        return rejected == 0;
    }

    private KeyedPseudonyms pseudonyms() throws IOException {
        return KeyedPseudonyms.existing(config.dataDir())
                .orElseGet(() -> KeyedPseudonyms.temporary(new SecureRandom()));
    }

    /** As many rows as were asked for were shown. */
    private static final class EnoughException extends RuntimeException {
        private static final long serialVersionUID = 1;

        EnoughException() {
            super(null, null, false, false);
        }
    }

    private final class Shown implements RowSink, RowTaker {
        private final int most;
        private final Instant now;
        private RowCheck check;
        private int taken;
        private int rejected;
        private int ignored;

        Shown(int most, Instant now) {
            this.most = most;
            this.now = now;
        }

        @Override
        public void shape(RawShape shape) throws ShapeException {
            try {
                check =
                        new RowCheck(
                                source,
                                DataType.of(source.data()).orElseThrow(),
                                shape,
                                pseudonyms());
            } catch (IOException e) {
                throw new ShapeException(
                        "the key for pseudonyms cannot be read: " + e.getMessage());
            }
            check.begin(now.plus(FUTURE));
            if (!check.unused().isEmpty()) {
                out.println("Columns that are not used: " + String.join(", ", check.unused()));
            }
            out.println(String.join("\t", check.columns().stream().map(Column::name).toList()));
        }

        @Override
        public void row(RawRow row) throws InterruptedException {
            check.check(row, this);
        }

        void finish() throws InterruptedException {
            if (check != null) {
                check.finish(this);
            }
        }

        @Override
        public void taken(Row row) {
            taken++;
            out.println(
                    String.join("\t", check.columns().stream().map(c -> text(row, c)).toList()));
            enough();
        }

        @Override
        public void rejected(Rejection rejection) {
            rejected++;
            out.println(
                    "rejected: "
                            + rejection.place()
                            + " "
                            + rejection.column()
                            + " "
                            + rejection.reason());
            enough();
        }

        @Override
        public void ignored() {
            ignored++;
        }

        private void enough() {
            if (taken + rejected >= most) {
                throw new EnoughException();
            }
        }

        boolean summary() {
            out.println(
                    "%d rows would be shipped, %d are rejected, %d are templates without data"
                            .formatted(taken, rejected, ignored));
            return rejected == 0;
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

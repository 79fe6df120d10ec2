package io.tidegate.agent.file;

import io.tidegate.agent.row.Pseudonyms;
import io.tidegate.agent.row.RawRow;
import io.tidegate.agent.row.RawShape;
import io.tidegate.agent.row.Rejection;
import io.tidegate.agent.row.RowCheck;
import io.tidegate.agent.row.RowTaker;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.source.csv.CsvSink;
import io.tidegate.agent.source.csv.PassedOver;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Mode;
import io.tidegate.protocol.Row;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One reading of a file: lines in, checked rows out. A row that cannot be told from others is
 * rejected where rows go by identity. Used by one thread.
 */
final class RowPass implements CsvSink {
    private static final Duration FUTURE = Duration.ofMinutes(5);

    private final DataType data;
    private final Mode mode;
    private final Pseudonyms pseudonyms;
    private final Instant latest;
    private final RowTaker taker;
    private RowCheck check;
    private RowTaker checked;
    private String place = "";
    private boolean lastLineBad;
    private PassedOver passed = new PassedOver();

    RowPass(FileStream stream, Instant modified, RowTaker taker) {
        this(stream.data(), stream.mode(), stream.pseudonyms(), modified, taker);
    }

    RowPass(DataType data, Mode mode, Pseudonyms pseudonyms, Instant modified, RowTaker taker) {
        this.data = data;
        this.mode = mode;
        this.pseudonyms = pseudonyms;
        this.latest = modified.plus(FUTURE);
        this.taker = taker;
    }

    @Override
    public void shape(SourceConfig source, RawShape shape) throws ShapeException {
        check = new RowCheck(source, data, shape, pseudonyms);
        Optional<Column> needed = mode == Mode.UPSERT ? optionalIdentity() : Optional.empty();
        checked = needed.isPresent() ? new Identified(needed.get(), source) : taker;
        check.begin(latest);
    }

    @Override
    public void row(RawRow row) throws InterruptedException {
        lastLineBad = false;
        place = row.place();
        check.check(row, checked);
    }

    @Override
    public void rejected(Rejection rejection) throws InterruptedException {
        lastLineBad = true;
        taker.rejected(rejection);
    }

    @Override
    public void passedOver(PassedOver lines) {
        passed = lines;
        lastLineBad &= !lines.isLast();
    }

    /** The lines that were no data. */
    PassedOver passed() {
        return passed;
    }

    /** Decides what was held back; to be called after the last row. */
    void finish() throws InterruptedException {
        place = "";
        check.finish(checked);
    }

    /** The columns that rows can have a value in. */
    List<Column> columns() {
        return check.columns();
    }

    /** Columns of the file that nothing is made of. */
    List<String> unused() {
        return check.unused();
    }

    /** Times of a repeated hour that only a rule placed. */
    long undecided() {
        return check.undecided();
    }

    /** Whether the last line was no row at all: cut, perhaps. */
    boolean lastLineBad() {
        return lastLineBad;
    }

    /** The column that an identity needs and a row may lack; a channel has a default. */
    private Optional<Column> optionalIdentity() {
        return data.identity().stream().filter(c -> !c.required() && c.kind().isText()).findFirst();
    }

    /** Lets through what has an identity. */
    private final class Identified implements RowTaker {
        private final Column needed;

        Identified(Column needed, SourceConfig source) throws ShapeException {
            this.needed = needed;
            if (!check.columns().contains(needed)) {
                throw new ShapeException(
                        "source %s: csv.mode = upsert needs the column %s; map it, or choose csv.mode = append or replace"
                                .formatted(source.name(), needed.name()));
            }
        }

        @Override
        public void taken(Row row) throws InterruptedException {
            if (row.isNull(needed)) {
                String reason = "is missing: without it a row cannot be told from others (upsert)";
                taker.rejected(new Rejection(place, needed.name(), reason, row.time()));
            } else {
                taker.taken(row);
            }
        }

        @Override
        public void rejected(Rejection rejection) throws InterruptedException {
            taker.rejected(rejection);
        }

        @Override
        public void ignored() throws InterruptedException {
            taker.ignored();
        }
    }
}

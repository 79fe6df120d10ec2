package io.tidegate.agent.source.csv;

import io.tidegate.agent.row.RawRow;
import io.tidegate.agent.row.RawShape;
import io.tidegate.agent.row.Rejection;
import io.tidegate.agent.row.RowCheck;
import io.tidegate.agent.row.RowTaker;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a file's bytes as a source would: dialect, proof if it is needed, rows, checks. */
final class CsvRun implements CsvSink, RowTaker {
    final List<Row> rows = new ArrayList<>();
    final List<String> rejects = new ArrayList<>();
    Dialect dialect;
    boolean utf8;
    String passed;
    private final SourceConfig source;
    private final DataType data;
    private RowCheck check;

    private CsvRun(SourceConfig source) {
        this.source = source;
        this.data = DataType.of(source.data()).orElseThrow();
    }

    static CsvRun of(CsvSourceBuilder source, String text) throws Exception {
        return of(source, text.getBytes(StandardCharsets.UTF_8), Optional.empty());
    }

    static CsvRun of(CsvSourceBuilder source, byte[] bytes, Optional<Dialect> frozen)
            throws Exception {
        return of(source, "a.csv", bytes, frozen);
    }

    static CsvRun of(CsvSourceBuilder source, String name, byte[] bytes, Optional<Dialect> frozen)
            throws Exception {
        var run = new CsvRun(source.build());
        var files = new CsvFiles(run.source, run.data).named(name);
        run.dialect = files.dialect(new ByteArrayInputStream(bytes), frozen);
        for (int left = 2; ; left--) {
            try {
                run.read(files, bytes);
                return run;
            } catch (UndecidedException question) {
                if (left == 0) {
                    throw question.stillOpen();
                }
                run.dialect =
                        files.decide(
                                new ByteArrayInputStream(bytes), run.dialect, frozen, question);
            }
        }
    }

    private void read(CsvFiles files, byte[] bytes)
            throws IOException,
                    UnfitFileException,
                    UndecidedException,
                    ShapeException,
                    InterruptedException {
        rows.clear();
        rejects.clear();
        CsvFiles.Seen seen = files.read(new ByteArrayInputStream(bytes), dialect, this);
        utf8 = seen.misread();
        dialect = dialect.telling(seen.letters());
        check.finish(this);
    }

    /** The values of a column, as the protocol keeps them, absent ones as null. */
    List<Object> column(String name) {
        Column column = data.column(name).orElseThrow();
        var values = new ArrayList<>();
        for (Row row : rows) {
            values.add(
                    row.isNull(column)
                            ? null
                            : column.kind().isText() ? row.text(column) : row.number(column));
        }
        return values;
    }

    /** The times of the rows. */
    List<String> times() {
        return rows.stream()
                .map(r -> Instant.EPOCH.plus(r.time(), java.time.temporal.ChronoUnit.MICROS))
                .map(Instant::toString)
                .toList();
    }

    @Override
    public void shape(SourceConfig mapped, RawShape shape) throws ShapeException {
        check = new RowCheck(mapped, data, shape, value -> "k1:" + value.hashCode());
        check.begin(Instant.parse("2026-12-31T00:00:00Z"));
    }

    @Override
    public void row(RawRow row) throws InterruptedException {
        check.check(row, this);
    }

    @Override
    public void taken(Row row) {
        rows.add(row);
    }

    @Override
    public void rejected(Rejection rejection) {
        rejects.add(
                (rejection.place() + " " + rejection.column() + " " + rejection.reason())
                        .replace("  ", " "));
    }

    @Override
    public void passedOver(PassedOver lines) {
        passed = lines.toString();
    }

    @Override
    public void ignored() {}
}

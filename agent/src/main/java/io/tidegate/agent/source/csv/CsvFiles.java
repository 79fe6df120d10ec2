package io.tidegate.agent.source.csv;

import io.tidegate.agent.row.RawRow;
import io.tidegate.agent.row.Rejection;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.Csv;
import io.tidegate.protocol.DataType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;

/**
 * Reads the CSV files of one source. Memory is bounded by one record, whatever the file. Streams
 * are read from their beginning and left open. Used by one thread.
 */
public final class CsvFiles {
    private static final int ROWS_BETWEEN_LOOKS = 1_024;

    private final SourceConfig source;
    private final Csv csv;
    private final DataType data;
    private final Paste paste;

    /**
     * @param source one whose origin is CSV
     */
    public CsvFiles(SourceConfig source, DataType data) {
        this.source = source;
        this.csv = (Csv) source.origin();
        this.data = data;
        this.paste = new Paste(source.name());
    }

    /**
     * Finds out from its beginning how a file is written. What values tell is not yet in it, unless
     * it is frozen.
     *
     * @param frozen how the files before it were written; empty for a first file, and for one that
     *     a person has accepted as it is
     */
    public Dialect dialect(InputStream file, Optional<Dialect> frozen)
            throws IOException, UnfitFileException {
        return new Sniffer(source, data).sniff(file, frozen);
    }

    /** The columns of a file that nothing uses, to be named once in the log. */
    public List<String> unused(Dialect dialect) {
        var used = new Layout(source, data, dialect.columns()).used();
        return dialect.columns().stream().filter(column -> !used.contains(column)).toList();
    }

    /** Judges over the whole file what its values tell of decimal sign and order of dates. */
    public Dialect prove(InputStream file, Dialect dialect)
            throws IOException, UnfitFileException, InterruptedException {
        try (var ahead = ahead(file)) {
            return prove(records(ahead, dialect), dialect);
        }
    }

    private Dialect prove(Records records, Dialect dialect)
            throws IOException, UnfitFileException, InterruptedException {
        var evidence = new Evidence(decimal(dialect), dialect.order(), records::line);
        List<Cell> cells =
                new Layout(source, data, dialect.columns())
                        .cells(records, Readers.of(csv, evidence));
        for (var found = records.next(); found != Records.Found.END; found = records.next()) {
            if (found == Records.Found.RECORD && records.fields() == dialect.columns().size()) {
                cells.forEach(Cell::value);
            }
            lookUp(records);
        }
        return dialect.proven(evidence.provenDecimal(paste), evidence.provenOrder(paste));
    }

    /**
     * Reads a file's rows.
     *
     * @return whether what was read is UTF-8 beyond ASCII, though the dialect says otherwise
     * @throws UndecidedException if the dialect does not suffice; what was read so far is void
     * @throws ShapeException as the sink threw it
     */
    public boolean read(InputStream file, Dialect dialect, CsvSink sink)
            throws IOException,
                    UnfitFileException,
                    UndecidedException,
                    ShapeException,
                    InterruptedException {
        var watch = new Utf8Watch(file);
        boolean watched = isOneByte(dialect);
        try (var ahead = ahead(watched ? watch : file)) {
            read(records(ahead, dialect), dialect, sink);
        }
        return watch.isUtf8();
    }

    private void read(Records records, Dialect dialect, CsvSink sink)
            throws IOException,
                    UnfitFileException,
                    UndecidedException,
                    ShapeException,
                    InterruptedException {
        var evidence = new Evidence(decimal(dialect), dialect.order(), records::line);
        var layout = new Layout(source, data, dialect.columns());
        sink.shape(layout.source(), layout.shape());
        var row = new Line(records, layout.cells(records, Readers.of(csv, evidence)));
        for (var found = records.next();
                found != Records.Found.END && !sink.isFull();
                found = records.next()) {
            take(found, records, dialect, row, sink);
            if (evidence.pending()) {
                throw new UndecidedException();
            }
            lookUp(records);
        }
    }

    /** What to say of a file that is UTF-8, though the dialect says otherwise. */
    public String misread(Dialect dialect) {
        return "it is UTF-8, and was read as "
                + dialect.encoding()
                + " (csv.encoding): letters beyond A to Z are garbled. If that is so for all files,"
                + " set:  "
                + paste.line("csv.encoding", "UTF-8")
                + "  and send its days again with tidegate reimport; else let the export write one"
                + " encoding";
    }

    private static boolean isOneByte(Dialect dialect) {
        Charset charset = Charset.forName(dialect.encoding());
        return charset.canEncode() && charset.newEncoder().maxBytesPerChar() == 1;
    }

    private void take(
            Records.Found found, Records records, Dialect dialect, RawRow row, CsvSink sink)
            throws InterruptedException {
        int columns = dialect.columns().size();
        if (found == Records.Found.FAULT) {
            sink.rejected(new Rejection(row.place(), "", records.fault()));
        } else if (records.fields() != columns) {
            sink.rejected(new Rejection(row.place(), "", ragged(records.fields(), columns)));
        } else {
            sink.row(row);
        }
    }

    private static String ragged(int fields, int columns) {
        return "has "
                + fields
                + (fields == 1 ? " field" : " fields")
                + " where the header has "
                + columns;
    }

    private ReadAhead ahead(InputStream file) throws IOException, UnfitFileException {
        return new ReadAhead(new StrictDecoder(file, paste, csv.encoding().orElse(null)));
    }

    /** The records of a file, from the first row on. */
    private Records records(CharSource chars, Dialect dialect)
            throws IOException, UnfitFileException {
        var records =
                new RecordReader(chars, dialect.delimiter(), dialect.quote(), csv.skipContaining());
        for (int i = 0; i < dialect.skip(); i++) {
            records.skipLine();
        }
        if (dialect.headed()) {
            records.next();
        }
        return records;
    }

    private Optional<Character> decimal(Dialect dialect) {
        return csv.decimal().or(dialect::decimal);
    }

    private static void lookUp(Records records) throws InterruptedException {
        if (records.line() % ROWS_BETWEEN_LOOKS == 0 && Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** The present record, as the row check sees it. */
    private record Line(Records records, List<Cell> cells) implements RawRow {
        @Override
        public Object value(int index) {
            return cells.get(index).value();
        }

        @Override
        public long whole(int index) {
            return cells.get(index).whole();
        }

        @Override
        public long thousandths(int index) {
            return cells.get(index).thousandths();
        }

        @Override
        public String place() {
            return "line " + records.line();
        }
    }
}

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

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
    private final ColumnNames names;
    private final String file;

    /**
     * @param source one whose origin is CSV
     */
    public CsvFiles(SourceConfig source, DataType data) {
        this(source, data, "");
    }

    private CsvFiles(SourceConfig source, DataType data, String file) {
        this.source = source;
        this.csv = (Csv) source.origin();
        this.data = data;
        this.paste = new Paste(source.name());
        this.names = new ColumnNames(source, data);
        this.file = file;
    }

    /** The same for a file of that name, which may hold values ({@code csv.name-part}). */
    public CsvFiles named(String file) {
        return new CsvFiles(source, data, file);
    }

    /** Whether a file that begins so is in UTF-16 or UTF-32, where zero bytes belong to text. */
    public static boolean isWide(byte[] head) {
        try {
            return Encoding.of(head, null).wide();
        } catch (UnfitFileException e) {
            throw new IllegalStateException("no encoding was named", e);
        }
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
        return new Sniffer(source, data).sniff(file, frozen, false);
    }

    /** Finds out over the whole file what was asked when it was read. */
    public Dialect decide(
            InputStream file,
            Dialect dialect,
            Optional<Dialect> frozen,
            UndecidedException question)
            throws IOException, UnfitFileException, InterruptedException {
        return question.malformed().isPresent()
                ? new Sniffer(source, data).sniff(file, frozen, true)
                : prove(file, dialect);
    }

    /** The columns of a file that nothing uses, to be named once in the log. */
    public List<String> unused(Dialect dialect) {
        boolean[] used = names.used(dialect.columns());
        return IntStream.range(0, used.length)
                .filter(i -> !used[i] && !dialect.columns().get(i).isEmpty())
                .mapToObj(dialect.columns()::get)
                .toList();
    }

    /** Judges over the whole file what its values tell of decimal sign and order of dates. */
    public Dialect prove(InputStream file, Dialect dialect)
            throws IOException, UnfitFileException, InterruptedException {
        Records records = new Reading(file, dialect).rows;
        var evidence = new Evidence(decimal(dialect), dialect.order(), records::line);
        List<String> columns = names.all(dialect.columns());
        List<Cell> cells =
                new Layout(source, data, columns).cells(records, Readers.of(csv, evidence));
        for (var found = records.next(); found != Records.Found.END; found = records.next()) {
            if (found == Records.Found.RECORD && records.fields() == columns.size()) {
                cells.forEach(Cell::value);
            }
            lookUp(records);
        }
        return dialect.proven(evidence.provenDecimal(paste), evidence.provenOrder(paste));
    }

    /**
     * What a reading showed of the encoding.
     *
     * @param misread whether it is UTF-8 beyond ASCII, though csv.encoding says otherwise
     * @param letters whether there were letters beyond ASCII, as far as the encoding shows it
     */
    public record Seen(boolean misread, boolean letters) {}

    /**
     * Reads a file's rows.
     *
     * @throws UndecidedException if the dialect does not suffice; what was read so far is void
     * @throws ShapeException as the sink threw it
     */
    public Seen read(InputStream file, Dialect dialect, CsvSink sink)
            throws IOException,
                    UnfitFileException,
                    UndecidedException,
                    ShapeException,
                    InterruptedException {
        var watch = new Utf8Watch(file);
        var reading = new Reading(isOneByte(dialect) ? watch : file, dialect);
        try {
            read(reading, dialect, sink);
        } catch (UnfitFileException e) {
            if (reading.decoder.hasFailed() && csv.encoding().isEmpty()) {
                throw new UndecidedException(e);
            }
            throw e;
        }
        sink.passedOver(reading.data.passed());
        boolean marked = reading.decoder.encoding().mark() > 0;
        if (watch.isUtf8() && csv.encoding().isEmpty() && !marked) {
            throw EncodingChoice.isUtf8(dialect.encoding(), paste);
        }
        return new Seen(watch.isUtf8(), marked || reading.decoder.hasLetters());
    }

    private void read(Reading reading, Dialect dialect, CsvSink sink)
            throws IOException,
                    UnfitFileException,
                    UndecidedException,
                    ShapeException,
                    InterruptedException {
        Records records = reading.rows;
        var evidence = new Evidence(decimal(dialect), dialect.order(), records::line);
        List<String> columns = names.all(dialect.columns());
        var layout = new Layout(source, data, columns);
        sink.shape(layout.source(), layout.shape());
        var row = new Line(records, layout.cells(records, Readers.of(csv, evidence)));
        for (var found = records.next();
                found != Records.Found.END && !sink.isFull();
                found = records.next()) {
            take(found, records, columns.size(), row, sink);
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

    private void take(Records.Found found, Records records, int columns, RawRow row, CsvSink sink)
            throws InterruptedException {
        if (found == Records.Found.FAULT) {
            sink.rejected(new Rejection(row.place(), "", records.fault()));
        } else if (records.fields() != columns) {
            sink.rejected(new Rejection(row.place(), "", ragged(records.fields(), columns)));
        } else {
            sink.row(row);
        }
    }

    private String ragged(int fields, int columns) {
        int added = names.added().size();
        int own = fields > columns ? fields - added : fields;
        return "has "
                + own
                + (own == 1 ? " field" : " fields")
                + " where the header has "
                + (columns - added);
    }

    /** A file's records from the first row on, and what they are made from. */
    private final class Reading {
        private final StrictDecoder decoder;
        private final DataRecords data;
        private final Records rows;

        Reading(InputStream file, Dialect dialect) throws IOException, UnfitFileException {
            this.decoder =
                    new StrictDecoder(file, paste, csv.encoding().orElse(dialect.encoding()));
            var records =
                    new RecordReader(
                            decoder,
                            dialect.delimiter(),
                            dialect.quote(),
                            dialect.habits().escape(),
                            csv.skipContaining());
            Optional<Labels> labels =
                    csv.labels().isEmpty()
                            ? Optional.empty()
                            : Optional.of(new Labels(csv.labels()));
            this.data = data(records, dialect, labels);
            this.rows = names.added().isEmpty() ? data : added(labels, dialect.columns().size());
            toRows(records, dialect, labels);
        }

        private DataRecords data(RecordReader records, Dialect dialect, Optional<Labels> labels) {
            List<String> columns = dialect.columns();
            var asides =
                    new Asides(
                            dialect.headed() ? columns : List.of(),
                            names.times(columns),
                            columns.size());
            var widths =
                    new DataRecords.Widths(
                            columns.size(), dialect.habits().spare(), names.needed(columns));
            return new DataRecords(records, asides, widths, labels);
        }

        private Records added(Optional<Labels> labels, int own) throws UnfitFileException {
            List<Supplier<String>> values = new ArrayList<>();
            int count = csv.labels().size();
            for (int i = 0; i < count; i++) {
                int label = i;
                values.add(() -> labels.orElseThrow().value(label));
            }
            for (String name : names.added().subList(count, names.added().size())) {
                String value = NamePart.of(csv.nameParts().get(name)).in(file);
                values.add(() -> value);
            }
            return new AddedColumns(data, own, values);
        }
    }

    /** Passes over what stands above the rows; a label there counts for them. */
    private static void toRows(RecordReader records, Dialect dialect, Optional<Labels> labels)
            throws IOException, UnfitFileException {
        if (labels.isPresent() && dialect.headed()) {
            while (records.next() != Records.Found.END && records.line() <= dialect.skip()) {
                labels.get().take(records);
            }
            return;
        }
        for (int i = 0; i < dialect.skip(); i++) {
            records.skipLine();
        }
        if (dialect.headed()) {
            records.next();
        }
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
        public String place() {
            return "line " + records.line();
        }
    }
}

package io.tidegate.agent.source.csv;

import io.tidegate.agent.row.RawRow;
import io.tidegate.agent.row.Rejection;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.agent.row.Sighting;
import io.tidegate.config.CsvValues.RowFilter;
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
        return new Sniffer(source, data).sniff(file, frozen, Optional.empty());
    }

    /** Finds out over the whole file what was asked when it was read. */
    public Dialect decide(
            InputStream file,
            Dialect dialect,
            Optional<Dialect> frozen,
            UndecidedException question)
            throws IOException, UnfitFileException, InterruptedException {
        return question.malformed().isPresent()
                ? new Sniffer(source, data).sniff(file, frozen, question.malformed())
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
        List<String> columns = columns(dialect);
        try (var reading = new Reading(file, dialect)) {
            return prove(reading.rows, columns, dialect);
        }
    }

    private Dialect prove(Records records, List<String> columns, Dialect dialect)
            throws UnfitFileException, IOException, InterruptedException {
        var evidence = new Evidence(decimal(dialect), dialect.order(), records::line);
        List<Cell> cells =
                new Layout(source, data, columns)
                        .cells(records, new Readers(csv, evidence, records::line));
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
        List<String> columns = columns(dialect);
        var watch = new Utf8Watch(file);
        var reading = new Reading(isOneByte(dialect) ? watch : file, dialect);
        try (reading) {
            read(reading, columns, dialect, sink);
        } catch (UnfitFileException e) {
            if (reading.decoder.hasFailed() && csv.encoding().isEmpty()) {
                throw new UndecidedException(e);
            }
            throw e;
        }
        sink.passedOver(reading.data.passed());
        boolean marked = reading.decoder.encoding().mark() > 0;
        if (csv.encoding().isEmpty() && !marked) {
            askOfLetters(watch, dialect);
        }
        return new Seen(watch.isUtf8(), marked || reading.decoder.hasLetters());
    }

    /** Letters behind the beginning of a file may be others than those of the files before. */
    private void askOfLetters(Utf8Watch watch, Dialect dialect)
            throws UnfitFileException, UndecidedException {
        boolean told = dialect.script().told();
        boolean open = !told && !dialect.script().rivals().isEmpty();
        if (watch.isUtf8() && (told || open)) {
            throw EncodingChoice.isUtf8(dialect.encoding(), paste);
        }
        if (watch.hasLetters() && open) {
            throw new UndecidedException(UnfitFileException.refused("its letters are not proven"));
        }
    }

    private void read(Reading reading, List<String> columns, Dialect dialect, CsvSink sink)
            throws IOException,
                    UnfitFileException,
                    UndecidedException,
                    ShapeException,
                    InterruptedException {
        Records records = reading.rows;
        var evidence = new Evidence(decimal(dialect), dialect.order(), records::line);
        var layout = new Layout(source, data, columns);
        sink.shape(layout.source(), layout.shape());
        var readers = new Readers(csv, evidence, records::line);
        var witness = new Witness(records, source, data, layout);
        var row = new Line(records, layout.cells(records, readers), witness);
        var found = records.next();
        for (; found != Records.Found.END && !sink.isFull(); found = records.next()) {
            take(found, records, columns.size(), row, sink);
            if (evidence.pending()) {
                throw new UndecidedException();
            }
            lookUp(records);
        }
        if (found == Records.Found.END) {
            readers.judge(paste);
        }
        if (records instanceof CountingRecords counting) {
            sink.leftOut(counting.leftOut());
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
            sink.rejected(noRow(row, records.fault()));
        } else if (records.fields() != columns) {
            sink.rejected(noRow(row, raggedRow(records.fields(), columns)));
        } else {
            sink.row(row);
        }
    }

    private static Rejection noRow(RawRow row, String why) {
        return new Rejection(row.place(), "", why).seen(row.sight(""));
    }

    static String ragged(int fields, int columns) {
        return "has "
                + fields
                + (fields == 1 ? " field" : " fields")
                + " where the header has "
                + columns;
    }

    /** Columns that the rows do not have are not counted. */
    private String raggedRow(int fields, int columns) {
        int added = names.added().size();
        return ragged(fields > columns ? fields - added : fields, columns - added);
    }

    /** A file's records from the first row on, and what they are made from. */
    private final class Reading implements AutoCloseable {
        private final StrictDecoder decoder;
        private final ReadAhead ahead;
        private final DataRecords data;
        private final Records rows;

        Reading(InputStream file, Dialect dialect) throws IOException, UnfitFileException {
            this.decoder =
                    new StrictDecoder(file, paste, csv.encoding().orElse(dialect.encoding()));
            this.ahead = new ReadAhead(decoder);
            var records =
                    new RecordReader(
                            ahead,
                            dialect.delimiter(),
                            dialect.quote(),
                            dialect.habits().escape(),
                            csv.skipContaining());
            Optional<Labels> labels =
                    csv.labels().isEmpty()
                            ? Optional.empty()
                            : Optional.of(new Labels(csv.labels()));
            this.data = data(records, dialect, labels);
            List<String> own = dialect.columns();
            this.rows =
                    rows(
                            names.added().isEmpty() ? data : added(labels, own.size()),
                            names.all(own));
            toRows(records, dialect, labels);
            records.expect(dialect.columns().size());
        }

        @Override
        public void close() {
            ahead.close();
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
    private void toRows(RecordReader records, Dialect dialect, Optional<Labels> labels)
            throws IOException, UnfitFileException {
        boolean looks = labels.isPresent() && dialect.headed();
        int skip = looks ? Math.min(csv.skipLines(), dialect.skip()) : dialect.skip();
        for (int i = 0; i < skip; i++) {
            records.skipLine();
        }
        if (looks) {
            while (records.next() != Records.Found.END && records.line() <= dialect.skip()) {
                labels.get().take(records);
            }
        } else if (dialect.headed()) {
            records.next();
        }
    }

    /** The columns of the rows. */
    private List<String> columns(Dialect dialect) throws UnfitFileException {
        List<String> all = names.all(dialect.columns());
        Optional<String> lacking = RowColumns.lacking(source, all);
        if (lacking.isPresent()) {
            throw UnfitFileException.refused(lacking.get());
        }
        return RowColumns.of(source, all);
    }

    /** What rows are made of: those of wide columns, and only those that count. */
    private Records rows(Records records, List<String> columns) {
        List<RowFilter> filters = csv.values().filters();
        var nulls = new NullTexts(csv.values().nulls());
        Records all =
                RowColumns.wide(source, columns)
                        .<Records>map(wide -> new WideRecords(records, wide, nulls))
                        .orElse(records);
        return filters.isEmpty()
                ? all
                : new CountingRecords(all, RowColumns.of(source, columns), filters, nulls);
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
    private record Line(Records records, List<Cell> cells, Witness witness) implements RawRow {
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

        @Override
        public Sighting sight(String column) {
            return column.isEmpty() ? witness.line() : witness.of(column);
        }
    }
}

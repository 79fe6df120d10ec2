package io.tidegate.protocol;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a batch while it streams in, and believes nothing: what it calls complete has a header, as
 * many rows as its trailer says, and nothing behind. Holds one row at a time. Used by one thread.
 */
public final class BatchReader {
    private final LineReader lines;
    private final BatchHeader header;
    private PlainRowParser plain;
    private RowParser parser;
    private RowRules rules;
    private int rows;
    private boolean ended;

    /**
     * Reads the header.
     *
     * @param decoded the body after decompression; its own errors pass through
     * @param most bytes accepted, such as {@link Limits#DECODED_BYTES_REFUSED}
     */
    public BatchReader(InputStream decoded, long most) throws BatchException, IOException {
        this.lines = new LineReader(decoded, Limits.ROW_BYTES, most);
        if (!lines.next() || lines.tooLong()) {
            throw BatchException.malformed("there is no header line");
        }
        this.header = BatchHeaderCodec.read(object("the header"));
        if (header instanceof BatchHeader.Content content) {
            this.plain = new PlainRowParser(content.data(), content.columns());
            this.parser = new RowParser(content.data(), content.columns());
            this.rules = content.rules();
        }
    }

    public BatchHeader header() {
        return header;
    }

    /**
     * The next row, or the end. Nothing may be asked after the end.
     *
     * @throws BatchException if the body is no batch: then nothing of it may take effect
     */
    public BatchLine next() throws BatchException, IOException {
        if (ended) {
            throw new IllegalStateException("the batch has ended");
        }
        if (!lines.next()) {
            throw BatchException.malformed("the batch was cut: the trailer is missing");
        }
        return lines.tooLong() || first() == '[' ? row() : end();
    }

    private int first() {
        return lines.from() == lines.to() ? -1 : lines.array()[lines.from()];
    }

    private BatchLine row() throws BatchException {
        if (parser == null) {
            throw BatchException.malformed("a skip holds no rows");
        }
        rows++;
        if (lines.tooLong()) {
            return new BatchLine.Bad(rows, new RowFault("", "the row is longer than 1 MiB"));
        }
        Row row = parsed();
        if (row == null) {
            return new BatchLine.Bad(rows, parser.fault());
        }
        return rules.judge(row)
                .<BatchLine>map(fault -> new BatchLine.Bad(rows, fault))
                .orElseGet(() -> new BatchLine.Good(rows, row));
    }

    private Row parsed() throws BatchException {
        if (!Utf8.isText(lines.array(), lines.from(), lines.to())) {
            throw BatchException.malformed("row %d is no valid UTF-8".formatted(rows));
        }
        try {
            Row row = plain.parse(lines.array(), lines.from(), lines.to());
            return row == null ? parser.parse(lines.array(), lines.from(), lines.to()) : row;
        } catch (IOException e) {
            // The parser's message quotes the row, which nobody may see.
            throw BatchException.malformed("row %d is no JSON array".formatted(rows));
        }
    }

    private BatchLine end() throws BatchException, IOException {
        Fields json = object("line %d".formatted(rows + 2));
        BatchLine.End end = trailer(json);
        if (end.rows() != rows) {
            throw BatchException.malformed(
                    "the trailer counts %d rows, there are %d".formatted(end.rows(), rows));
        }
        if (lines.next() || lines.rest()) {
            throw BatchException.malformed("something follows the trailer");
        }
        ended = true;
        return end;
    }

    private BatchLine.End trailer(Fields json) throws BatchException {
        try {
            if (!json.flag("end")) {
                throw new FieldException("end", "is not true");
            }
            return new BatchLine.End(
                    (int) Math.min(json.whole("rows"), Integer.MAX_VALUE), json.flag("last"));
        } catch (FieldException e) {
            throw BatchException.malformed("the trailer: " + e.getMessage());
        }
    }

    private Fields object(String what) throws BatchException {
        try {
            return Fields.parse(lines.array(), lines.from(), lines.to());
        } catch (FieldException e) {
            throw BatchException.malformed(what + ": " + e.getMessage());
        }
    }
}

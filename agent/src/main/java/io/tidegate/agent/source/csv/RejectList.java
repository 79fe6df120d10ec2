package io.tidegate.agent.source.csv;

import io.tidegate.agent.row.Rejection;
import io.tidegate.agent.row.Sighting;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;

/**
 * Writes and reads the rejected rows of a file as CSV for a person: where they stand, which column
 * is at fault, what its value looks like, and why. The value itself only where {@link Witness}
 * shows it. Used by one thread.
 */
public final class RejectList implements AutoCloseable {
    /** What the list has of a row. */
    public static final List<String> COLUMNS =
            List.of("file", "line", "offset", "column", "class", "value", "reason");

    private static final int LONGEST_NAME = 255;
    private static final CSVFormat FORMAT = CSVFormat.RFC4180;

    private final Writer out;
    private final String file;

    /**
     * @param out is closed with this
     * @param file the name of the file
     */
    public RejectList(Writer out, String file) throws IOException {
        this.out = out;
        this.file = Look.harmless(file, LONGEST_NAME);
        FORMAT.printRecord(out, COLUMNS.toArray());
    }

    public void add(Rejection rejection) throws IOException {
        Sighting seen = rejection.seen();
        FORMAT.printRecord(
                out,
                file,
                seen.line() > 0 ? String.valueOf(seen.line()) : "",
                seen.offset() >= 0 ? String.valueOf(seen.offset()) : "",
                rejection.column(),
                seen.kind(),
                seen.value(),
                rejection.reason());
    }

    /** A line for what is not listed one by one. */
    public void addNote(String note) throws IOException {
        FORMAT.printRecord(out, file, "", "", "", "", "", note);
    }

    /** A row as a line of CSV, without its end. */
    public static String line(List<String> row) {
        return FORMAT.format(row.toArray());
    }

    /** Reads a list, one row after another. */
    public static void read(Reader list, Rows rows) throws IOException {
        try (var parser = FORMAT.parse(list)) {
            boolean head = true;
            for (CSVRecord one : parser) {
                if (!head && !rows.row(one.toList())) {
                    return;
                }
                head = false;
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Takes the rows of a list. */
    public interface Rows {
        /**
         * @param row its values, as {@link #COLUMNS} names them
         * @return whether more are wanted
         */
        boolean row(List<String> row) throws IOException;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}

package io.tidegate.agent.source.csv;

import io.tidegate.agent.row.Rejection;

import org.apache.commons.csv.CSVFormat;

import java.io.IOException;
import java.io.Writer;

/**
 * Writes rejected rows as CSV for a person: place, column and reason, never a value. Used by one
 * thread.
 */
public final class RejectList implements AutoCloseable {
    private static final CSVFormat FORMAT = CSVFormat.RFC4180;

    private final Writer out;

    /**
     * @param out is closed with this
     */
    public RejectList(Writer out) throws IOException {
        this.out = out;
        FORMAT.printRecord(out, "place", "column", "reason");
    }

    public void add(Rejection rejection) throws IOException {
        FORMAT.printRecord(out, rejection.place(), rejection.column(), rejection.reason());
    }

    /** A line for what is not listed one by one. */
    public void addNote(String note) throws IOException {
        FORMAT.printRecord(out, "", "", note);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}

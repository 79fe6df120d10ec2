package io.tidegate.ingest.batch;

import io.tidegate.protocol.BatchException;
import io.tidegate.protocol.BatchHeader;
import io.tidegate.protocol.BatchLine;
import io.tidegate.protocol.BatchReader;
import io.tidegate.protocol.Limits;
import io.tidegate.protocol.Problem;
import io.tidegate.protocol.ProblemType;
import io.tidegate.protocol.RejectedRow;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one batch, row by row, and judges each. To be closed, since a decompressor holds memory
 * that no collector sees. Used by one thread, once.
 */
public final class Incoming implements AutoCloseable {
    private final InputStream decoded;
    private final BatchReader reader;

    /**
     * What a batch held.
     *
     * @param rows the good ones
     * @param rejected the others
     * @param last what the trailer says
     */
    public record Content(int rows, List<RejectedRow> rejected, boolean last) {}

    private Incoming(InputStream decoded, BatchReader reader) {
        this.decoded = decoded;
        this.reader = reader;
    }

    /**
     * Reads the header.
     *
     * @throws Refusal if there is none
     */
    public static Incoming open(Body body) throws Refusal {
        try {
            return open(body.open(), body.decodedMost());
        } catch (BatchException e) {
            throw refusal(e);
        } catch (IOException e) {
            throw undecodable(body);
        }
    }

    private static Incoming open(InputStream decoded, long most)
            throws BatchException, IOException {
        try {
            return new Incoming(decoded, new BatchReader(decoded, most));
        } catch (BatchException | IOException | RuntimeException e) {
            decoded.close();
            throw e;
        }
    }

    public BatchHeader header() {
        return reader.header();
    }

    /**
     * Reads all rows.
     *
     * @throws Refusal if it is no batch, or more rows are bad than an answer may list
     * @throws SQLException from the sink
     */
    public Content read(RowSink sink) throws Refusal, SQLException {
        try {
            return rows(sink);
        } catch (BatchException e) {
            throw refusal(e);
        } catch (IOException e) {
            throw new Refusal(
                    Problem.of(ProblemType.INVALID_BATCH, "the body cannot be decompressed"));
        }
    }

    private Content rows(RowSink sink) throws Refusal, BatchException, IOException, SQLException {
        int good = 0;
        List<RejectedRow> rejected = new ArrayList<>();
        while (true) {
            switch (reader.next()) {
                case BatchLine.Good(int number, var row) -> {
                    sink.take(number, row);
                    good++;
                }
                case BatchLine.Bad(int number, var fault) -> {
                    rejected.add(new RejectedRow(number, fault));
                    requireFew(rejected);
                }
                case BatchLine.End end -> {
                    return new Content(good, rejected, end.last());
                }
            }
        }
    }

    /** Gives back what decompressing held. May be called again. */
    @Override
    public void close() {
        try {
            decoded.close();
        } catch (IOException e) {
            // It reads from memory: there is nothing that could fail.
            throw new UncheckedIOException(e);
        }
    }

    private static void requireFew(List<RejectedRow> rejected) throws Refusal {
        if (rejected.size() > Limits.REJECTED_ROWS) {
            RejectedRow first = rejected.getFirst();
            throw new Refusal(
                    Problem.of(
                            ProblemType.TOO_MANY_REJECTED,
                            "more than %,d rows are bad; row %d: %s %s"
                                    .formatted(
                                            Limits.REJECTED_ROWS,
                                            first.row(),
                                            first.fault().column(),
                                            first.fault().reason())));
        }
    }

    private static Refusal refusal(BatchException e) {
        return new Refusal(Problem.of(e.type(), e.getMessage()));
    }

    private static Refusal undecodable(Body body) {
        return new Refusal(
                Problem.of(
                        ProblemType.INVALID_BATCH,
                        "the body is not " + body.encoding().wireName()));
    }
}

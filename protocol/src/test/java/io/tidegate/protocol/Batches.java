package io.tidegate.protocol;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Batches read to their end. */
final class Batches {
    private Batches() {}

    /** What a complete batch held. */
    record Read(BatchHeader header, List<Row> rows, List<BatchLine.Bad> bad, boolean last) {}

    static BatchReader reader(String body) throws Exception {
        return reader(body.getBytes(StandardCharsets.UTF_8));
    }

    static BatchReader reader(byte[] body) throws Exception {
        return new BatchReader(new ByteArrayInputStream(body), Limits.DECODED_BYTES);
    }

    static Read read(byte[] body) throws Exception {
        BatchReader reader = reader(body);
        List<Row> rows = new ArrayList<>();
        List<BatchLine.Bad> bad = new ArrayList<>();
        while (true) {
            switch (reader.next()) {
                case BatchLine.Good good -> rows.add(good.row());
                case BatchLine.Bad line -> bad.add(line);
                case BatchLine.End end -> {
                    return new Read(reader.header(), rows, bad, end.last());
                }
            }
        }
    }
}

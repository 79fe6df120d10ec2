package io.tidegate.protocol;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The ingest has settled a batch, durably.
 *
 * @param rejected at most {@link Limits#REJECTED_ROWS}, by row; all others are stored
 */
public record BatchReply(Status status, long epoch, long seq, List<RejectedRow> rejected) {
    public BatchReply {
        rejected = List.copyOf(rejected);
        Require.that(rejected.size() <= Limits.REJECTED_ROWS, "at most 1,000 rejected rows");
    }

    public enum Status {
        /** Done now. */
        COMMITTED,
        /**
         * Done before, under the same number with the same bytes; the rejected rows are those of
         * then.
         */
        DUPLICATE,
        /** A higher revision of the window or file is stored; nothing was changed. */
        SUPERSEDED;

        /** Such as {@code committed}. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    ObjectNode json() {
        ObjectNode json = Fields.newObject();
        json.put("status", status.wireName()).put("epoch", epoch).put("seq", seq);
        ArrayNode rows = json.putArray("rejected");
        rejected.forEach(row -> rows.add(row.json()));
        return json;
    }

    static BatchReply read(Fields json) throws FieldException {
        List<RejectedRow> rejected = new ArrayList<>();
        for (Fields row : json.objects("rejected")) {
            rejected.add(RejectedRow.read(row));
        }
        if (rejected.size() > Limits.REJECTED_ROWS) {
            throw new FieldException("rejected", "lists more than 1,000 rows");
        }
        return new BatchReply(status(json), json.whole("epoch"), json.whole("seq"), rejected);
    }

    private static Status status(Fields json) throws FieldException {
        String name = json.text("status");
        for (Status status : Status.values()) {
            if (status.wireName().equals(name)) {
                return status;
            }
        }
        throw new FieldException("status", "is none of committed, duplicate, superseded");
    }
}

package io.tidegate.protocol;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.function.Function;

/** Answers as an ingest writes them. Stateless. */
public final class Answers {
    /** The content type of everything below but problems. */
    public static final String JSON = "application/json";

    public static final String PROBLEM = "application/problem+json";

    private Answers() {}

    public static byte[] json(BatchReply reply) {
        return Fields.bytes(reply.json());
    }

    public static byte[] json(Positions positions) {
        return Fields.bytes(positions.json());
    }

    /** The new epoch. */
    public static byte[] epoch(long epoch) {
        return Fields.bytes(Fields.newObject().put("epoch", epoch));
    }

    public static byte[] windows(Page<StoredWindow> page) {
        return page("windows", page, StoredWindow::json);
    }

    public static byte[] origins(Page<StoredOrigin> page) {
        return page("origins", page, StoredOrigin::json);
    }

    /** A state report was taken. */
    public static byte[] stored() {
        return Fields.bytes(Fields.newObject().put("status", "stored"));
    }

    /** Travels as {@link #PROBLEM}. */
    public static byte[] json(Problem problem) {
        return Fields.bytes(problem.json());
    }

    private static <T> byte[] page(String name, Page<T> page, Function<T, ObjectNode> json) {
        ObjectNode object = Fields.newObject();
        ArrayNode items = object.putArray(name);
        page.items().forEach(item -> items.add(json.apply(item)));
        page.next().ifPresent(next -> object.put("next", next));
        return Fields.bytes(object);
    }
}

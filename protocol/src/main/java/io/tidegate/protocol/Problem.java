package io.tidegate.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A refusal, {@code application/problem+json} (RFC 9457).
 *
 * @param status of the HTTP answer
 * @param type empty if it is one of this protocol that this version does not know: then the status
 *     decides
 * @param detail a sentence for a person, without any value of a row; may be empty
 * @param expected the number to send next; with {@link ProblemType#SEQUENCE_GAP}
 * @param epoch the ingest's present epoch; with {@link ProblemType#FENCED}, {@link
 *     ProblemType#UNKNOWN_EPOCH} and {@link ProblemType#CONTESTED}
 */
public record Problem(
        int status,
        Optional<ProblemType> type,
        String detail,
        OptionalLong expected,
        OptionalLong epoch) {

    public static Problem of(ProblemType type, String detail) {
        return new Problem(
                type.status(),
                Optional.of(type),
                detail,
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    public static Problem gap(long expected) {
        Problem plain = of(ProblemType.SEQUENCE_GAP, "the next number is " + expected);
        return new Problem(
                plain.status,
                plain.type,
                plain.detail,
                OptionalLong.of(expected),
                OptionalLong.empty());
    }

    /** Adds the ingest's present epoch. */
    public Problem withEpoch(long epoch) {
        return new Problem(status, type, detail, expected, OptionalLong.of(epoch));
    }

    ObjectNode json() {
        ProblemType known = type.orElseThrow();
        ObjectNode json = Fields.newObject();
        json.put("type", known.uri());
        json.put("title", known.wireName().replace('-', ' '));
        json.put("status", status);
        json.put("detail", detail);
        expected.ifPresent(value -> json.put("expected", value));
        epoch.ifPresent(value -> json.put("epoch", value));
        return json;
    }

    /** Throws unless the type lies below {@link ProblemType#BASE}. */
    static Problem read(int status, Fields json) throws FieldException {
        String type = json.text("type");
        if (!type.startsWith(ProblemType.BASE)) {
            throw new FieldException("type", "is none of this protocol");
        }
        if (json.optionalWhole("status").orElse(status) != status) {
            throw new FieldException("status", "is not that of the answer");
        }
        return new Problem(
                status,
                ProblemType.of(type),
                json.optionalText("detail").orElse(""),
                json.optionalWhole("expected"),
                json.optionalWhole("epoch"));
    }
}

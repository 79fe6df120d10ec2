package io.tidegate.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Reads what came back, and believes it only if it is exactly this protocol: proxies and portals
 * answer 200 and 403 too. Stateless.
 */
public final class Replies {
    private Replies() {}

    /** What became of a batch; an answer about another epoch or number is foreign. */
    public static Reply<BatchReply> batch(HttpAnswer answer, long epoch, long seq) {
        return read(
                answer,
                json -> {
                    BatchReply reply = BatchReply.read(json);
                    if (reply.epoch() != epoch || reply.seq() != seq) {
                        throw new FieldException("seq", "or epoch is not the one that was sent");
                    }
                    return reply;
                });
    }

    public static Reply<Positions> positions(HttpAnswer answer) {
        return read(answer, Positions::read);
    }

    /**
     * The epoch that was opened; one that is not above {@code from} and {@code seen} is foreign.
     */
    public static Reply<Long> epoch(HttpAnswer answer, EpochRequest request) {
        return read(
                answer,
                json -> {
                    long epoch = json.whole("epoch");
                    if (epoch <= request.from() || epoch <= request.seen()) {
                        throw new FieldException("epoch", "is not a new one");
                    }
                    return epoch;
                });
    }

    public static Reply<Page<StoredWindow>> windows(HttpAnswer answer) {
        return read(answer, json -> page(json, "windows", StoredWindow::read));
    }

    public static Reply<Page<StoredOrigin>> origins(HttpAnswer answer) {
        return read(answer, json -> page(json, "origins", StoredOrigin::read));
    }

    /** The state report was taken: always true. */
    public static Reply<Boolean> stored(HttpAnswer answer) {
        return read(
                answer,
                json -> {
                    if (!json.text("status").equals("stored")) {
                        throw new FieldException("status", "is not stored");
                    }
                    return true;
                });
    }

    private static <T> Page<T> page(Fields json, String name, Shape<T> shape)
            throws FieldException {
        List<T> items = new ArrayList<>();
        for (Fields item : json.objects(name)) {
            items.add(shape.read(item));
        }
        return new Page<>(items, json.optionalText("next"));
    }

    private static <T> Reply<T> read(HttpAnswer answer, Shape<T> shape) {
        try {
            return answer.status() == 200 ? fine(answer, shape) : refused(answer);
        } catch (FieldException | IllegalArgumentException e) {
            return foreign(answer, e.getMessage());
        }
    }

    private static <T> Reply<T> fine(HttpAnswer answer, Shape<T> shape) throws FieldException {
        requireType(answer, Answers.JSON);
        return new Reply.Fine<>(shape.read(Fields.parse(answer.body())));
    }

    private static <T> Reply<T> refused(HttpAnswer answer) throws FieldException {
        requireType(answer, Answers.PROBLEM);
        if (answer.status() < 400) {
            throw new FieldException("status", "is no refusal");
        }
        Problem problem = Problem.read(answer.status(), Fields.parse(answer.body()));
        OptionalLong expected = problem.expected();
        boolean gap = problem.type().filter(t -> t == ProblemType.SEQUENCE_GAP).isPresent();
        if (gap && expected.isEmpty()) {
            throw new FieldException("expected", "is missing");
        }
        return new Reply.Refused<>(problem);
    }

    private static void requireType(HttpAnswer answer, String wanted) throws FieldException {
        String media = answer.contentType().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!media.equals(wanted)) {
            throw new FieldException("content type", "is not " + wanted);
        }
        if (answer.body().length > Limits.ANSWER_BYTES) {
            throw new FieldException("body", "is longer than 1 MiB");
        }
    }

    private static <T> Reply<T> foreign(HttpAnswer answer, String why) {
        return new Reply.Foreign<>(answer.status(), why);
    }

    private interface Shape<T> {
        T read(Fields json) throws FieldException;
    }
}

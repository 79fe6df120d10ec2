package io.tidegate.protocol;

/** The small JSON bodies that an agent sends, both ways. Stateless. */
public final class Requests {
    private Requests() {}

    public static byte[] json(EpochRequest request) {
        return Fields.bytes(request.json());
    }

    public static byte[] json(StateReport report) {
        return Fields.bytes(report.json());
    }

    public static EpochRequest epoch(byte[] body) throws RequestException {
        return read(body, EpochRequest::read);
    }

    public static StateReport state(byte[] body) throws RequestException {
        return read(body, StateReport::read);
    }

    private static <T> T read(byte[] body, Shape<T> shape) throws RequestException {
        try {
            return shape.read(Fields.parse(body));
        } catch (FieldException | IllegalArgumentException e) {
            throw new RequestException(e.getMessage());
        }
    }

    private interface Shape<T> {
        T read(Fields json) throws FieldException;
    }
}

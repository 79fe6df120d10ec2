package io.tidegate.agent.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** One line of a result, read column by column in order. Valid until the next line. */
final class Line {
    private final Session session;
    private final ResultSet result;
    private Seal seal;
    private int column;

    Line(Session session, ResultSet result) {
        this.session = session;
        this.result = result;
    }

    /** Reads a line and then the sum over its values, which must fit. */
    static <T> Function<Line, T> sealed(Function<Line, T> reading) {
        return line -> {
            T read = reading.apply(line.startSeal());
            line.endSeal();
            return read;
        };
    }

    /** From here on the values are summed up. */
    Line startSeal() {
        seal = new Seal();
        return this;
    }

    /** Reads the sum that was written, which must be that of the values since the start. */
    Line endSeal() {
        long sum = seal.value();
        seal = null;
        if (number() != sum) {
            throw Failures.damaged(session.file(), null);
        }
        return this;
    }

    String text() {
        String value = read(() -> result.getString(++column));
        if (seal != null) {
            seal.text(value);
        }
        return value;
    }

    long number() {
        long value = read(() -> result.getLong(++column));
        if (seal != null) {
            seal.number(value);
        }
        return value;
    }

    int integer() {
        return Math.toIntExact(number());
    }

    boolean flag() {
        return number() != 0;
    }

    byte[] bytes() {
        byte[] value = read(() -> result.getBytes(++column));
        if (seal != null) {
            seal.bytes(value);
        }
        return value;
    }

    Instant instant() {
        return Micros.instant(number());
    }

    Optional<String> maybeText() {
        return Optional.ofNullable(text());
    }

    Optional<byte[]> maybeBytes() {
        return Optional.ofNullable(bytes());
    }

    Optional<Long> maybeNumber() {
        if (read(() -> result.getObject(column + 1)) == null) {
            column++;
            if (seal != null) {
                seal.nothing();
            }
            return Optional.empty();
        }
        return Optional.of(number());
    }

    Optional<Instant> maybeInstant() {
        return maybeNumber().map(Micros::instant);
    }

    private interface Reading<T> {
        T read() throws SQLException;
    }

    private <T> T read(Reading<T> reading) {
        try {
            return reading.read();
        } catch (SQLException e) {
            throw session.fail(e);
        }
    }
}

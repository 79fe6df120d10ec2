package io.tidegate.agent.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** One line of a result, read column by column in order. Valid until the next line. */
final class Line {
    private final Session session;
    private final ResultSet result;
    private int column;

    Line(Session session, ResultSet result) {
        this.session = session;
        this.result = result;
    }

    String text() {
        return read(() -> result.getString(++column));
    }

    long number() {
        return read(() -> result.getLong(++column));
    }

    int integer() {
        return Math.toIntExact(number());
    }

    boolean flag() {
        return number() != 0;
    }

    byte[] bytes() {
        return read(() -> result.getBytes(++column));
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
        return read(
                () -> {
                    long value = result.getLong(++column);
                    return result.wasNull() ? Optional.empty() : Optional.of(value);
                });
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

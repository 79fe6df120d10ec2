package io.tidegate.agent.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A prepared statement that takes its values in order and is then run once. */
final class Query {
    private final Session session;
    private final PreparedStatement statement;
    private Seal seal;
    private int bound;

    Query(Session session, PreparedStatement statement) {
        this.session = session;
        this.statement = statement;
    }

    /** From here on the values are summed up, for {@link #withSeal}. */
    Query sealed() {
        seal = new Seal();
        return this;
    }

    /** Binds the sum of all values since {@link #sealed}. */
    Query withSeal() {
        long sum = seal.value();
        seal = null;
        return with(sum);
    }

    Query with(String value) {
        if (seal != null) {
            seal.text(value);
        }
        return bind(() -> statement.setString(++bound, value));
    }

    Query with(long value) {
        if (seal != null) {
            seal.number(value);
        }
        return bind(() -> statement.setLong(++bound, value));
    }

    Query with(boolean value) {
        return with(value ? 1 : 0);
    }

    Query with(byte[] value) {
        if (seal != null) {
            seal.bytes(value);
        }
        return bind(() -> statement.setBytes(++bound, value));
    }

    Query with(Instant value) {
        return with(Micros.of(value));
    }

    Query withText(Optional<String> value) {
        return with(value.orElse(null));
    }

    Query withInstant(Optional<Instant> value) {
        return value.isPresent() ? with(value.get()) : withNull();
    }

    Query withBytes(Optional<byte[]> value) {
        return value.isPresent() ? with(value.get()) : withNull();
    }

    Query withNumber(Optional<Long> value) {
        return value.isPresent() ? with(value.get().longValue()) : withNull();
    }

    private Query withNull() {
        if (seal != null) {
            seal.nothing();
        }
        return bind(() -> statement.setNull(++bound, java.sql.Types.NULL));
    }

    /** Runs it and returns how many rows it changed. */
    int run() {
        session.refuseReader();
        try {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw session.fail(e);
        }
    }

    <T> List<T> list(Function<Line, T> reading) {
        try (ResultSet result = statement.executeQuery()) {
            var lines = new ArrayList<T>();
            while (result.next()) {
                lines.add(read(result, reading));
            }
            return lines;
        } catch (SQLException e) {
            throw session.fail(e);
        }
    }

    <T> Optional<T> one(Function<Line, T> reading) {
        try (ResultSet result = statement.executeQuery()) {
            return result.next() ? Optional.of(read(result, reading)) : Optional.empty();
        } catch (SQLException e) {
            throw session.fail(e);
        }
    }

    /** Only a damaged file holds what cannot be read back. */
    private <T> T read(ResultSet result, Function<Line, T> reading) {
        try {
            return reading.apply(new Line(session, result));
        } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
            throw Failures.damaged(session.file(), e);
        } catch (DateTimeException | NullPointerException e) {
            throw Failures.damaged(session.file(), e);
        }
    }

    boolean any() {
        return one(_ -> true).isPresent();
    }

    /** The number of a statement that always gives one line. */
    long number() {
        return one(Line::number).orElseThrow();
    }

    private interface Binding {
        void bind() throws SQLException;
    }

    private Query bind(Binding binding) {
        try {
            binding.bind();
            return this;
        } catch (SQLException e) {
            throw session.fail(e);
        }
    }
}

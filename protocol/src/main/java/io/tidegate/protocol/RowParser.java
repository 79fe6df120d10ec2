package io.tidegate.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads a row from its line. What is no JSON array is an error of the batch; what is one, but not
 * this row, is a fault of the row. Used by one thread.
 */
final class RowParser {
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(32).build())
                    .build();

    private final DataType data;
    private final Column[] columns;
    private final Column channel;
    private final String miscounted;
    private long[] numbers;
    private String[] texts;
    private RowFault fault;

    RowParser(DataType data, List<Column> columns) {
        this.data = data;
        this.columns = columns.toArray(Column[]::new);
        this.channel = data.column("channel").orElse(null);
        this.miscounted = "the row does not have the header's " + columns.size() + " values";
    }

    /**
     * @return the row, or null: then {@link #fault} says why
     * @throws IOException if it is no well-formed JSON array
     */
    Row parse(byte[] line, int from, int to) throws IOException {
        int width = data.columns().size();
        numbers = new long[width];
        Arrays.fill(numbers, Row.NULL);
        texts = new String[width];
        fault = null;
        try (JsonParser json = JSON.createParser(line, from, to - from)) {
            json.nextToken();
            values(json);
            if (json.nextToken() != null) {
                throw new IOException("more than an array");
            }
        }
        if (channel != null && numbers[channel.ordinal()] == Row.NULL) {
            numbers[channel.ordinal()] = Channel.CALLS.ordinal();
        }
        return fault == null ? new Row(data, numbers, texts) : null;
    }

    RowFault fault() {
        return fault;
    }

    private void values(JsonParser json) throws IOException {
        int count = 0;
        for (JsonToken t = json.nextToken(); t != JsonToken.END_ARRAY; t = json.nextToken()) {
            if (t == null) {
                throw new IOException("the array does not end");
            }
            if (count < columns.length) {
                value(json, t, columns[count]);
            }
            json.skipChildren();
            count++;
        }
        if (count != columns.length) {
            fault = new RowFault("", miscounted);
        }
    }

    private void value(JsonParser json, JsonToken token, Column column) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        switch (column.kind()) {
            case TEXT -> texts[column.ordinal()] = text(json, token, column);
            case INSTANT -> number(column, time(json, token, column));
            case COUNT, FLAG -> number(column, whole(json, token, column));
            case SECONDS -> number(column, seconds(json, token, column));
            case CHANNEL -> number(column, channel(json, token, column));
        }
    }

    private void number(Column column, long value) {
        numbers[column.ordinal()] = value;
    }

    private String text(JsonParser json, JsonToken token, Column column) throws IOException {
        if (token != JsonToken.VALUE_STRING) {
            fault(column, "is no JSON string");
            return null;
        }
        return json.getText();
    }

    private long time(JsonParser json, JsonToken token, Column column) throws IOException {
        String text = text(json, token, column);
        long micros = text == null ? Row.NULL : WireTime.parseOr(text, Row.NULL);
        if (micros == Row.NULL) {
            fault(column, "is no time such as 2026-11-20T08:00:00Z");
        }
        return micros;
    }

    private long channel(JsonParser json, JsonToken token, Column column) throws IOException {
        String text = text(json, token, column);
        Optional<Channel> known = Optional.ofNullable(text).flatMap(Channel::of);
        if (known.isEmpty()) {
            fault(column, "is none of calls, chats, emails, social_media, documents, cases");
            return Row.NULL;
        }
        return known.get().ordinal();
    }

    private long whole(JsonParser json, JsonToken token, Column column) throws IOException {
        return switch (token) {
            case VALUE_NUMBER_INT -> inRange(column, integer(json));
            case VALUE_NUMBER_FLOAT -> inRange(column, WireNumber.NOT_WHOLE);
            default -> inRange(column, WireNumber.NO_NUMBER);
        };
    }

    private long seconds(JsonParser json, JsonToken token, Column column) throws IOException {
        return switch (token) {
            case VALUE_NUMBER_INT -> inRange(column, WireNumber.thousandfold(integer(json)));
            case VALUE_NUMBER_FLOAT -> inRange(column, WireNumber.thousandths(json.getText()));
            default -> inRange(column, WireNumber.NO_NUMBER);
        };
    }

    private static long integer(JsonParser json) throws IOException {
        long value =
                json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? WireNumber.TOO_LARGE
                        : json.getLongValue();
        return value == WireNumber.TOO_LARGE || value >= 0 ? value : WireNumber.NEGATIVE;
    }

    /** Passes numbers on; what is none becomes a fault, and never {@link Row#NULL} in silence. */
    private long inRange(Column column, long value) {
        if (value >= 0) {
            return value;
        }
        fault(column, WireNumber.reason(value));
        return Row.NULL;
    }

    private void fault(Column column, String reason) {
        if (fault == null) {
            fault = new RowFault(column.name(), reason);
        }
    }
}

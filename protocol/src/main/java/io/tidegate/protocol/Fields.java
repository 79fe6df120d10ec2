package io.tidegate.protocol;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A JSON object, read with suspicion: every field must be there and of its kind, unknown fields do
 * not matter. No message repeats a value.
 */
final class Fields {
    private static final int NESTING = 32;
    private static final int NUMBER_LENGTH = 64;
    private static final ObjectMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(NESTING)
                                                    .maxNumberLength(NUMBER_LENGTH)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    private final JsonNode node;

    private Fields(JsonNode node) {
        this.node = node;
    }

    static Fields parse(byte[] bytes, int from, int to) throws FieldException {
        if (!Utf8.isText(bytes, from, to) || hasByteOrderMark(bytes, from, to)) {
            throw new FieldException("JSON", "is no valid UTF-8");
        }
        try {
            return object("JSON", MAPPER.readTree(bytes, from, to - from));
        } catch (JacksonException e) {
            // Its message quotes the text, which may hold anything: it is not passed on.
            throw new FieldException("JSON", "is not well-formed");
        } catch (IOException e) {
            throw new IllegalStateException("reading an array does no input", e);
        }
    }

    /** RFC 8259, section 8.1, forbids it; Jackson would pass over it. */
    private static boolean hasByteOrderMark(byte[] bytes, int from, int to) {
        return to > from && (bytes[from] & 0xFF) == 0xEF;
    }

    static Fields parse(byte[] bytes) throws FieldException {
        return parse(bytes, 0, bytes.length);
    }

    static ObjectNode newObject() {
        return MAPPER.createObjectNode();
    }

    static byte[] bytes(ObjectNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JacksonException e) {
            throw new IllegalStateException("a tree can be written", e);
        }
    }

    boolean has(String name) {
        return node.hasNonNull(name);
    }

    String text(String name) throws FieldException {
        return optionalText(name).orElseThrow(() -> missing(name));
    }

    Optional<String> optionalText(String name) throws FieldException {
        if (!has(name)) {
            return Optional.empty();
        }
        return Optional.of(text(name, node.get(name)));
    }

    List<String> texts(String name) throws FieldException {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : array(name)) {
            texts.add(text(name, element));
        }
        return texts;
    }

    /** A whole number from 0 to 2^53 - 1. */
    long whole(String name) throws FieldException {
        return optionalWhole(name).orElseThrow(() -> missing(name));
    }

    OptionalLong optionalWhole(String name) throws FieldException {
        if (!has(name)) {
            return OptionalLong.empty();
        }
        JsonNode value = node.get(name);
        boolean fits =
                value.isIntegralNumber()
                        && value.canConvertToLong()
                        && value.longValue() >= 0
                        && value.longValue() <= Require.MOST;
        if (!fits) {
            throw new FieldException(name, "is no whole number from 0 to 2^53-1");
        }
        return OptionalLong.of(value.longValue());
    }

    /** A whole number that may need 64 bits: a sum. */
    long sum(String name) throws FieldException {
        JsonNode value = required(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw new FieldException(name, "is no sum");
        }
        return value.longValue();
    }

    /** Seconds with at most three decimals, as milliseconds. */
    long seconds(String name) throws FieldException {
        JsonNode value = required(name);
        try {
            if (value.isNumber() && value.decimalValue().signum() >= 0) {
                return value.decimalValue().multiply(BigDecimal.valueOf(1000)).longValueExact();
            }
        } catch (ArithmeticException e) {
            throw new FieldException(name, "has more than three decimals or is too large");
        }
        throw new FieldException(name, "is no time in seconds");
    }

    /** 64 lower-case hexadecimal digits. */
    String sha256(String name) throws FieldException {
        String text = text(name);
        if (!Require.isSha256(text)) {
            throw new FieldException(name, "is no SHA-256 in 64 lower-case digits");
        }
        return text;
    }

    /** Milliseconds as a JSON number of seconds without trailing zeros. */
    static BigDecimal decimalSeconds(long millis) {
        BigDecimal seconds = BigDecimal.valueOf(millis, 3).stripTrailingZeros();
        return seconds.scale() < 0 ? seconds.setScale(0) : seconds;
    }

    boolean flag(String name) throws FieldException {
        JsonNode value = required(name);
        if (!value.isBoolean()) {
            throw new FieldException(name, "is neither true nor false");
        }
        return value.booleanValue();
    }

    Instant time(String name) throws FieldException {
        return optionalTime(name).orElseThrow(() -> missing(name));
    }

    Optional<Instant> optionalTime(String name) throws FieldException {
        Optional<String> text = optionalText(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        OptionalLong micros = WireTime.parse(text.get());
        if (micros.isEmpty()) {
            throw new FieldException(name, "is no time such as 2026-11-20T08:00:00Z");
        }
        return Optional.of(WireTime.instant(micros.getAsLong()));
    }

    Optional<Fields> optionalObject(String name) throws FieldException {
        return has(name) ? Optional.of(object(name, node.get(name))) : Optional.empty();
    }

    List<Fields> objects(String name) throws FieldException {
        List<Fields> objects = new ArrayList<>();
        for (JsonNode element : array(name)) {
            objects.add(object(name, element));
        }
        return objects;
    }

    private JsonNode array(String name) throws FieldException {
        JsonNode value = required(name);
        if (!value.isArray()) {
            throw new FieldException(name, "is no array");
        }
        return value;
    }

    private JsonNode required(String name) throws FieldException {
        if (!has(name)) {
            throw missing(name);
        }
        return node.get(name);
    }

    private static String text(String name, JsonNode value) throws FieldException {
        if (!value.isTextual()) {
            throw new FieldException(name, "is no text");
        }
        return value.textValue();
    }

    private static Fields object(String name, JsonNode value) throws FieldException {
        if (value == null || !value.isObject()) {
            throw new FieldException(name, "is no object");
        }
        return new Fields(value);
    }

    private static FieldException missing(String name) {
        return new FieldException(name, "is missing");
    }
}

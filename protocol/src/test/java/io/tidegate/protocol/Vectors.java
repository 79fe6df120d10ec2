package io.tidegate.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The golden vectors, as their README describes them. */
final class Vectors {
    private static final Path FOLDER = Path.of("src/test/resources/vectors");
    private static final ObjectMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                                    .build())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private Vectors() {}

    /** One line of a file; its name is what a test report shows. */
    record Vector(JsonNode json) {
        String text(String field) {
            String text = json.get(field).textValue();
            for (Map.Entry<String, JsonNode> mark : json.path("stands").properties()) {
                JsonNode stands = mark.getValue();
                String repeated = stands.get(0).textValue().repeat(stands.get(1).intValue());
                text = text.replace(mark.getKey(), repeated);
            }
            return text;
        }

        long number(String field) {
            return json.get(field).longValue();
        }

        boolean flag(String field) {
            return json.get(field).booleanValue();
        }

        @Override
        public String toString() {
            return json.get("name").textValue();
        }
    }

    static Stream<Vector> of(String file) throws IOException {
        List<String> lines = Files.readAllLines(FOLDER.resolve(file), StandardCharsets.UTF_8);
        return lines.stream().map(Vectors::vector);
    }

    private static Vector vector(String line) {
        try {
            return new Vector(MAPPER.readTree(line));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A row of an array of values, read as from a file of that data without a grid of its own. */
    static Row row(JsonNode vector, JsonNode values) throws Exception {
        String header =
                """
                {"v":1,"agent":"a","stream":"s","data":%s,"interval":"5m","zone":"UTC",\
                "mode":"append","origin":{"sha256":"%s","name":"f","revision":1,\
                "modified":"2026-11-20T09:00:00Z"},"first":true,"columns":%s}
                """
                        .formatted(vector.get("data"), "0".repeat(64), vector.get("columns"));
        BatchReader reader = Batches.reader(header + MAPPER.writeValueAsString(values) + "\n");
        return switch (reader.next()) {
            case BatchLine.Good good -> good.row();
            case BatchLine other -> throw new AssertionError(other.toString());
        };
    }
}

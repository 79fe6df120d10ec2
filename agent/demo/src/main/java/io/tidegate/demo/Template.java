package io.tidegate.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A text of this package's resources with {@code ${name}} filled in. References such as {@code
 * ${file:token}} stay.
 */
record Template(String text) {
    static Template of(String resource) throws IOException {
        try (var in = Template.class.getResourceAsStream(resource)) {
            return new Template(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    String filled(Map<String, String> values) {
        String filled = text;
        for (var value : values.entrySet()) {
            filled = filled.replace("${" + value.getKey() + "}", value.getValue());
        }
        return filled;
    }

    void writeTo(Path file, Map<String, String> values) throws IOException {
        Files.writeString(file, filled(values));
    }
}

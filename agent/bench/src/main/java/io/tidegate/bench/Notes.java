package io.tidegate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Sentences about what was measured. */
final class Notes {
    private final List<String> all = new ArrayList<>();

    void add(String format, Object... values) {
        String text = format.formatted(values);
        all.add(text);
        System.out.println(text);
    }

    void write(Path file) throws IOException {
        var page =
                new StringBuilder("# What the connector is to an ACD's database\n\n")
                        .append(
                                "Written by `mvn -Pbench -Dbench.main=AcdBench -Dbench.page=RESULTS-ACD.md -Dbench.rows=50000000` (see `AcdBench`), on ")
                        .append(Runtime.getRuntime().availableProcessors())
                        .append(
                                " processors that the database, the connector and the ingest share.\n\n");
        all.forEach(note -> page.append("- ").append(note).append('\n'));
        Files.writeString(file, page);
    }
}

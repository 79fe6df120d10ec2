package io.tidegate.bench;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a CSV file costs whoever only cuts it into fields, once, with the usual library: no check,
 * no hash, nothing sent. A process of its own, as the connector is.
 */
final class NaiveCsv {
    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT.builder().setDelimiter(';').setSkipHeaderRecord(true).get();

    private NaiveCsv() {}

    /** Prints rows, characters in fields, and processor seconds. */
    public static void main(String[] args) throws IOException {
        long rows = 0;
        long characters = 0;
        try (var in = Files.newBufferedReader(Path.of(args[0]), StandardCharsets.UTF_8);
                var records = FORMAT.parse(in)) {
            for (CSVRecord one : records) {
                rows++;
                for (String field : one) {
                    characters += field.length();
                }
            }
        }
        System.out.println(rows + " " + characters + " " + cpuSeconds());
    }

    private static double cpuSeconds() {
        var system =
                (com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime() / 1e9;
    }
}

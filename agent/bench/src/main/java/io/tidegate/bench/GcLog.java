package io.tidegate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code -Xlog:gc} has written. */
final class GcLog {
    private static final Pattern BEFORE = Pattern.compile("Pause \\S+.* (\\d+)M->(\\d+)M\\(");

    private GcLog() {}

    /** The most MiB that the heap held when a collection began. */
    static long heapPeak(Path log) throws IOException {
        long peak = -1;
        for (String line : Files.readAllLines(log)) {
            Matcher pause = BEFORE.matcher(line);
            if (pause.find()) {
                peak = Math.max(peak, Long.parseLong(pause.group(1)));
            }
        }
        return peak;
    }
}

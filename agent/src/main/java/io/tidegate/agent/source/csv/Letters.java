package io.tidegate.agent.source.csv;

import java.util.List;
import java.util.stream.IntStream;

/** Names for columns that have none, as spreadsheets name them: A, B, ... Z, AA, AB. */
final class Letters {
    private static final int ALPHABET = 26;

    private Letters() {}

    /** The first names. */
    static List<String> first(int count) {
        return IntStream.range(0, count).mapToObj(Letters::of).toList();
    }

    private static String of(int index) {
        char last = (char) ('A' + index % ALPHABET);
        return index < ALPHABET ? String.valueOf(last) : of(index / ALPHABET - 1) + last;
    }
}

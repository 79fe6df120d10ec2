package io.tidegate.agent.row;

/**
 * What a list of rejected rows, which stays on this machine, says of the value at fault. It never
 * goes into a log, a metric, a page or to the cloud.
 *
 * @param line from 1; 0 if it is not known
 * @param offset of the first byte of its row; -1 if it is not known
 * @param kind what the value looks like: {@code empty}, {@code number}, {@code text} ...; {@code
 *     line} for what is no row at all; empty if it is not known
 * @param value cut and made harmless; empty wherever it could tell of a person
 */
public record Sighting(long line, long offset, String kind, String value) {
    public static final Sighting NONE = new Sighting(0, -1, "", "");
}

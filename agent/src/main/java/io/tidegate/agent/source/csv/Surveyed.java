package io.tidegate.agent.source.csv;

import java.util.List;
import java.util.Optional;

/**
 * What a file showed of itself. Holds dates and numbers of it as examples, and the names of its
 * columns, but no row.
 *
 * @param bytes the file's size
 * @param whole whether all of it was looked at
 * @param text how its bytes become characters
 * @param delimiters those under which it falls into columns equally well; the likeliest first
 * @param quote around fields; U+0000 for none
 * @param separatorLine whether a line {@code sep=;} tells the delimiter
 * @param header the line that names the columns, from 1; 0 for none
 * @param headerSure whether the names are known, or values below them are none
 * @param columns their names, or A, B, ...
 * @param tallies one per column
 * @param rows with as many fields as there are columns
 * @param ragged rows with another number of fields, and the line of the first
 * @param faults records that cannot be cut into fields, and the line of the first
 * @param totals rows that are a sum of others, and their word
 */
public record Surveyed(
        long bytes,
        boolean whole,
        TextFound text,
        List<Character> delimiters,
        char quote,
        boolean separatorLine,
        int header,
        boolean headerSure,
        List<String> columns,
        List<ColumnTally> tallies,
        long rows,
        Lines ragged,
        Lines faults,
        Optional<Totals> totals) {

    /** Lines of one kind: how many, and which was the first. */
    public record Lines(long count, long first) {
        static final Lines NONE = new Lines(0, 0);

        Lines and(long line) {
            return new Lines(count + 1, count == 0 ? line : first);
        }
    }

    /**
     * Rows that hold a word such as Total in a field of its own.
     *
     * @param alone whether the word stands in these rows only, so that it may be passed over by it
     */
    public record Totals(String word, Lines lines, boolean alone) {}

    /**
     * How bytes become characters.
     *
     * @param marked whether a byte order mark says so
     * @param beyond characters beyond ASCII
     * @param letters some of them, each once
     */
    public record TextFound(
            String encoding, boolean marked, boolean proven, long beyond, String letters) {}

    public char delimiter() {
        return delimiters.getFirst();
    }
}

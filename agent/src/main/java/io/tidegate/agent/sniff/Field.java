package io.tidegate.agent.sniff;

import io.tidegate.agent.source.csv.ColumnTally;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A column of the file.
 *
 * @param name as the header says, or its letter
 * @param role empty if the name is not known
 * @param rank of columns with the same role, the one with the lower rank is meant
 */
record Field(String name, Optional<Role> role, int rank, ColumnTally tally) {
    private static final Pattern PLAIN =
            Pattern.compile("[\\p{L}\\p{N}_.()%/-]+( [\\p{L}\\p{N}_.()%/]+)*");

    private static final Pattern SIMPLE = Pattern.compile("[\\p{L}\\p{N}_.]+( [\\p{L}\\p{N}_.]+)*");

    boolean is(Role other) {
        return role.isPresent() && role.get() == other;
    }

    /** As {@code map.<column>} names it. */
    String reference() {
        return PLAIN.matcher(name).matches() ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    /**
     * As a formula names it: quoted where a sign or a bracket could be taken for one of its own.
     */
    String inFormula() {
        return SIMPLE.matcher(name).matches() ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Whether a number may be in it, or a length of time. */
    boolean isNumeric() {
        return tally.values() == 0
                || tally.isOnly(
                        ColumnTally.Look.WHOLE,
                        ColumnTally.Look.DECIMAL,
                        ColumnTally.Look.CLOCK,
                        ColumnTally.Look.LENGTH)
                || mostly(ColumnTally.Look.WHOLE)
                || mostly(ColumnTally.Look.DECIMAL)
                || mostly(ColumnTally.Look.CLOCK)
                || mostly(ColumnTally.Look.LENGTH);
    }

    boolean mostly(ColumnTally.Look look) {
        return tally.values() > 0 && tally.count(look) * 10 >= tally.values() * 8;
    }

    /** Percentages, by their sign or by that of the column. */
    boolean isPercent() {
        return mostly(ColumnTally.Look.PERCENT) || (name.contains("%") && isNumeric());
    }

    boolean isDate() {
        return mostly(ColumnTally.Look.DATE);
    }

    boolean isDateTime() {
        return mostly(ColumnTally.Look.DATE_TIME);
    }

    boolean isClock() {
        return mostly(ColumnTally.Look.CLOCK);
    }
}

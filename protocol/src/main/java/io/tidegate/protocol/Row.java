package io.tidegate.protocol;

import java.util.Arrays;

/**
 * One row in canonical form: the values that are shipped, hashed and stored, after all checks,
 * clocks and privacy rules. Values stand at their column's ordinal; what a number means is the
 * column's {@link Kind}. The arrays are the row's own: whoever makes a row gives them away and does
 * not touch them again. Immutable by that agreement, so safe between threads.
 */
public final class Row {
    /** The number that stands for "no value". */
    public static final long NULL = Long.MIN_VALUE;

    private final DataType type;
    private final long[] numbers;
    private final String[] texts;

    /** What the judge has found of the texts, so that it is not looked for again. */
    private long plain;

    /**
     * @param type the data type
     * @param numbers one per column of the type, {@link #NULL} where absent or a text
     * @param texts one per column of the type, null where absent or a number
     */
    public Row(DataType type, long[] numbers, String[] texts) {
        this.type = type;
        this.numbers = numbers;
        this.texts = texts;
    }

    public DataType type() {
        return type;
    }

    /** All numbers by their column's ordinal; not to be changed. */
    long[] numbers() {
        return numbers;
    }

    /** All texts by their column's ordinal; not to be changed. */
    String[] texts() {
        return texts;
    }

    /**
     * Notes the texts, a bit per ordinal, of which each character is one byte of JSON. Said by the
     * judge, before others see the row.
     */
    void plain(long ordinals) {
        plain = ordinals;
    }

    /** Whether it is known that each character of a text is one byte of JSON. */
    boolean isPlain(int ordinal) {
        return (plain >>> ordinal & 1) != 0;
    }

    /** The number at that column, {@link #NULL} if absent. */
    public long number(Column column) {
        return numbers[column.ordinal()];
    }

    /** The text at that column, null if absent. */
    public String text(Column column) {
        return texts[column.ordinal()];
    }

    public boolean isNull(Column column) {
        return column.kind().isText()
                ? texts[column.ordinal()] == null
                : numbers[column.ordinal()] == NULL;
    }

    /** When the row happened: its time column, in microseconds since 1970-01-01T00:00:00Z. */
    public long time() {
        return numbers[type.timeColumn().ordinal()];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Row that
                && type == that.type
                && Arrays.equals(numbers, that.numbers)
                && Arrays.equals(texts, that.texts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(numbers) + Arrays.hashCode(texts);
    }

    /** Names the type and the time only: a row may hold what identifies a person. */
    @Override
    public String toString() {
        return type.wireName() + "@" + time();
    }
}

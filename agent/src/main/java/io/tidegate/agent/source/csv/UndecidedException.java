package io.tidegate.agent.source.csv;

/**
 * A value came that cannot be read before the whole file has told the decimal sign or the order of
 * dates: {@link CsvFiles#prove} and read again.
 */
public final class UndecidedException extends Exception {
    private static final long serialVersionUID = 1;

    UndecidedException() {
        super("the values have to be judged over the whole file first", null, false, false);
    }
}

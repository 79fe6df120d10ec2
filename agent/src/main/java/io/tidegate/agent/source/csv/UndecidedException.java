package io.tidegate.agent.source.csv;

import java.util.Optional;

/**
 * Something came that cannot be read before the whole file has told the encoding, the decimal sign
 * or the order of dates: {@link CsvFiles#decide} and read again.
 */
public final class UndecidedException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient UnfitFileException malformed;

    UndecidedException() {
        this(null);
    }

    /**
     * @param malformed what to say if the encoding is not found out; null where values are asked
     */
    UndecidedException(UnfitFileException malformed) {
        super("the file has to be judged as a whole first", null, false, false);
        this.malformed = malformed;
    }

    /** What stands if it stays undecided; empty if values are asked. */
    public Optional<UnfitFileException> malformed() {
        return Optional.ofNullable(malformed);
    }

    /** What is thrown if it is asked again after all was decided. */
    public UnfitFileException stillOpen() {
        if (malformed == null) {
            throw new IllegalStateException("a file was judged over and is still not clear", this);
        }
        return malformed;
    }
}

package io.tidegate.agent.source.sql;

/** What a column of a result holds, as far as reading it differs. */
enum ColumnType {
    TEXT("text"),
    /** Padded with blanks that mean nothing. */
    PADDED_TEXT("text"),
    INTEGER("whole number"),
    DECIMAL("decimal number"),
    REAL("floating number"),
    DOUBLE("floating number"),
    BOOLEAN("boolean"),
    LOCAL("timestamp without time zone"),
    /**
     * A time without zone that the database has computed: of a wall clock's or of an instant's,
     * which it does not say.
     */
    COMPUTED("timestamp without time zone"),
    INSTANT("timestamp with time zone"),
    /** An instant that the session, which runs in UTC, shows without an offset. */
    SESSION_UTC("timestamp with time zone"),
    DATE("date"),
    TIME("time of day"),
    DURATION("length of time"),
    /** Read as text; its word is the database's own. */
    OTHER("");

    private final String word;

    ColumnType(String word) {
        this.word = word;
    }

    /**
     * The word that a frozen shape remembers: the same for types that hold the same.
     *
     * @param databaseName what the database calls the type
     */
    String word(String databaseName) {
        return this == OTHER ? databaseName.toLowerCase(java.util.Locale.ROOT) : word;
    }

    boolean isNumber() {
        return this == INTEGER || this == DECIMAL || this == REAL || this == DOUBLE;
    }

    /** Of which the database knows that it is a time, and which. */
    boolean isTime() {
        return this == LOCAL || this == INSTANT || this == SESSION_UTC;
    }

    boolean isText() {
        return this == TEXT || this == PADDED_TEXT || this == OTHER;
    }
}

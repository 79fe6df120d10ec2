package io.tidegate.agent.source.sql.tds;

import java.util.List;
import java.util.stream.Stream;

/**
 * A column of a result.
 *
 * @param declared as a CREATE TABLE would have it
 */
record Column(String name, String declared, TdsType type) {
    private static final int NULLABLE = 0x09;

    /** By texts such as {@code timestamp datetime2(7)}. */
    static List<Column> of(String... declarations) {
        return Stream.of(declarations).map(Column::one).toList();
    }

    private static Column one(String declaration) {
        int blank = declaration.lastIndexOf(' ');
        String declared = declaration.substring(blank + 1);
        return new Column(declaration.substring(0, blank), declared, TdsType.of(declared));
    }

    void describe(Bytes out) {
        out.i32(0).u16(NULLABLE);
        type.describe(out);
        out.shortText(name);
    }
}

package io.tidegate.agent.source.sql;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of a result as the database describes them.
 *
 * @param names as the result spells them
 * @param types what they hold
 * @param words what a frozen shape remembers of the types
 */
record Described(List<String> names, List<ColumnType> types, List<String> words) {
    static Described of(ResultSetMetaData metadata, Dialect dialect) throws SQLException {
        if (metadata == null) { // A driver may; then the query must be run to be described.
            throw new SQLException("the driver describes no query before it is run", "0A000");
        }
        var names = new ArrayList<String>();
        var types = new ArrayList<ColumnType>();
        var words = new ArrayList<String>();
        for (int i = 1; i <= metadata.getColumnCount(); i++) {
            String databaseName = metadata.getColumnTypeName(i);
            ColumnType type = dialect.type(metadata, i);
            names.add(metadata.getColumnLabel(i));
            types.add(type);
            words.add(type.word(databaseName));
        }
        return new Described(List.copyOf(names), List.copyOf(types), List.copyOf(words));
    }

    /**
     * The index of that column: spelled so, or else the one that differs in case only; -1 if none.
     */
    int find(String name) {
        int exact = names.indexOf(name);
        if (exact >= 0) {
            return exact;
        }
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }
}

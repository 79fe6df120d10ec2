package io.tidegate.agent.source.sql;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The columns of a result as the database describes them.
 *
 * @param names as the result spells them
 * @param types what they hold
 * @param words what a frozen shape remembers of the types
 * @param declared what the database calls the types
 * @param endless whether they may hold what is larger than the memory and comes whole
 */
record Described(
        List<String> names,
        List<ColumnType> types,
        List<String> words,
        List<String> declared,
        List<Boolean> endless) {
    static Described of(ResultSetMetaData metadata, Dialect dialect) throws SQLException {
        if (metadata == null) { // A driver may; then the query must be run to be described.
            throw new SQLException("the driver describes no query before it is run", "0A000");
        }
        var names = new ArrayList<String>();
        var types = new ArrayList<ColumnType>();
        var words = new ArrayList<String>();
        var declared = new ArrayList<String>();
        var endless = new ArrayList<Boolean>();
        for (int i = 1; i <= metadata.getColumnCount(); i++) {
            String databaseName = metadata.getColumnTypeName(i);
            ColumnType type = dialect.type(metadata, i);
            names.add(metadata.getColumnLabel(i));
            types.add(type);
            words.add(type.word(databaseName));
            declared.add(databaseName);
            endless.add(dialect.isEndless(metadata, i));
        }
        return new Described(
                List.copyOf(names),
                List.copyOf(types),
                List.copyOf(words),
                List.copyOf(declared),
                List.copyOf(endless));
    }

    boolean isEndless() {
        return endless.contains(true);
    }

    /** Whether each can be named, in a database that does not tell upper from lower case. */
    boolean isUnambiguous() {
        var different = new TreeSet<String>(String.CASE_INSENSITIVE_ORDER);
        return names.stream().noneMatch(n -> n.isEmpty() || n.endsWith(" "))
                && different.addAll(names)
                && different.size() == names.size();
    }

    /** What a query around this one selects: of endless columns the beginning alone. */
    String selected(Dialect dialect) {
        return IntStream.range(0, names.size())
                .mapToObj(i -> selected(dialect.quoted(names.get(i)), endless.get(i), dialect))
                .collect(Collectors.joining(", "));
    }

    private static String selected(String name, boolean cut, Dialect dialect) {
        String column = "tidegate." + name;
        return cut ? dialect.beginning(column) + " AS " + name : column;
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

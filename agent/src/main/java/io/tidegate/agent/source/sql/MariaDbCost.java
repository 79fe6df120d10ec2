package io.tidegate.agent.source.sql;

import io.tidegate.agent.finding.Finding;

import java.util.List;

/**
 * One line of what EXPLAIN says of a query.
 *
 * @param table its name in the query, an alias perhaps
 * @param type how its rows are found: {@code ALL} is every one of them, {@code index} as well, in
 *     the order of an index
 * @param rows how many are looked at, as the database guesses
 */
record MariaDbCost(String table, String type, long rows) {
    private static final long LARGE = 100_000;

    static List<Finding> judge(List<MariaDbCost> tables) {
        List<Finding> large =
                tables.stream().filter(MariaDbCost::isLarge).map(MariaDbCost::finding).toList();
        return large.isEmpty()
                ? List.of(Finding.ok("the plan for a window reads no large table as a whole"))
                : large;
    }

    /** What stands within angle brackets is a result of another line. */
    private boolean isLarge() {
        boolean whole = type.equalsIgnoreCase("ALL") || type.equalsIgnoreCase("index");
        return whole && rows > LARGE && !table.startsWith("<");
    }

    private Finding finding() {
        return Finding.warn(
                "each read of an hour looks at every row of %s, about %,d of them"
                        .formatted(table, rows),
                "an index on its time column is missing, or the query compares that column within a function; ask the database's owner");
    }
}

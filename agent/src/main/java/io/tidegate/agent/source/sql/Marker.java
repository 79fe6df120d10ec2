package io.tidegate.agent.source.sql;

import io.tidegate.agent.source.sql.QueryText.Edge;

/**
 * How one end of a range is handed to a database, so that it is compared as what the column is: a
 * column that had to be converted could not be found by its index.
 */
interface Marker {
    /** As it is. */
    Marker PLAIN =
            new Marker() {
                @Override
                public String text() {
                    return "?";
                }

                @Override
                public Object value(Edge edge, Object bound) {
                    return bound;
                }
            };

    /** What stands in the query, with one question mark. */
    String text();

    /**
     * The bound as that type can hold it, never narrower than the range.
     *
     * @param bound as a {@link Bind} gives it
     */
    Object value(Edge edge, Object bound);
}

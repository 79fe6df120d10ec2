package io.tidegate.agent.source.csv;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * The lines of configuration that answer a question, ready to be pasted.
 *
 * @param source the source's name
 */
record Paste(String source) {
    String line(String key, String value) {
        return "source." + source + "." + key + " = " + value;
    }

    String either(String key, Collection<String> values) {
        return values.stream()
                .map(value -> line(key, value))
                .collect(Collectors.joining("  or  ", "Add one of these lines:  ", ""));
    }

    /** One line for each order in which dates of that shape may be read. */
    String dates(Collection<DateOrder> orders, DateShape shape) {
        return either("csv.date-format", orders.stream().map(shape::pattern).toList());
    }
}

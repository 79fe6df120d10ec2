package io.tidegate.agent.source.csv;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * The lines of configuration that answer a question, ready to be pasted.
 *
 * @param source the source's name
 */
record Paste(String source) {
    private static final String OFFER = "Add one of these lines:  ";

    /** Whether a sentence offers lines to choose from: then no yes suffices. */
    static boolean isOffered(String sentence) {
        return sentence.contains(OFFER);
    }

    /** What to do about a file that is written otherwise than those before it. */
    static String alone(String line) {
        return "accept it if that is right for this file alone; if it is to stay so, add:  " + line;
    }

    String line(String key, String value) {
        return "source." + source + "." + key + " = " + value;
    }

    String either(String key, Collection<String> values) {
        return values.stream()
                .map(value -> line(key, value))
                .collect(Collectors.joining("  or  ", OFFER, ""));
    }

    /** One line for each order in which dates of that shape may be read. */
    String dates(Collection<DateOrder> orders, DateShape shape) {
        return either("csv.date-format", orders.stream().map(shape::pattern).toList());
    }
}

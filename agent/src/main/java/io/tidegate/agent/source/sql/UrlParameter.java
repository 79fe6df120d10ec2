package io.tidegate.agent.source.sql;

import java.util.Locale;

/** A parameter of a JDBC URL. */
record UrlParameter(String name, String value) {
    static UrlParameter of(String text) {
        int equals = text.indexOf('=');
        return equals < 0
                ? new UrlParameter(text.strip(), "")
                : new UrlParameter(
                        text.substring(0, equals).strip(), text.substring(equals + 1).strip());
    }

    /** Whether it is that one, by a driver that does not tell capitals. */
    boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }

    /** What it says, for words that may be written in capitals. */
    String word() {
        return value.toLowerCase(Locale.ROOT);
    }
}

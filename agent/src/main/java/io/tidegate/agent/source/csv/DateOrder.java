package io.tidegate.agent.source.csv;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** In which order a date of three numbers is to be read. */
public enum DateOrder {
    YEAR_FIRST("year first"),
    DAY_FIRST("day first"),
    MONTH_FIRST("month first");

    private final String words;

    DateOrder(String words) {
        this.words = words;
    }

    /** As a person says it. */
    @Override
    public String toString() {
        return words;
    }

    /** The java.time pattern of such a date. */
    String pattern(String year, String month, String day, char separator) {
        String pattern =
                switch (this) {
                    case YEAR_FIRST -> "%1$s/%2$s/%3$s";
                    case DAY_FIRST -> "%3$s/%2$s/%1$s";
                    case MONTH_FIRST -> "%2$s/%3$s/%1$s";
                };
        return pattern.formatted(year, month, day).replace('/', separator);
    }

    /** One bit per order. */
    int bit() {
        return 1 << ordinal();
    }

    static int bits(Collection<DateOrder> orders) {
        return orders.stream().mapToInt(DateOrder::bit).reduce(0, (a, b) -> a | b);
    }

    static Set<DateOrder> of(int bits) {
        var orders = EnumSet.noneOf(DateOrder.class);
        Arrays.stream(values()).filter(o -> (bits & o.bit()) != 0).forEach(orders::add);
        return orders;
    }
}

package io.tidegate.agent.source.csv;

import io.tidegate.agent.row.Percent;

import java.math.BigDecimal;

/** Numbers of a column whose name says that they are in percent. Used by one thread. */
final class PointsReader implements ValueReader {
    private final ValueReader numbers;

    PointsReader(ValueReader numbers) {
        this.numbers = numbers;
    }

    @Override
    public Object read(char[] chars, int from, int to) {
        return switch (numbers.read(chars, from, to)) {
            case Long points -> new Percent(BigDecimal.valueOf(points));
            case BigDecimal points -> new Percent(points);
            case null -> null;
            case Object other -> other;
        };
    }
}

package io.tidegate.agent.row;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A share that a source gives in percent, as it was shown: what it is a share of may tell which
 * count was meant.
 *
 * @param points 94.01 for 94.01%, with as many decimals as were shown
 */
public record Percent(BigDecimal points) {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** 0.9401 for 94.01%. */
    BigDecimal share() {
        return points.movePointLeft(2);
    }

    /**
     * The count that is this share of a whole one; null if that is unknown.
     *
     * @throws BadValue unless exactly one whole number rounds to what was shown
     */
    BigDecimal of(BigDecimal whole) throws BadValue {
        if (whole == null || whole.signum() == 0) {
            return whole;
        }
        BigDecimal half = BigDecimal.valueOf(5, Math.max(0, points.scale()) + 1);
        BigDecimal least = count(points.subtract(half), whole, RoundingMode.CEILING);
        BigDecimal most = count(points.add(half), whole, RoundingMode.FLOOR);
        if (points.signum() >= 0) {
            least = least.max(BigDecimal.ZERO);
        }
        if (points.compareTo(HUNDRED) <= 0) {
            most = most.min(whole);
        }
        if (least.compareTo(most) > 0) {
            throw new BadValue(
                    "is a percentage that no whole number gives: is it a share of another column?");
        }
        if (least.compareTo(most) < 0) {
            throw new BadValue(
                    "is a percentage that several whole numbers give: export it with more decimals,"
                            + " or the count itself");
        }
        return least;
    }

    private static BigDecimal count(BigDecimal points, BigDecimal whole, RoundingMode to) {
        return points.multiply(whole).movePointLeft(2).setScale(0, to);
    }
}

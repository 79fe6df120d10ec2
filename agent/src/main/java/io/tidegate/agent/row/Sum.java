package io.tidegate.agent.row;

import java.math.BigDecimal;

/** A number made of columns. Unknown, which is null, if one of them is. Stateless. */
sealed interface Sum {
    BigDecimal of(RawRow raw) throws BadValue;

    /**
     * A column.
     *
     * @param length whether it may be a length of time
     */
    record Operand(int index, boolean length) implements Sum {
        @Override
        public BigDecimal of(RawRow raw) throws BadValue {
            Object value = raw.value(index);
            if (value instanceof Percent percent) {
                return percent.share();
            }
            return length ? Values.seconds(value) : Values.decimal(value);
        }
    }

    /**
     * Two of them with a sign between.
     *
     * @param count whether the whole is a count, so that a percentage of a count is one as well
     */
    record Operation(Sum left, char sign, Sum right, boolean count) implements Sum {
        @Override
        public BigDecimal of(RawRow raw) throws BadValue {
            BigDecimal one = left.of(raw);
            BigDecimal other = right.of(raw);
            return switch (sign) {
                case '+' -> one == null || other == null ? null : one.add(other);
                case '-' -> one == null || other == null ? null : one.subtract(other);
                case '*' -> product(raw, one, other);
                default -> throw new IllegalStateException("no sign: " + sign);
            };
        }

        private BigDecimal product(RawRow raw, BigDecimal one, BigDecimal other) throws BadValue {
            if (count && percent(left, raw) instanceof Percent percent) {
                return percent.of(other);
            }
            if (count && percent(right, raw) instanceof Percent percent) {
                return percent.of(one);
            }
            return Ingredient.product(one, other);
        }

        private static Object percent(Sum sum, RawRow raw) {
            return sum instanceof Operand(int index, _) ? raw.value(index) : null;
        }
    }
}

package io.tidegate.config;

import io.tidegate.config.SourceConfig.Mapping;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code map.<column>} says: a column, a constant, or columns with signs between them as
 * {@link FormulaText} reads them.
 */
final class MappingText {
    private static final Pattern CONSTANT = Pattern.compile("'((?:[^']|'')*)'");

    private MappingText() {}

    static Mapping parse(String text) throws RefusedException {
        Matcher constant = CONSTANT.matcher(text);
        if (constant.matches()) {
            return new Mapping.Constant(constant.group(1).replace("''", "'"));
        }
        return new FormulaText(text).mapping();
    }
}

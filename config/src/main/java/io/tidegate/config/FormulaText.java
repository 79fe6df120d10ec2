package io.tidegate.config;

import io.tidegate.config.SourceConfig.Mapping;
import io.tidegate.config.SourceConfig.Mapping.Term;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a computed column. This is all of the grammar:
 *
 * <pre>
 * sum     = product { (" + " | " - ") product }
 * product = factor { " * " factor }
 * factor  = name | "(" sum ")"
 * </pre>
 *
 * A sign has blanks on both sides. A name ends before a sign, or before the {@code )} that closes a
 * group that was opened before it; what is in double quotes is one name, whatever it holds. There
 * are at most four names. Used once.
 */
final class FormulaText {
    private static final int MOST_NAMES = 4;
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"]|\"\")+)\"\\s*");
    private static final Pattern SIGN = Pattern.compile("\\s+([-+*/])\\s+");

    /** An operator with nothing on its other side. */
    private static final Pattern LONELY = Pattern.compile("[-+*/]\\s.*|.*\\s[-+*/]|");

    private final String text;
    private int at;
    private int groups;
    private int names;

    FormulaText(String text) {
        this.text = text;
    }

    Mapping mapping() throws RefusedException {
        Term term = sum();
        if (at < text.length()) {
            throw notSo();
        }
        return switch (term) {
            case Term.Name(var column) -> new Mapping.From(column);
            case Term.Operation(Term.Name(var left), char sign, Term.Name(var right)) ->
                    new Mapping.Computed(left, sign, right);
            case Term.Operation operation -> new Mapping.Formula(operation);
        };
    }

    private Term sum() throws RefusedException {
        Term left = product();
        while (isNext("+") || isNext("-")) {
            char sign = sign();
            left = new Term.Operation(left, sign, product());
        }
        return left;
    }

    private Term product() throws RefusedException {
        Term left = factor();
        while (isNext("*") || isNext("/")) {
            char sign = sign();
            if (sign == '/') {
                throw new RefusedException(
                        "columns cannot be divided; quote a name that holds / between blanks");
            }
            left = new Term.Operation(left, sign, factor());
        }
        return left;
    }

    private Term factor() throws RefusedException {
        if (!text.startsWith("(", at)) {
            return name();
        }
        at++;
        groups++;
        Term inner = sum();
        if (!text.startsWith(")", at)) {
            throw notSo();
        }
        at++;
        groups--;
        return inner;
    }

    private Term name() throws RefusedException {
        Matcher quoted = QUOTED.matcher(text).region(at, text.length());
        boolean quotes = quoted.lookingAt();
        String name = quotes ? quoted.group(1).replace("\"\"", "\"") : plain();
        at = quotes ? at + quoted.group().stripTrailing().length() : at + name.length();
        if (!quotes && (LONELY.matcher(name.strip()).matches() || name.matches(".*[\"'].*"))) {
            throw notSo();
        }
        if (!quotes && name.strip().matches("\\d+([.,]\\d+)?")) {
            throw new RefusedException("both sides must be columns, numbers are not possible here");
        }
        if (++names > MOST_NAMES) {
            throw new RefusedException(
                    "has more than "
                            + MOST_NAMES
                            + " columns: let the export or the query do such a sum");
        }
        return new Term.Name(name.strip());
    }

    /** The text up to what ends a name; groups that open within it belong to it. */
    private String plain() {
        int within = 0;
        int end = at;
        while (end < text.length() && !SIGN.matcher(text).region(end, text.length()).lookingAt()) {
            char c = text.charAt(end);
            if (c == ')' && within == 0 && groups > 0) {
                break;
            }
            within += c == '(' ? 1 : c == ')' ? -1 : 0;
            end++;
        }
        return text.substring(at, end);
    }

    private boolean isNext(String sign) {
        Matcher next = SIGN.matcher(text).region(at, text.length());
        return next.lookingAt() && next.group(1).equals(sign);
    }

    private char sign() {
        Matcher next = SIGN.matcher(text).region(at, text.length());
        next.lookingAt();
        at = next.end();
        return next.group(1).charAt(0);
    }

    private RefusedException notSo() {
        return new RefusedException(
                Quoted.text(text)
                        + " is neither a column, a 'constant', nor two to four columns with + - *"
                        + " between them; quote a name that holds such signs: \"Calls + Chats\"");
    }
}

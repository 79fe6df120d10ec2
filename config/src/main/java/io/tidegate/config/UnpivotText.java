package io.tidegate.config;

import io.tidegate.config.CsvValues.Unpivot;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code csv.unpivot} says: {@code <name>, <value> from <columns>} or {@code <name>, <value>
 * from * without <columns>}, where columns are names with commas between them. A name that holds a
 * comma, {@code from} or {@code without} as a word stands in double quotes.
 */
final class UnpivotText {
    static final String EXAMPLE = "Queue, Calls from * without Date, Time, Total";

    private static final Pattern ITEM =
            Pattern.compile(
                    "\\s*(?:\"((?:[^\"]|\"\")+)\"|((?:(?!\\s(?:from|without)\\s)[^\",])+))\\s*");
    private static final Pattern WORD = Pattern.compile("\\s*(from|without)\\s+|\\s*(,)");

    private final String text;
    private int at;

    private UnpivotText(String text) {
        this.text = text;
    }

    static Unpivot parse(String text) throws RefusedException {
        return new UnpivotText(text).unpivot();
    }

    private Unpivot unpivot() throws RefusedException {
        List<String> made = list();
        if (made.size() != 2 || !word("from")) {
            throw notSo();
        }
        List<String> from = list();
        boolean all = from.equals(List.of("*"));
        List<String> without = word("without") ? list() : List.of();
        if (at < text.length() || (!all && (from.contains("*") || !without.isEmpty()))) {
            throw notSo();
        }
        if (made.get(0).equalsIgnoreCase(made.get(1))) {
            throw new RefusedException("the two new columns need two names");
        }
        return new Unpivot(made.get(0), made.get(1), all ? List.of() : from, without);
    }

    private List<String> list() throws RefusedException {
        List<String> items = new ArrayList<>();
        do {
            Matcher item = ITEM.matcher(text).region(at, text.length());
            if (!item.lookingAt()) {
                throw notSo();
            }
            String plain = item.group(2);
            items.add(plain == null ? item.group(1).replace("\"\"", "\"") : plain.strip());
            at = plain == null ? item.end() : item.end(2);
        } while (word(","));
        return List.copyOf(items);
    }

    private boolean word(String word) {
        Matcher next = WORD.matcher(text).region(at, text.length());
        boolean found = next.lookingAt() && next.group().strip().equals(word);
        at = found ? next.end() : at;
        return found;
    }

    private RefusedException notSo() {
        return new RefusedException(
                Quoted.text(text) + " does not say which columns become rows, as in: " + EXAMPLE);
    }
}

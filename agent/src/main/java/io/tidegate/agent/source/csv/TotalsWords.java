package io.tidegate.agent.source.csv;

import java.util.Locale;
import java.util.Set;

/** The words by which a line says that it sums or averages others. */
final class TotalsWords {
    private static final Set<String> WORDS =
            Set.of(
                    ("total totals totalled subtotal subtotals sub-total sum sums average averages"
                                    + " summe summen gesamt gesamtsumme gesamtergebnis insgesamt"
                                    + " zwischensumme teilsumme durchschnitt mittelwert"
                                    + " totaux sous-total somme moyenne"
                                    + " totale totali subtotale somma media"
                                    + " totaal eindtotaal subtotaal gemiddelde"
                                    + " totales suma promedio")
                            .split(" "));

    private TotalsWords() {}

    /** Whether a text begins or ends with such a word. */
    static boolean in(String text) {
        String words = text.strip().toLowerCase(Locale.ROOT);
        int first = end(words);
        int last = words.length();
        while (last > 0 && !isLetter(words.charAt(last - 1))) {
            last--;
        }
        return WORDS.contains(words.substring(0, first))
                || WORDS.contains(words.substring(begin(words, last), last));
    }

    /** Whether it begins with one. */
    static boolean beginsWithOne(String text) {
        String words = text.strip().toLowerCase(Locale.ROOT);
        return WORDS.contains(words.substring(0, end(words)));
    }

    private static int end(String words) {
        int end = 0;
        while (end < words.length() && isLetter(words.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int begin(String words, int last) {
        int begin = last;
        while (begin > 0 && isLetter(words.charAt(begin - 1))) {
            begin--;
        }
        return begin;
    }

    private static boolean isLetter(char c) {
        return Character.isLetter(c) || c == '-';
    }
}

package io.tidegate.agent.source.csv;

import java.lang.Character.UnicodeScript;

/**
 * Whether a word can be one as it was decoded. Text in a wrong encoding shows signs in the middle
 * of words, capitals behind small letters, letters of two scripts in one word, or words of nothing
 * but accents.
 */
final class WordSense {
    /** Signs beyond ASCII that stand between words, or at their ends. */
    private static final String SIGNS = "\u00A0°€£§©®™«»“”„‚‘’–—…•·¿¡ºª²³µ№、。・「」（）：／－～，！？";

    /** Letters that say that the one before is long, or comes again. */
    private static final String REPEATS = "ー々ゝヽ";

    private static final String WITHIN = "’·";
    private static final int ALL_ACCENTS = 3;

    private WordSense() {}

    static boolean has(String word) {
        int accents = 0;
        int plain = 0;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c >= 0x80) {
                if (!fits(word, i)) {
                    return false;
                }
                accents += script(c) == UnicodeScript.LATIN ? 1 : 0;
            } else if (Character.isLetter(c)) {
                plain++;
            }
        }
        return accents < ALL_ACCENTS || accents <= plain * 2;
    }

    private static boolean fits(String word, int at) {
        char c = word.charAt(at);
        char before = at == 0 ? ' ' : word.charAt(at - 1);
        char after = at + 1 == word.length() ? ' ' : word.charAt(at + 1);
        if (!Character.isLetter(c) || isModifier(c)) {
            boolean inside = Character.isLetter(before) && Character.isLetter(after);
            return WITHIN.indexOf(c) >= 0
                    || (SIGNS.indexOf(c) >= 0 && !(inside && !isAsian(before)));
        }
        return joins(before, c)
                && joins(c, after)
                && !(isAscii(before) && isAsian(c) && isAscii(after));
    }

    /** Whether two letters may follow each other. */
    private static boolean joins(char one, char two) {
        if (!Character.isLetter(one) || !Character.isLetter(two) || isAsian(one) || isAsian(two)) {
            return !(isKorean(one) && isHan(two)) && !(isHan(one) && isKorean(two));
        }
        boolean sameScript = script(one) == script(two);
        return sameScript && !(Character.isLowerCase(one) && Character.isUpperCase(two));
    }

    private static boolean isAscii(char c) {
        return c < 0x80 && Character.isLetter(c);
    }

    private static boolean isModifier(char c) {
        boolean modifier = Character.getType(c) == Character.MODIFIER_LETTER;
        return (modifier && !isAsian(c)) || "ºª".indexOf(c) >= 0;
    }

    private static boolean isAsian(char c) {
        return REPEATS.indexOf(c) >= 0 || isAsian(script(c));
    }

    private static boolean isAsian(UnicodeScript script) {
        return switch (script) {
            case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO -> true;
            default -> false;
        };
    }

    private static boolean isHan(char c) {
        return script(c) == UnicodeScript.HAN;
    }

    private static boolean isKorean(char c) {
        return script(c) == UnicodeScript.HANGUL;
    }

    private static UnicodeScript script(char c) {
        return UnicodeScript.of(c);
    }
}

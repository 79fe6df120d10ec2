package io.tidegate.agent.source.csv;

/** What a text looks like to a person who does not see it. */
enum Look {
    EMPTY("empty"),
    NUMBER("number"),
    TIME("time"),
    DATE("date"),
    TEXT("text"),
    TOO_LONG("too long");

    private static final int LONG = 256;
    private static final int SHOWN = 60;

    private final String words;

    Look(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    static Look of(String text) {
        String bare = text.strip();
        if (bare.isEmpty()) {
            return EMPTY;
        }
        if (bare.length() > LONG) {
            return TOO_LONG;
        }
        if (isNumber(bare)) {
            return NUMBER;
        }
        if (bare.chars().noneMatch(c -> c >= '0' && c <= '9')) {
            return TEXT;
        }
        if (bare.matches("[0-9: ./T+Zz-]+( ?[AaPp]\\.?[Mm]\\.?)?")) {
            return bare.matches(".*[0-9][-/.][0-9].*") && !bare.matches("[0-9:.]+")
                    ? DATE
                    : clock(bare);
        }
        return TEXT;
    }

    private static Look clock(String bare) {
        return bare.indexOf(':') < 0 && bare.matches("[0-9]+[.][0-9]+[.][0-9]+") ? DATE : TIME;
    }

    /** A number as a spreadsheet or a program writes it: nothing that could be a formula. */
    private static boolean isNumber(String text) {
        return text.matches("[+-]?[0-9][0-9.,' \u00A0\u202F]*([eE][+-]?[0-9]+)?%?")
                && !text.matches("[0-9]+[.][0-9]+[.][0-9]{2,4}");
    }

    /** Cut, on one line, and nothing that a spreadsheet would take for a formula. */
    static String harmless(String text) {
        return harmless(text, SHOWN);
    }

    static String harmless(String text, int most) {
        var shown = new StringBuilder();
        for (int i = 0; i < text.length() && shown.length() < most; i++) {
            char c = text.charAt(i);
            shown.append(
                    Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
                            ? "\\u%04X".formatted((int) c)
                            : String.valueOf(c));
        }
        String cut = shown.length() > most ? shown.substring(0, most) : shown.toString();
        return isFormula(cut) ? "'" + cut : cut;
    }

    private static boolean isFormula(String text) {
        String bare = text.strip();
        return !bare.isEmpty() && "=+-@".indexOf(bare.charAt(0)) >= 0 && !isNumber(bare);
    }
}

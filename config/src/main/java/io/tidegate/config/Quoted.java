package io.tidegate.config;

/** A text from a file, made fit for a message: short, in one line, without credentials. */
final class Quoted {
    private static final int LONGEST = 60;

    private Quoted() {}

    static String text(String text) {
        String line = Mask.credentials(text).replaceAll("\\p{Cntrl}", " ");
        String cut = line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
        return "\"" + cut + "\"";
    }
}

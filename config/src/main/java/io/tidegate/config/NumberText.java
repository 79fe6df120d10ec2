package io.tidegate.config;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers, sizes and percentages as they are written in a properties file. */
final class NumberText {
    private static final Pattern SIZE =
            Pattern.compile(
                    "(\\d{1,15})\\s*(B|KB|MB|GB|TB|KiB|MiB|GiB|TiB)", Pattern.CASE_INSENSITIVE);
    private static final Pattern SHARE = Pattern.compile("(\\d{1,3}(?:[.,]\\d{1,3})?)\\s*%");

    private NumberText() {}

    static int integer(String text, int least, int most) throws RefusedException {
        if (!text.matches("-?\\d{1,9}")) {
            throw new RefusedException(Quoted.text(text) + " is no whole number");
        }
        int number = Integer.parseInt(text);
        if (number < least || number > most) {
            // The least is a choice somebody made; the most is only where numbers end.
            throw new RefusedException(
                    text + " is out of range: from " + least + " to " + most,
                    Optional.of(String.valueOf(least)).filter(_ -> number < least));
        }
        return number;
    }

    /** KiB counts 1024 bytes, KB 1000. */
    static long size(String text, long least, long most) throws RefusedException {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new RefusedException(
                    Quoted.text(text) + " is no size such as 512KiB or 1GiB",
                    Optional.of(text + "MiB").filter(_ -> text.matches("\\d{1,6}")));
        }
        long bytes = bytes(Long.parseLong(size.group(1)), size.group(2).toUpperCase(Locale.ROOT));
        if (bytes < least || bytes > most) {
            throw new RefusedException(
                    text + " is out of range: from " + showSize(least) + " to " + showSize(most),
                    Optional.of(showSize(Math.clamp(bytes, least, most))));
        }
        return bytes;
    }

    private static long bytes(long number, String unit) {
        long base = unit.endsWith("IB") ? 1024 : 1000;
        int power = "BKMGT".indexOf(unit.charAt(0));
        double bytes = number * Math.pow(base, power);
        return bytes >= Long.MAX_VALUE ? Long.MAX_VALUE : (long) bytes;
    }

    static String showSize(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        long number = bytes;
        while (number >= 1024 && number % 1024 == 0 && unit < units.length - 1) {
            number /= 1024;
            unit++;
        }
        return number + units[unit];
    }

    static double share(String text, double least) throws RefusedException {
        Matcher share = SHARE.matcher(text);
        if (!share.matches()) {
            throw new RefusedException(
                    Quoted.text(text) + " is no percentage such as 20%",
                    Optional.of(text + "%").filter(_ -> text.matches("\\d{1,3}")));
        }
        double value = Double.parseDouble(share.group(1).replace(',', '.')) / 100;
        if (value < least || value > 1) {
            throw new RefusedException(
                    text + " is out of range: from " + Math.round(least * 100) + "% to 100%");
        }
        return value;
    }
}

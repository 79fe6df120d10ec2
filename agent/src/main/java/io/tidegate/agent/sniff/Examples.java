package io.tidegate.agent.sniff;

import io.tidegate.agent.source.csv.ColumnTally;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a value of the file would be under one of several readings. Dates and numbers only. */
final class Examples {
    private static final DateTimeFormatter WORDS =
            DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

    private Examples() {}

    /** Empty if there is none. */
    static String of(String key, String value, List<ColumnTally> tallies) {
        return switch (key) {
            case "csv.date-format" -> date(value, tallies);
            case "csv.decimal" -> number(value, tallies);
            default -> "";
        };
    }

    private static String date(String pattern, List<ColumnTally> tallies) {
        Optional<String> text =
                tallies.stream()
                        .flatMap(t -> t.ambiguousDate().or(t::firstTime).stream())
                        .findFirst()
                        .map(t -> t.split("[ T]")[0]);
        try {
            return text.map(
                            t ->
                                    t
                                            + " is "
                                            + LocalDate.parse(
                                                            t,
                                                            DateTimeFormatter.ofPattern(
                                                                    pattern, Locale.ROOT))
                                                    .format(WORDS))
                    .orElse("");
        } catch (DateTimeException _) {
            return "";
        }
    }

    private static String number(String sign, List<ColumnTally> tallies) {
        return tallies.stream()
                .flatMap(t -> t.ambiguousNumber().stream())
                .findFirst()
                .map(t -> t + " is " + plain(t, sign))
                .orElse("");
    }

    private static String plain(String text, String sign) {
        String other = sign.equals(".") ? "," : ".";
        var number = new BigDecimal(text.replace(other, "").replace(sign, "."));
        return number.stripTrailingZeros().toPlainString()
                + (number.scale() <= 0 ? "" : " (a bit more than " + number.intValue() + ")");
    }
}

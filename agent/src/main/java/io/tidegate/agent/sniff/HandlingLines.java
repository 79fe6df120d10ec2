package io.tidegate.agent.sniff;

import io.tidegate.agent.sniff.Entry.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The lines for handling time: a total, an average, or the parts it is made of. Parts are a choice
 * unless their names say that they are totals and all three are there. Used by one thread.
 */
final class HandlingLines {
    private static final String KEY = "map.handlingtime";
    private static final String NO_TOTAL =
            "handlingtime must be chosen: no column is the total handling time (talk, hold and"
                    + " after-call work)";

    /** Names that say that a column is the sum over an interval. */
    private static final Pattern TOTAL =
            Pattern.compile("(total|summe|t|sum) .*|.* (gesamt|total)");

    private final Fields fields;
    private final Draft draft;

    HandlingLines(Fields fields, Draft draft) {
        this.fields = fields;
        this.draft = draft;
    }

    void write() {
        Optional<Field> total = fields.number(Role.HANDLING);
        Optional<Field> average = fields.number(Role.AHT);
        if (total.isPresent()) {
            draft.set(KEY, total.get().reference(), "the total of the interval, not an average");
        } else if (average.isPresent()) {
            average(average.get());
        } else if (fields.number(Role.TALK).isPresent()) {
            parts(fields.number(Role.TALK).get());
        } else if (fields.number(Role.AVG_TALK).isPresent()
                && fields.number(Role.ANSWERED).isPresent()) {
            averages(fields.number(Role.AVG_TALK).get(), fields.number(Role.ANSWERED).get());
        } else {
            draft.choose(
                    "handlingtime must be chosen: no column is the total handling time, or its"
                            + " average (map.aht)",
                    List.of(new Option(KEY, "NAME OF THE COLUMN", "")),
                    KEY,
                    "'0'");
        }
    }

    private void average(Field average) {
        draft.set(
                "map.aht",
                average.reference(),
                "an average: handling time is then this x answered, and loses what the average"
                        + " was rounded by");
    }

    private void parts(Field talk) {
        Optional<Field> hold = fields.number(Role.HOLD);
        Optional<Field> wrap = fields.number(Role.WRAP);
        List<Field> all = parts(talk, List.of(hold, wrap));
        if (all.size() == 3 && all.stream().allMatch(HandlingLines::isTotal)) {
            draft.set(KEY, sum(all), "the totals of its parts");
            return;
        }
        List<Option> options = new ArrayList<>();
        options.add(new Option(KEY, sum(all), "if these are totals, and that is all of it"));
        hold.ifPresent(
                h -> options.add(new Option(KEY, sum(parts(talk, List.of(wrap))), within(h))));
        draft.choose(NO_TOTAL, options, KEY, sum(all));
    }

    private static boolean isTotal(Field field) {
        return TOTAL.matcher(KnownColumns.plain(field.name())).matches();
    }

    private void averages(Field talk, Field answered) {
        Optional<Field> hold = fields.number(Role.AVG_HOLD);
        Optional<Field> wrap = fields.number(Role.AVG_WRAP);
        String times = " * " + answered.inFormula();
        String first = inBrackets(parts(talk, List.of(hold, wrap))) + times;
        List<Option> options = new ArrayList<>();
        options.add(new Option(KEY, first, "if these are averages over the answered contacts"));
        hold.ifPresent(
                h ->
                        options.add(
                                new Option(
                                        KEY,
                                        inBrackets(parts(talk, List.of(wrap))) + times,
                                        within(h))));
        draft.choose(
                NO_TOTAL
                        + ", or its average. Made of averages it loses what these were rounded by:"
                        + " have the total exported if that can be done",
                options,
                KEY,
                first);
    }

    private static String within(Field hold) {
        return "if \"" + hold.name() + "\" is part of talk time already";
    }

    private static List<Field> parts(Field talk, List<Optional<Field>> others) {
        return Stream.concat(Stream.of(talk), others.stream().flatMap(Optional::stream)).toList();
    }

    private static String inBrackets(List<Field> parts) {
        return parts.size() == 1 ? sum(parts) : "(" + sum(parts) + ")";
    }

    private static String sum(List<Field> parts) {
        return parts.size() == 1
                ? parts.getFirst().inFormula()
                : parts.stream().map(Field::inFormula).collect(Collectors.joining(" + "));
    }
}

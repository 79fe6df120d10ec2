package io.tidegate.agent.sniff;

import io.tidegate.agent.sniff.Entry.Option;

import java.util.List;
import java.util.Optional;

/** The lines for handling time: a total, an average, or the parts it is made of. */
final class HandlingLines {
    private static final String KEY = "map.handlingtime";

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
        } else {
            missing();
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
        Optional<Field> wrap = fields.number(Role.WRAP);
        String value =
                wrap.map(w -> talk.reference() + " + " + w.reference()).orElse(talk.reference());
        String hold =
                fields.number(Role.HOLD)
                        .map(h -> "; \"" + h.name() + "\" must then be part of talk time")
                        .orElse("");
        draft.choose(
                "handlingtime must be chosen: no column is the total handling time"
                        + " (talk, hold and after-call work)",
                List.of(new Option(KEY, value, "if that is all of it" + hold)),
                KEY,
                value);
    }

    private void missing() {
        boolean averages = fields.has(Role.AVG_TALK, Role.AVG_WRAP);
        String why =
                averages
                        ? "handlingtime must be chosen: there are only averages of its parts (such as \""
                                + fields.first(Role.AVG_TALK, Role.AVG_WRAP).orElseThrow().name()
                                + "\"), and their sum is not made up here. Have total handling time"
                                + " exported, or the average handling time of all parts (map.aht)"
                        : "handlingtime must be chosen: no column is the total handling time, or its"
                                + " average (map.aht)";
        draft.choose(why, List.of(new Option(KEY, "NAME OF THE COLUMN", "")), KEY, "'0'");
    }
}

package io.tidegate.agent.sniff;

import io.tidegate.agent.sniff.Entry.Choice;
import io.tidegate.agent.sniff.Entry.Line;
import io.tidegate.agent.sniff.Entry.Offer;
import io.tidegate.agent.sniff.Entry.Option;
import io.tidegate.agent.sniff.Entry.Remark;
import io.tidegate.agent.source.csv.ColumnTally;
import io.tidegate.agent.source.csv.ColumnTally.Look;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A file's findings and the proposal as lines for a person. Stateless. */
public final class SniffText {
    private static final int WIDTH = 96;
    private static final int MOST_NAME = 32;
    private static final int MOST_COLUMNS = 40;
    private static final Map<Look, String> LOOKS =
            Map.of(
                    Look.WHOLE, "whole numbers",
                    Look.DECIMAL, "numbers with decimals",
                    Look.DATE, "dates",
                    Look.DATE_TIME, "dates with times",
                    Look.CLOCK, "times of day or lengths",
                    Look.LENGTH, "lengths of time",
                    Look.PERCENT, "percentages",
                    Look.TEXT, "texts");

    private SniffText() {}

    /** What was found, each with how sure it is. */
    public static List<String> findings(Sniffed found) {
        List<String> lines = new ArrayList<>();
        for (Finding finding : found.findings) {
            String head = "  %-9s ".formatted(finding.about());
            wrap(head, " ".repeat(head.length()), words(finding), lines);
        }
        return lines;
    }

    static String words(Finding finding) {
        return finding.certainty().words() + ": " + finding.text();
    }

    /** The columns of the file, what their values look like, and what each is used for. */
    public static List<String> columns(Sniffed found) {
        int width =
                found.fields.all().stream()
                        .mapToInt(f -> Math.min(MOST_NAME, f.name().length()))
                        .max()
                        .orElse(1);
        List<Field> shown =
                found.fields.all().size() <= MOST_COLUMNS
                        ? found.fields.all()
                        : found.fields.all().stream()
                                .filter(f -> !use(found, f).isEmpty())
                                .toList();
        List<String> lines =
                new ArrayList<>(
                        shown.stream()
                                .map(
                                        f ->
                                                ("  %-" + width + "s  %-28s %s")
                                                        .formatted(
                                                                f.name(),
                                                                looks(f.tally()),
                                                                use(found, f))
                                                        .stripTrailing())
                                .toList());
        int more = found.fields.all().size() - shown.size();
        if (more > 0) {
            lines.add("  and %,d more, of which nothing is made".formatted(more));
        }
        return lines;
    }

    static String looks(ColumnTally tally) {
        if (tally.values() == 0) {
            return "empty";
        }
        List<String> words = new ArrayList<>();
        for (Look look : Look.values()) {
            if (look != Look.BLANK && tally.count(look) > 0) {
                words.add(LOOKS.get(look));
            }
        }
        if (tally.count(Look.BLANK) > 0) {
            words.add("empty");
        }
        return words.size() > 3 ? "a mixture" : String.join(", ", words);
    }

    /** The columns of ours that are made of it. */
    static String use(Sniffed found, Field field) {
        Set<String> uses = new LinkedHashSet<>();
        for (Entry entry : found.draft.entries()) {
            if (entry instanceof Line(var key, var value, _)
                    && key.startsWith("map.")
                    && names(value, field)) {
                uses.add(key.substring("map.".length()));
            }
        }
        return uses.isEmpty() ? "" : "-> " + String.join(", ", uses);
    }

    private static boolean names(String value, Field field) {
        return value.equals(field.reference())
                || List.of(value.split(" [-+*] |^\\(|\\)(?= \\* )")).contains(field.inFormula());
    }

    /** The proposal, to be pasted. */
    public static List<String> proposal(Sniffed found) {
        List<String> lines = new ArrayList<>();
        for (Entry entry : found.draft.entries()) {
            switch (entry) {
                case Line(var key, var value, var why) -> {
                    comment(why, lines);
                    lines.add(Draft.line(found.draft.key(key), value));
                }
                case Choice(var question, var options, _) ->
                        choice(found, question, options, lines);
                case Offer(var text, var options) -> choice(found, text, options, lines);
                case Remark(var text) -> comment(text, lines);
            }
        }
        return lines;
    }

    private static void choice(
            Sniffed found, String question, List<Option> options, List<String> lines) {
        comment(question, lines);
        for (Option option : options) {
            if (!option.meaning().isEmpty()) {
                comment("- " + option.meaning() + ":", lines);
            }
            lines.add("#" + Draft.line(found.draft.key(option.key()), option.value()));
        }
    }

    /** What is to be chosen before the source can run, each in a sentence. */
    public static List<String> toChoose(Sniffed found) {
        return found.draft.choices().stream()
                .filter(c -> !c.options().isEmpty())
                .map(Choice::question)
                .toList();
    }

    /** Cut into lines at blanks. */
    public static List<String> wrapped(String text) {
        List<String> lines = new ArrayList<>();
        wrap("", "", text, lines);
        return lines;
    }

    private static void comment(String text, List<String> lines) {
        if (!text.isEmpty()) {
            wrap("# ", "# ", text, lines);
        }
    }

    private static void wrap(String first, String others, String text, List<String> lines) {
        var line = new StringBuilder(first);
        boolean begun = false;
        for (String word : text.split(" ")) {
            if (begun && line.length() + word.length() >= WIDTH) {
                lines.add(line.toString().stripTrailing());
                line = new StringBuilder(others);
                begun = false;
            }
            line.append(begun ? " " : "").append(word);
            begun = true;
        }
        lines.add(line.toString().stripTrailing());
    }
}

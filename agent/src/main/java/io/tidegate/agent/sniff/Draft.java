package io.tidegate.agent.sniff;

import io.tidegate.agent.sniff.Entry.Choice;
import io.tidegate.agent.sniff.Entry.Line;
import io.tidegate.agent.sniff.Entry.Offer;
import io.tidegate.agent.sniff.Entry.Option;
import io.tidegate.agent.sniff.Entry.Remark;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The proposal as it grows, in the order in which it is printed. Used by one thread. */
final class Draft {
    /** What ends a key, unless a backslash stands before it. */
    private static final Pattern KEY_SIGNS = Pattern.compile("[ \\\\:=#!]");

    private final String source;
    private final List<Entry> entries = new ArrayList<>();

    Draft(String source) {
        this.source = source;
    }

    String source() {
        return source;
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    void set(String key, String value) {
        set(key, value, "");
    }

    void set(String key, String value, String why) {
        entries.add(new Line(key, value, why));
    }

    /** Lines that nothing depends on. */
    void offer(String text, List<Option> options) {
        entries.add(new Offer(text, options));
    }

    void remark(String text) {
        entries.add(new Remark(text));
    }

    /** Nothing is read with any of them until a person has chosen. */
    void choose(String question, List<Option> options) {
        entries.add(new Choice(question, options, Optional.empty()));
    }

    /** Rows are shown as if this had been chosen. */
    void choose(String question, List<Option> options, String key, String value) {
        entries.add(new Choice(question, options, Optional.of(new Option(key, value, ""))));
    }

    boolean isOpen() {
        return entries.stream().anyMatch(e -> e instanceof Choice(_, _, var t) && t.isEmpty());
    }

    List<Choice> choices() {
        return entries.stream().filter(Choice.class::isInstance).map(Choice.class::cast).toList();
    }

    /** The lines that hold, and what stands in for those that are to be chosen. */
    List<Option> trial() {
        List<Option> lines = new ArrayList<>();
        for (Entry entry : entries) {
            switch (entry) {
                case Line(var key, var value, _) -> lines.add(new Option(key, value, ""));
                case Choice(_, _, var trial) -> trial.ifPresent(lines::add);
                case Offer _, Remark _ -> {}
            }
        }
        return lines;
    }

    String key(String key) {
        return "source." + source + "." + key;
    }

    /** A line of a properties file, escaped. */
    static String line(String key, String value) {
        String escaped = value.replace("\\", "\\\\").replace("\t", "\\t");
        String name = KEY_SIGNS.matcher(key).replaceAll("\\\\$0");
        return name + " = " + (escaped.startsWith(" ") ? "\\" + escaped : escaped);
    }
}

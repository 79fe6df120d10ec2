package io.tidegate.agent.sniff;

import io.tidegate.agent.sniff.Entry.Option;
import io.tidegate.agent.source.csv.ColumnTally.Look;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether a contact was answered: from a column of yes and no, else proposed from an empty agent or
 * from the words of an outcome. Shows no word that could be a person's name. Used by one thread.
 */
final class AnsweredLines {
    private static final String KEY = "map.answered";
    private static final Set<String> INBOUND =
            Set.of(
                    "inbound",
                    "incoming",
                    "in",
                    "eingehend",
                    "entrant",
                    "in entrata",
                    "entrante",
                    "inkomend");
    private static final int MOST_WORDS = 12;

    /** Outcomes that mean one thing wherever they stand. */
    private static final Map<String, String> CLEAR =
            Map.ofEntries(
                    Map.entry("answered", "1"),
                    Map.entry("handled", "1"),
                    Map.entry("no answer", "0"),
                    Map.entry("not answered", "0"),
                    Map.entry("unanswered", "0"),
                    Map.entry("abandoned", "0"),
                    Map.entry("abandon", "0"),
                    Map.entry("busy", "0"),
                    Map.entry("failed", "0"),
                    Map.entry("missed", "0"),
                    Map.entry("angenommen", "1"),
                    Map.entry("beantwortet", "1"),
                    Map.entry("nicht angenommen", "0"),
                    Map.entry("verloren", "0"),
                    Map.entry("verpasst", "0"),
                    Map.entry("besetzt", "0"));

    /** What outcomes are made of: a text of other words may be a person's name. */
    private static final Set<String> WORDS =
            Set.of(
                    ("answered handled no answer not unanswered abandoned abandon busy failed missed"
                                    + " angenommen beantwortet nicht verloren verpasst besetzt caller agent"
                                    + " disconnected disconnect hangup hung up consult set transferred"
                                    + " transfer completed voicemail callback queue timeout error"
                                    + " congestion other unknown call dropped system sale")
                            .split(" "));

    private final Fields fields;
    private final Draft draft;

    AnsweredLines(Fields fields, Draft draft) {
        this.fields = fields;
        this.draft = draft;
    }

    void write() {
        inbound();
        Optional<Field> flag = fields.of(Role.ANSWERED, TypeGuess::isFlag).stream().findFirst();
        if (flag.isPresent()) {
            draft.set(KEY, flag.get().reference());
            return;
        }
        List<Option> options = new ArrayList<>();
        emptyAgent().ifPresent(agent -> agent(agent, options));
        fields.of(Role.OUTCOME, f -> f.mostly(Look.TEXT)).stream()
                .findFirst()
                .ifPresent(outcome -> outcome(outcome, options));
        if (options.isEmpty()) {
            options.add(new Option(KEY, "NAME OF THE COLUMN", ""));
        }
        options.add(new Option(KEY, "'1'", "if the file holds answered contacts only"));
        draft.choose(question(options), options, KEY, "'1'");
    }

    private static String question(List<Option> options) {
        String none =
                "answered must be chosen: no column says yes or no (1/0, true/false) to whether the"
                        + " contact was answered. ";
        return options.size() > 2
                ? none + "A way of two lines needs both of them"
                : none
                        + "Where a column says it in other words, map it, and translate them with"
                        + " values.answered";
    }

    private Optional<Field> emptyAgent() {
        return fields.all().stream()
                .filter(f -> f.is(Role.AGENT_NAME) || f.is(Role.AGENT_ID))
                .filter(f -> f.tally().values() > 0 && f.tally().count(Look.BLANK) > 0)
                .findFirst();
    }

    private static void agent(Field agent, List<Option> options) {
        long empty = agent.tally().count(Look.BLANK);
        String meaning =
                "if \"%s\", which is empty in %,d of %,d rows, is empty exactly where nobody answered; it may also be empty where a contact was transferred or handled without an agent"
                        .formatted(agent.name(), empty, empty + agent.tally().values());
        options.add(new Option(KEY, agent.reference(), meaning));
        options.add(new Option("values.answered", "'' -> 0, * -> 1", ""));
    }

    private static void outcome(Field outcome, List<Option> options) {
        Optional<String> table = table(outcome);
        String meaning =
                "if \""
                        + outcome.name()
                        + "\" tells it"
                        + (table.isPresent() && !table.get().contains(" OR ")
                                ? ""
                                : "; say of each of its texts which it is");
        options.add(new Option(KEY, outcome.reference(), meaning));
        options.add(new Option("values.answered", table.orElse("THEIR TEXT -> 0 OR 1"), ""));
    }

    /** A translation of its texts; empty if one of them could be a person's name. */
    private static Optional<String> table(Field outcome) {
        return outcome.tally()
                .texts()
                .filter(t -> t.size() <= MOST_WORDS)
                .filter(t -> t.stream().allMatch(AnsweredLines::isOutcome))
                .map(
                        t ->
                                t.stream()
                                        .map(w -> quoted(w) + " -> " + meaning(w))
                                        .collect(Collectors.joining(", ")));
    }

    private static boolean isOutcome(String text) {
        return WORDS.containsAll(List.of(KnownColumns.plain(text).split(" ")));
    }

    private static String meaning(String word) {
        return CLEAR.getOrDefault(KnownColumns.plain(word), "0 OR 1");
    }

    private static String quoted(String word) {
        return word.matches("[\\p{L} ]+") ? word : '"' + word.replace("\"", "\"\"") + '"';
    }

    /** Columns that tell inbound contacts from others. */
    private void inbound() {
        fields.all().stream()
                .filter(f -> f.role().isEmpty() || f.is(Role.OTHER))
                .forEach(this::inbound);
    }

    private void inbound(Field field) {
        Set<String> texts = field.tally().texts().orElse(Set.of());
        texts.stream()
                .filter(t -> INBOUND.contains(t.toLowerCase(Locale.ROOT)))
                .findFirst()
                .filter(_ -> texts.size() > 1)
                .ifPresent(
                        word ->
                                draft.offer(
                                        "\"%s\" holds %s and %d other texts. If only these rows are contacts of queues:"
                                                .formatted(field.name(), word, texts.size() - 1),
                                        List.of(new Option("csv.only." + field.name(), word, ""))));
    }
}

package io.tidegate.agent.sniff;

import io.tidegate.agent.sniff.Entry.Option;
import io.tidegate.protocol.DataType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The lines {@code map.<column>}, times apart. Used by one thread. */
final class ColumnLines {
    private static final Map<String, String> CHANNELS =
            Map.ofEntries(
                    Map.entry("voice", "calls"),
                    Map.entry("call", "calls"),
                    Map.entry("phone", "calls"),
                    Map.entry("telephony", "calls"),
                    Map.entry("inbound", "calls"),
                    Map.entry("telefon", "calls"),
                    Map.entry("anruf", "calls"),
                    Map.entry("sprache", "calls"),
                    Map.entry("voix", "calls"),
                    Map.entry("appel", "calls"),
                    Map.entry("chat", "chats"),
                    Map.entry("web chat", "chats"),
                    Map.entry("webchat", "chats"),
                    Map.entry("message", "chats"),
                    Map.entry("email", "emails"),
                    Map.entry("e mail", "emails"),
                    Map.entry("mail", "emails"),
                    Map.entry("social", "social_media"),
                    Map.entry("social media", "social_media"));

    private final Fields fields;
    private final DataType type;
    private final Draft draft;

    ColumnLines(Fields fields, DataType type, Draft draft) {
        this.fields = fields;
        this.type = type;
        this.draft = draft;
    }

    void write() {
        switch (type) {
            case INTERVALS -> intervals();
            case CONTACTS -> contacts();
            case AGENT_STATUS -> status();
        }
    }

    private void intervals() {
        queue();
        channel();
        counts();
        new HandlingLines(fields, draft).write();
        times();
        serviceLevel();
    }

    private void serviceLevel() {
        Optional<Field> count = fields.number(Role.IN_SERVICE_LEVEL);
        optional("answeredinservicelevel", count);
        Optional<Field> percent = fields.of(Role.SL_PERCENT, Field::isPercent).stream().findFirst();
        Optional<Field> answered = fields.number(Role.ANSWERED);
        if (count.isEmpty() && percent.isPresent() && answered.isPresent()) {
            draft.offer(
                    "answeredinservicelevel can be made of a percentage, if that is one of the"
                            + " answered contacts and not of all offered ones. Where no whole"
                            + " number rounds to it, the row is a reject",
                    List.of(
                            new Option(
                                    "map.answeredinservicelevel",
                                    percent.get().inFormula() + " * " + answered.get().inFormula(),
                                    "")));
        }
    }

    private void counts() {
        Optional<Field> offered = fields.number(Role.OFFERED);
        Optional<Field> answered = fields.number(Role.ANSWERED);
        Optional<Field> abandoned = fields.number(Role.ABANDONED);
        if (offered.isPresent()) {
            map("offered", offered.get());
        } else {
            computed("offered", answered, '+', abandoned, "if no call leaves the queue otherwise");
        }
        if (answered.isPresent()) {
            map("answered", answered.get());
        } else {
            computed("answered", offered, '-', abandoned, "if no call leaves the queue otherwise");
        }
        optional("abandoned", abandoned);
        optional("shortabandoned", fields.number(Role.SHORT_ABANDONED));
    }

    private void computed(
            String column, Optional<Field> left, char sign, Optional<Field> right, String meaning) {
        String value =
                left.isPresent() && right.isPresent()
                        ? left.get().inFormula() + ' ' + sign + ' ' + right.get().inFormula()
                        : "NAME OF THE COLUMN";
        draft.choose(
                column + " must be chosen: no column is named so",
                List.of(
                        new Option(
                                "map." + column, value, value.startsWith("NAME") ? "" : meaning)),
                "map." + column,
                value.startsWith("NAME") ? "'0'" : value);
    }

    private void contacts() {
        Optional<Field> id = fields.first(Role.CONTACT_ID);
        id.ifPresent(field -> draft.set("map.contactidentifier", field.reference(), ""));
        queue();
        channel();
        new AnsweredLines(fields, draft).write();
        optional("duration", fields.first(Role.HANDLING).or(() -> fields.number(Role.DURATION)));
        times();
        if (id.isEmpty()) {
            mode();
        }
    }

    private void mode() {
        draft.choose(
                "csv.mode must be chosen: nothing tells one contact from another here, and the same"
                        + " day exported again would count twice",
                List.of(
                        new Option(
                                "csv.mode",
                                "append",
                                "each file holds only rows that no file before it held"),
                        new Option(
                                "csv.mode",
                                "replace",
                                "each file is the whole truth for its queues, from its first time"
                                        + " to its last")),
                "csv.mode",
                "append");
    }

    private void status() {
        Optional<Field> agent = fields.first(Role.AGENT_ID, Role.AGENT_NAME);
        required("agentidentifier", agent, "the ACD agent");
        required("activity", fields.first(Role.ACTIVITY, Role.REASON), "the state");
        if (fields.has(Role.ACTIVITY) && fields.has(Role.REASON)) {
            draft.remark(
                    "\""
                            + fields.first(Role.REASON).orElseThrow().name()
                            + "\" may tell more of a state; one column can be the activity.");
        }
        draft.choose(
                "privacy.agentidentifier must be chosen: it may tell who a person is",
                List.of(
                        new Option(
                                "privacy.agentidentifier", "plain", "the cloud sees it as it is"),
                        new Option(
                                "privacy.agentidentifier",
                                "hmac",
                                "the cloud sees a pseudonym, the same for the same person")),
                "privacy.agentidentifier",
                "hmac");
    }

    private void queue() {
        Optional<Field> id = fields.first(Role.QUEUE_ID, Role.QUEUE, Role.QUEUE_NAME);
        Optional<Field> name = fields.first(Role.QUEUE_NAME, Role.QUEUE, Role.QUEUE_ID);
        if (id.isEmpty()) {
            draft.choose(
                    "the queue must be chosen: no column names it. If the whole file is of one"
                            + " queue, write its name; else name the column. Both lines are needed",
                    List.of(
                            new Option("map.queueidentifier", "'sales'", ""),
                            new Option("map.queuename", "'Sales'", "")),
                    "map.queueidentifier",
                    "'queue'");
            draft.choose("", List.of(), "map.queuename", "'queue'");
            return;
        }
        String why =
                id.get().equals(name.orElseThrow())
                        ? "one column is both: a queue that is renamed is then a new queue"
                        : "";
        draft.set("map.queueidentifier", id.get().reference(), why);
        map("queuename", name.get());
    }

    private void channel() {
        Optional<Field> channel = fields.first(Role.CHANNEL);
        if (channel.isEmpty() || channel.get().tally().values() == 0) {
            return;
        }
        map("channel", channel.get());
        var words = new TreeMap<String, String>();
        boolean strange = channel.get().tally().texts().isEmpty();
        for (String word : channel.get().tally().texts().orElse(java.util.Set.of())) {
            String plain = KnownColumns.plain(word);
            String ours = CHANNELS.getOrDefault(plain, CHANNELS.get(plain.replaceAll("s$", "")));
            strange |= ours == null && !CHANNELS.containsValue(word);
            if (ours != null && !word.equals(ours)) {
                words.put(word, word + " -> " + ours);
            }
        }
        if (!words.isEmpty()) {
            draft.set("channels", String.join(", ", words.values()), "");
        }
        if (strange) {
            draft.remark(
                    "\""
                            + channel.get().name()
                            + "\" holds words that are not known as a channel: their rows are"
                            + " rejected below. Translate them in channels, as in: Telefon ->"
                            + " calls, Web Chat -> chats");
        }
    }

    private void times() {
        optional("talktime", fields.number(Role.TALK));
        optional("holdtime", fields.number(Role.HOLD));
        optional("wraptime", fields.number(Role.WRAP));
        optional("waittime", fields.number(Role.WAIT));
    }

    private void required(String column, Optional<Field> field, String what) {
        if (field.isPresent()) {
            map(column, field.get());
            return;
        }
        draft.choose(
                column + " must be chosen: no column is known as " + what,
                List.of(new Option("map." + column, "NAME OF THE COLUMN", "")),
                "map." + column,
                "'unknown'");
    }

    private void optional(String column, Optional<Field> field) {
        field.filter(f -> f.tally().values() > 0).ifPresent(f -> map(column, f));
    }

    private void map(String column, Field field) {
        draft.set("map." + column, field.reference(), "");
    }
}

package io.tidegate.agent.sniff;

import io.tidegate.agent.source.csv.ColumnTally.Look;
import io.tidegate.protocol.DataType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which kind of data a file holds, by the names and looks of its columns. Asks where two fit.
 *
 * @param type empty if a person has to say
 */
record TypeGuess(Optional<DataType> type, Finding finding) {
    private static final Set<String> FLAGS =
            Set.of("0", "1", "true", "false", "yes", "no", "y", "n", "t", "f", "ja", "nein", "j");

    static TypeGuess told(DataType type) {
        return new TypeGuess(
                Optional.of(type), Finding.certain("data", type.wireName() + ", as --data says"));
    }

    static TypeGuess of(Fields fields) {
        List<DataType> possible = new ArrayList<>();
        if (fields.has(Role.START, Role.END)) {
            if (isIntervals(fields)) {
                possible.add(DataType.INTERVALS);
            }
            if (isContacts(fields)) {
                possible.add(DataType.CONTACTS);
            }
            if (isStatus(fields)) {
                possible.add(DataType.AGENT_STATUS);
            }
        }
        return possible.size() == 1 ? only(possible.getFirst(), fields) : open(possible);
    }

    private static TypeGuess only(DataType type, Fields fields) {
        boolean sure =
                switch (type) {
                    case INTERVALS -> fields.has(Role.OFFERED) && fields.has(Role.ANSWERED);
                    case CONTACTS -> fields.has(Role.CONTACT_ID);
                    case AGENT_STATUS -> fields.has(Role.ACTIVITY);
                };
        String text = type.wireName() + ", by " + reasons(type, fields);
        return new TypeGuess(
                Optional.of(type),
                sure ? Finding.certain("data", text) : Finding.likely("data", text));
    }

    private static TypeGuess open(List<DataType> possible) {
        List<DataType> all = possible.isEmpty() ? List.of(DataType.values()) : possible;
        String words =
                all.stream().map(t -> "--data " + t.wireName()).collect(Collectors.joining(", "));
        String why =
                possible.isEmpty()
                        ? "the names of the columns do not tell what the file holds"
                        : "the names of the columns fit more than one kind of data";
        return new TypeGuess(
                Optional.empty(), Finding.open("data", why + "; say it with one of " + words));
    }

    private static String reasons(DataType type, Fields fields) {
        List<Role> roles =
                switch (type) {
                    case INTERVALS -> List.of(Role.OFFERED, Role.ANSWERED, Role.ABANDONED);
                    case CONTACTS -> List.of(Role.CONTACT_ID, Role.PRIVATE);
                    case AGENT_STATUS -> List.of(Role.AGENT_ID, Role.AGENT_NAME, Role.ACTIVITY);
                };
        return roles.stream()
                .flatMap(role -> fields.first(role).stream())
                .map(field -> '"' + field.name() + '"')
                .collect(Collectors.joining(", "));
    }

    private static boolean isIntervals(Fields fields) {
        boolean counts =
                fields.number(Role.OFFERED).isPresent()
                        || (fields.number(Role.ANSWERED).isPresent()
                                && fields.number(Role.ABANDONED).isPresent());
        return counts && !fields.has(Role.CONTACT_ID);
    }

    private static boolean isContacts(Fields fields) {
        boolean single = fields.has(Role.CONTACT_ID) || fields.has(Role.PRIVATE);
        boolean counted =
                fields.number(Role.OFFERED).filter(f -> !isFlag(f)).isPresent()
                        && fields.number(Role.ANSWERED).filter(f -> !isFlag(f)).isPresent();
        return single && !counted;
    }

    private static boolean isStatus(Fields fields) {
        return fields.has(Role.AGENT_ID, Role.AGENT_NAME)
                && (fields.has(Role.ACTIVITY) || fields.has(Role.REASON))
                && !fields.has(Role.OFFERED)
                && !fields.has(Role.CONTACT_ID);
    }

    /** Whether all values are yes or no. */
    static boolean isFlag(Field field) {
        return field.tally().values() > 0
                && field.tally().isOnly(Look.WHOLE, Look.TEXT)
                && field.tally()
                        .texts()
                        .filter(
                                texts ->
                                        texts.stream()
                                                .allMatch(
                                                        t -> FLAGS.contains(KnownColumns.plain(t))))
                        .isPresent();
    }
}

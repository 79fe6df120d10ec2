package io.tidegate.config;

import io.tidegate.config.Columns.Column;
import io.tidegate.config.Columns.Kind;
import io.tidegate.config.SourceConfig.Mapping;
import io.tidegate.config.SourceConfig.Privacy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads what a source says of single columns: {@code map.<column>} and {@code privacy.<column>}.
 */
final class ColumnReader {
    private static final String TOTAL = "handlingtime";
    private static final String CONTACT = "contactidentifier";
    private static final String ACD_AGENT = "agentidentifier";
    private static final String FLAG = "0|1|true|false";

    private final Settings settings;
    private final String source;
    private final String data;
    private final Map<String, Column> columns;
    private final Map<String, Mapping> map = new TreeMap<>();
    private final Map<String, ValueTable> tables = new TreeMap<>();
    private final Map<String, Privacy> privacy = new TreeMap<>();

    ColumnReader(Settings settings, String source, String data, Map<String, Column> columns) {
        this.settings = settings;
        this.source = source;
        this.data = data;
        this.columns = columns;
        settings.namesBelow("source." + source + ".map").forEach(this::readMapping);
        settings.namesBelow("source." + source + ".values").forEach(this::readTable);
        settings.namesBelow("source." + source + ".privacy").forEach(this::readPrivacy);
        defaultPrivacy();
    }

    Map<String, Mapping> map() {
        return Collections.unmodifiableMap(map);
    }

    Map<String, ValueTable> tables() {
        return Collections.unmodifiableMap(tables);
    }

    Map<String, Privacy> privacy() {
        return Collections.unmodifiableMap(privacy);
    }

    /** Whether rows will have what tells one contact from another. */
    boolean hasContactIdentifier() {
        return settings.isSet(SourceSettings.MAP, source, CONTACT)
                && privacy.get(CONTACT) != Privacy.DROP;
    }

    private void readMapping(String column) {
        boolean average = column.equals(Columns.AVERAGE) && columns.containsKey(TOTAL);
        if (!average && !columns.containsKey(column)) {
            noColumn(SourceSettings.MAP.key(source, column), column, "map");
            return;
        }
        settings.find(SourceSettings.MAP, source, column)
                .flatMap(mapping -> average ? averaged(mapping) : fitted(column, mapping))
                .ifPresent(mapping -> map.put(average ? TOTAL : column, mapping));
    }

    private Optional<Mapping> averaged(Mapping mapping) {
        String key = SourceSettings.MAP.key(source, Columns.AVERAGE);
        if (settings.isSet(SourceSettings.MAP, source, TOTAL)) {
            settings.refuse(key, "says the same as map." + TOTAL + ": remove one of the two");
            return Optional.empty();
        }
        if (mapping instanceof Mapping.From(var column)) {
            return Optional.of(new Mapping.TimesAnswered(column));
        }
        settings.refuse(key, "must be one column, the average per answered contact");
        return Optional.empty();
    }

    private Optional<Mapping> fitted(String column, Mapping mapping) {
        try {
            return Optional.of(fitting(columns.get(column).kind(), mapping));
        } catch (RefusedException e) {
            settings.refuse(SourceSettings.MAP.key(source, column), e.getMessage(), e.instead());
            return Optional.empty();
        }
    }

    private static Mapping fitting(Kind kind, Mapping mapping) throws RefusedException {
        return switch (mapping) {
            case Mapping.Constant(var value) -> constant(kind, value, mapping);
            case Mapping.Computed(var left, var operator, var right) when kind == Kind.TIME -> {
                if (operator != '+') {
                    throw new RefusedException("a time is one column, or two joined: Datum + Von");
                }
                yield new Mapping.Joined(left, right);
            }
            case Mapping.Computed computed -> {
                if (kind != Kind.COUNT && kind != Kind.SECONDS) {
                    throw new RefusedException("only counts and times in seconds can be computed");
                }
                yield computed;
            }
            case Mapping.Formula formula -> {
                if (kind != Kind.COUNT && kind != Kind.SECONDS) {
                    throw new RefusedException(
                            kind == Kind.TIME
                                    ? "a time is one column, or two joined: Datum + Von"
                                    : "only counts and times in seconds can be computed");
                }
                yield formula;
            }
            case Mapping.From from -> from;
            case Mapping.Joined joined -> joined;
            case Mapping.TimesAnswered times -> times;
        };
    }

    private static Mapping constant(Kind kind, String value, Mapping mapping)
            throws RefusedException {
        boolean possible =
                switch (kind) {
                    case TIME -> false;
                    case TEXT -> !value.isBlank();
                    case COUNT -> value.matches("\\d{1,15}");
                    case SECONDS -> value.matches("\\d{1,12}(\\.\\d{1,3})?");
                    case FLAG -> value.matches(FLAG);
                    case CHANNEL -> !ChannelsText.channel(value).isEmpty();
                };
        if (!possible) {
            throw new RefusedException("cannot be the constant " + Quoted.text(value));
        }
        return mapping;
    }

    private void readTable(String column) {
        String key = SourceSettings.VALUES.key(source, column);
        if (!columns.containsKey(column)) {
            noColumn(key, column, "values");
            return;
        }
        settings.find(SourceSettings.VALUES, source, column)
                .filter(table -> isPossible(key, columns.get(column), table))
                .ifPresent(table -> tables.put(column, table));
    }

    private boolean isPossible(String key, Column column, ValueTable table) {
        return switch (column.kind()) {
            case TEXT -> true;
            case FLAG -> isFlag(key, table);
            case CHANNEL -> refused(key, "write channels = Telefon -> calls, Chat -> chats");
            case TIME, COUNT, SECONDS ->
                    refused(key, "only texts and answered are translated, no numbers and times");
        };
    }

    private boolean isFlag(String key, ValueTable table) {
        boolean flags =
                Stream.of(
                                table.words().values().stream(),
                                table.empty().stream(),
                                table.other().stream())
                        .flatMap(words -> words)
                        .allMatch(word -> word.matches(FLAG));
        return flags || refused(key, "translates to something else than 0 or 1");
    }

    private boolean refused(String key, String what) {
        settings.refuse(key, what);
        return false;
    }

    private void readPrivacy(String column) {
        String key = SourceSettings.PRIVACY.key(source, column);
        if (!columns.containsKey(column)) {
            noColumn(key, column, "privacy");
            return;
        }
        settings.find(SourceSettings.PRIVACY, source, column)
                .filter(choice -> isPossible(key, columns.get(column), choice))
                .ifPresent(choice -> privacy.put(column, choice));
    }

    private boolean isPossible(String key, Column column, Privacy choice) {
        if (choice == Privacy.DROP && column.required()) {
            settings.refuse(key, data + " cannot do without this column: choose plain or hmac");
            return false;
        }
        if (choice == Privacy.HMAC && column.kind() != Kind.TEXT) {
            settings.refuse(key, "only texts can be hashed: choose plain" + orDrop(column));
            return false;
        }
        return true;
    }

    private static String orDrop(Column column) {
        return column.required() ? "" : " or drop";
    }

    private void defaultPrivacy() {
        if (columns.containsKey(CONTACT)) {
            privacy.putIfAbsent(CONTACT, Privacy.HMAC);
        }
        if (columns.containsKey(ACD_AGENT)
                && !settings.isSet(SourceSettings.PRIVACY, source, ACD_AGENT)) {
            settings.refuse(
                    SourceSettings.PRIVACY.key(source, ACD_AGENT),
                    "is missing: choose plain (the cloud sees who it is) or hmac (it sees a"
                            + " pseudonym)",
                    Optional.of("hmac"));
        }
    }

    private void noColumn(String key, String column, String what) {
        List<String> names = new ArrayList<>(columns.keySet());
        if (what.equals("map") && columns.containsKey(TOTAL)) {
            names.add(Columns.AVERAGE);
        }
        Optional<String> meant = Suggestion.word(column, names);
        settings.note(
                new Problem(
                        key,
                        settings.line(key),
                        data + " have no column " + column + ": " + String.join(", ", names),
                        meant.map(m -> renamed(key, column, m))));
    }

    private String renamed(String key, String column, String meant) {
        String line = settings.raw(key).getFirst().strip();
        return line.replaceFirst("\\." + java.util.regex.Pattern.quote(column), "." + meant);
    }
}

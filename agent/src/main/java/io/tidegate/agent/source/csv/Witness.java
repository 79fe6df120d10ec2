package io.tidegate.agent.source.csv;

import io.tidegate.agent.row.Sighting;
import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.Privacy;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says what the value at fault looks like, and the value itself where it cannot tell of a person:
 * numbers, times, flags and channels of columns that are plain, made of fields of which no other
 * column is hidden. Words among them only if nothing of the source is hidden, since a row that has
 * slipped by a column may have a name there. Texts only if {@code plain} was written for them. Used
 * by one thread.
 */
final class Witness {
    private final Records records;
    private final SourceConfig source;
    private final DataType data;
    private final Layout layout;
    private final Set<Integer> hidden;

    Witness(Records records, SourceConfig source, DataType data, Layout layout) {
        this.records = records;
        this.source = source;
        this.data = data;
        this.layout = layout;
        this.hidden =
                source.privacy().entrySet().stream()
                        .filter(e -> e.getValue() != Privacy.PLAIN)
                        .flatMap(e -> layout.fields(e.getKey()).stream())
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Of the present record as a whole. */
    Sighting line() {
        return new Sighting(records.line(), records.offset(), "line", "");
    }

    /** Of what a column of the present record is made of. */
    Sighting of(String column) {
        List<Integer> fields = layout.fields(column);
        if (fields.isEmpty()) {
            return new Sighting(records.line(), records.offset(), "", "");
        }
        String text = fields.stream().map(records::text).collect(Collectors.joining(" "));
        Look look = Look.of(text);
        boolean shown = data.column(column).filter(c -> isShown(c, fields, look)).isPresent();
        return new Sighting(
                records.line(), records.offset(), look.words(), shown ? Look.harmless(text) : "");
    }

    private boolean isShown(Column column, List<Integer> fields, Look look) {
        Optional<Privacy> chosen = Optional.ofNullable(source.privacy().get(column.name()));
        boolean words = look == Look.TEXT || look == Look.TOO_LONG;
        return Stream.of(
                        chosen.orElse(Privacy.PLAIN) == Privacy.PLAIN,
                        fields.stream().noneMatch(hidden::contains),
                        !isFreeText(column) || chosen.isPresent(),
                        !words || !hides())
                .allMatch(Boolean::booleanValue);
    }

    private boolean hides() {
        return source.privacy().values().stream().anyMatch(p -> p != Privacy.PLAIN);
    }

    private static boolean isFreeText(Column column) {
        return switch (column.kind()) {
            case TEXT -> true;
            case COUNT, SECONDS, INSTANT, FLAG, CHANNEL -> false;
        };
    }
}

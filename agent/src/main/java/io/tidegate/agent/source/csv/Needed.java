package io.tidegate.agent.source.csv;

import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.Mapping;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which columns a file must have: those of required columns, and all that a mapping names. */
final class Needed {
    /** The column whose total an export may give as an average. */
    static final String TOTAL = "handlingtime";

    /** The name under which such an average is taken without a mapping. */
    static final String AVERAGE = "aht";

    private Needed() {}

    /** Whether a header with these names has all that is needed. */
    static boolean isMet(List<String> header, SourceConfig source, DataType data) {
        var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(header);
        if (names.contains(AVERAGE)) {
            names.add(TOTAL);
        }
        return names.containsAll(columns(source, data));
    }

    static Set<String> columns(SourceConfig source, DataType data) {
        var needed = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        source.map().values().stream().flatMap(Needed::of).forEach(needed::add);
        data.columns().stream()
                .filter(Column::required)
                .map(Column::name)
                .filter(name -> !source.map().containsKey(name))
                .forEach(needed::add);
        return needed;
    }

    static Stream<String> of(Mapping mapping) {
        return switch (mapping) {
            case Mapping.From(String column) -> Stream.of(column);
            case Mapping.Constant _ -> Stream.empty();
            case Mapping.Joined(String first, String second) -> Stream.of(first, second);
            case Mapping.Computed(String left, char _, String right) -> Stream.of(left, right);
            case Mapping.TimesAnswered(String column) -> Stream.of(column);
        };
    }
}

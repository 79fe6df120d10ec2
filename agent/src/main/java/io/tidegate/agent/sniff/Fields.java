package io.tidegate.agent.sniff;

import io.tidegate.agent.source.csv.Surveyed;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The columns of a file, by what they are. Immutable. */
final class Fields {
    private final List<Field> all;

    private Fields(List<Field> all) {
        this.all = all;
    }

    static Fields of(Surveyed file, KnownColumns known) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < file.columns().size(); i++) {
            String name = file.columns().get(i);
            var found = file.header() > 0 ? known.find(name) : Optional.<KnownColumns.Known>empty();
            fields.add(
                    new Field(
                            name,
                            found.map(KnownColumns.Known::role),
                            found.map(KnownColumns.Known::rank).orElse(0),
                            file.tallies().get(i)));
        }
        return new Fields(List.copyOf(fields));
    }

    List<Field> all() {
        return all;
    }

    boolean has(Role... roles) {
        return Stream.of(roles).anyMatch(role -> first(role).isPresent());
    }

    /** The column that plays the first of these roles that any plays. */
    Optional<Field> first(Role... roles) {
        for (Role role : roles) {
            List<Field> found = of(role, _ -> true);
            if (!found.isEmpty()) {
                return Optional.of(found.getFirst());
            }
        }
        return Optional.empty();
    }

    /** The same, of numbers. */
    Optional<Field> number(Role role) {
        return of(role, Field::isNumeric).stream().findFirst();
    }

    /** All with that role that hold values, the best name first. */
    List<Field> of(Role role, Predicate<Field> like) {
        return all.stream()
                .filter(field -> field.is(role) && like.test(field))
                .filter(field -> isUnique(field))
                .sorted(
                        Comparator.<Field>comparingInt(f -> f.tally().values() == 0 ? 1 : 0)
                                .thenComparingInt(Field::rank))
                .toList();
    }

    /** A name that two columns have names none of them. */
    private boolean isUnique(Field field) {
        return Collections.frequency(
                        all.stream().map(f -> f.name().toLowerCase(java.util.Locale.ROOT)).toList(),
                        field.name().toLowerCase(java.util.Locale.ROOT))
                == 1;
    }
}

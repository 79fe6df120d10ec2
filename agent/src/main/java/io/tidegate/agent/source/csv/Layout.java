package io.tidegate.agent.source.csv;

import io.tidegate.agent.row.RawRow;
import io.tidegate.agent.row.RawShape;
import io.tidegate.config.CsvValues;
import io.tidegate.config.CsvValues.LengthUnit;
import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.Csv;
import io.tidegate.config.SourceConfig.Mapping;
import io.tidegate.config.SourceConfig.Mapping.Term;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Kind;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which column of a file is read as what. The file's own columns come first, in its order; behind
 * them stand those that are made of two ({@code Datum + Von}) and second readings of one. The
 * mapping is rewritten to name them. Used by one thread.
 */
final class Layout {
    /** How a column's text is read. */
    private enum Use {
        TEXT("text"),
        COUNT("a number"),
        PERCENT("a percentage"),
        SECONDS("a length of time"),
        TIME("a time");

        private final String words;

        Use(String words) {
            this.words = words;
        }

        static Use of(Kind kind) {
            return switch (kind) {
                case TEXT, FLAG, CHANNEL -> TEXT;
                case COUNT -> COUNT;
                case SECONDS -> SECONDS;
                case INSTANT -> TIME;
            };
        }
    }

    /**
     * A column of the shape: which fields make it, and how.
     *
     * @param second -1 for one field
     * @param ours the column of ours that it is for; of lengths of time only
     */
    private record Slot(String name, int first, int second, Use use, String ours) {}

    /** What is to be read for a column of ours. */
    private record Want(Use use, String ours) {
        static Want of(Use use) {
            return new Want(use, "");
        }

        static Want of(Column column) {
            Use use = Use.of(column.kind());
            return new Want(use, use == Use.SECONDS ? column.name() : "");
        }
    }

    private final SourceConfig source;
    private final DataType data;
    private final CsvValues values;
    private final List<Slot> slots = new ArrayList<>();
    private final int fields;
    private final Map<String, Mapping> map;

    Layout(SourceConfig source, DataType data, List<String> columns) {
        this.source = source;
        this.data = data;
        this.values = ((Csv) source.origin()).values();
        this.fields = columns.size();
        this.map = new HashMap<>(source.map());
        for (String column : columns) {
            slots.add(new Slot(column, slots.size(), -1, null, ""));
        }
        for (Column column : data.columns()) {
            assign(column);
        }
    }

    /** All columns, for the row check. */
    RawShape shape() {
        return new RawShape(
                slots.stream().map(Slot::name).toList(),
                Collections.nCopies(slots.size(), ""),
                true);
    }

    /** The source's settings with a mapping that goes by {@link #shape}. */
    SourceConfig source() {
        return new SourceConfig(
                source.name(),
                source.data(),
                source.zone(),
                source.times(),
                source.intervalLength(),
                source.same(),
                source.secondPass(),
                source.maxShrink(),
                source.rejectLimit(),
                source.statusMaxOpen(),
                Map.copyOf(map),
                source.channels(),
                source.privacy(),
                source.recipe(),
                source.origin(),
                source.tables());
    }

    /** The file's columns that rows are made of, by name, without regard to case. */
    TreeSet<String> used() {
        var used = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (Slot slot : slots) {
            if (slot.use != null) {
                used.add(slots.get(slot.first).name);
                if (slot.second >= 0) {
                    used.add(slots.get(slot.second).name);
                    values.halfDayFrom().ifPresent(used::add);
                }
            }
        }
        return used;
    }

    /** The fields of the file that a wire column is made of; none for a constant. */
    List<Integer> fields(String column) {
        return Stream.ofNullable(map.get(column))
                .flatMap(Needed::of)
                .flatMap(name -> slots.stream().filter(slot -> slot.name.equalsIgnoreCase(name)))
                .flatMap(slot -> Stream.of(slot.first, slot.second))
                .filter(field -> field >= 0)
                .distinct()
                .toList();
    }

    /** How each column of the shape gets its value from the records' present record. */
    List<Cell> cells(Records records, Readers readers) {
        return slots.stream().map(slot -> cell(slot, records, readers)).toList();
    }

    private Cell cell(Slot slot, Records records, Readers readers) {
        if (slot.second >= 0) {
            JoinedTimes joined = readers.joined();
            int half = halfDayFrom();
            return () -> joined.read(records, slot.first, slot.second, half);
        }
        NullTexts nulls = readers.nulls();
        return switch (slot.use) {
            case null -> () -> text(records, slot.first, nulls);
            case TEXT -> () -> text(records, slot.first, nulls);
            case COUNT -> new NumberCell(records, slot.first, nulls, readers.numbers());
            case PERCENT -> read(records, slot.first, nulls, readers.points());
            case SECONDS -> new NumberCell(records, slot.first, nulls, readers.seconds(slot.ours));
            case TIME -> read(records, slot.first, nulls, readers.times());
        };
    }

    /** A field that is a number: what is whole or has few decimals is read without garbage. */
    private record NumberCell(Records records, int field, NullTexts nulls, ValueReader reader)
            implements Cell {
        @Override
        public Object value() {
            return read(records, field, nulls, reader).value();
        }

        @Override
        public long whole() {
            if (nulls.has(records, field)) {
                return RawRow.ASK;
            }
            int begin = records.begin(field);
            return reader.whole(records.chars(field), begin, begin + records.length(field));
        }

        @Override
        public long thousandths() {
            if (nulls.has(records, field)) {
                return RawRow.ASK;
            }
            int begin = records.begin(field);
            return reader.thousandths(records.chars(field), begin, begin + records.length(field));
        }
    }

    private int halfDayFrom() {
        return values.halfDayFrom().map(this::find).orElse(-1);
    }

    private static Object text(Records records, int field, NullTexts nulls) {
        return nulls.has(records, field) ? null : records.text(field);
    }

    private static Cell read(Records records, int field, NullTexts nulls, ValueReader reader) {
        return () -> {
            if (nulls.has(records, field)) {
                return null;
            }
            int begin = records.begin(field);
            return reader.read(records.chars(field), begin, begin + records.length(field));
        };
    }

    private void assign(Column column) {
        Mapping mapping = map.getOrDefault(column.name(), byName(column.name()));
        if (mapping != null) {
            map.put(column.name(), rewrite(mapping, column));
        }
    }

    /** What the row check would take by itself; null for nothing. */
    private Mapping byName(String column) {
        if (find(column) >= 0) {
            return new Mapping.From(column);
        }
        boolean average = column.equals(Needed.TOTAL) && find(Needed.AVERAGE) >= 0;
        return average ? new Mapping.TimesAnswered(Needed.AVERAGE) : null;
    }

    private Mapping rewrite(Mapping mapping, Column column) {
        Want want = Want.of(column);
        return switch (mapping) {
            case Mapping.From(String name) -> new Mapping.From(slot(name, want));
            case Mapping.Constant constant -> constant;
            case Mapping.Joined(String first, String second) when want.use == Use.TIME ->
                    joined(first, second);
            case Mapping.Joined(String first, String second) ->
                    new Mapping.Joined(
                            slot(first, Want.of(Use.TEXT)), slot(second, Want.of(Use.TEXT)));
            case Mapping.Computed(String left, char sign, String right) ->
                    new Mapping.Formula(
                            operation(
                                    new Term.Operation(
                                            new Term.Name(left), sign, new Term.Name(right)),
                                    want));
            case Mapping.Formula(Term.Operation term) -> new Mapping.Formula(operation(term, want));
            case Mapping.TimesAnswered(String name) -> new Mapping.TimesAnswered(slot(name, want));
        };
    }

    private Term rewrite(Term term, Want want) {
        return switch (term) {
            case Term.Name(String name) -> new Term.Name(slot(name, want));
            case Term.Operation operation -> operation(operation, want);
        };
    }

    private Term.Operation operation(Term.Operation term, Want want) {
        if (term.sign() == '*') {
            return new Term.Operation(
                    rewrite(term.left(), factor(term.left(), term.right(), want, true)),
                    '*',
                    rewrite(term.right(), factor(term.right(), term.left(), want, false)));
        }
        return new Term.Operation(
                rewrite(term.left(), want), term.sign(), rewrite(term.right(), want));
    }

    /**
     * How a factor is read. A length of time is multiplied by a number: by what is a count of ours
     * as well. Where that does not tell and plain numbers are no seconds, the left is the length.
     */
    private Want factor(Term factor, Term other, Want want, boolean left) {
        Want number = Want.of(isPercent(factor) ? Use.PERCENT : Use.COUNT);
        if (want.use != Use.SECONDS || isPercent(factor)) {
            return number;
        }
        boolean count = isCount(factor);
        if (count != isCount(other)) {
            return count ? number : want;
        }
        boolean seconds =
                values.unit(want.ours).filter(unit -> unit != LengthUnit.SECONDS).isEmpty();
        return left || seconds ? want : number;
    }

    /** A column whose name says that its numbers are in percent, whether they say so or not. */
    private static boolean isPercent(Term term) {
        return term instanceof Term.Name(String name) && name.indexOf('%') >= 0;
    }

    private boolean isCount(Term term) {
        return term.names().stream().allMatch(this::isCount);
    }

    private boolean isCount(String name) {
        return data.columns().stream()
                .filter(column -> column.kind() == Kind.COUNT || column.kind() == Kind.FLAG)
                .map(column -> source.map().getOrDefault(column.name(), byName(column.name())))
                .anyMatch(
                        mapping ->
                                mapping instanceof Mapping.From(String column)
                                        && column.equalsIgnoreCase(name));
    }

    /** The name under which that column is read so; a name that is not there stays, to be told. */
    private String slot(String name, Want want) {
        int at = find(name);
        if (at < 0) {
            return name;
        }
        Slot slot = slots.get(at);
        if (slot.use == null) {
            slots.set(at, new Slot(slot.name, at, -1, want.use, want.ours));
            return slot.name;
        }
        if (isSame(slot, want)) {
            return slot.name;
        }
        String as = want.ours.isEmpty() ? want.use.words : want.use.words + ", " + want.ours;
        return extra(new Slot(slot.name + " (as " + as + ")", at, -1, want.use, want.ours));
    }

    /** Plain numbers may count something else for another column of ours. */
    private boolean isSame(Slot slot, Want want) {
        return slot.use == want.use && values.unit(slot.ours).equals(values.unit(want.ours));
    }

    private Mapping joined(String first, String second) {
        int one = find(first);
        int two = find(second);
        return one < 0 || two < 0
                ? new Mapping.Joined(first, second)
                : new Mapping.From(extra(new Slot(first + " + " + second, one, two, Use.TIME, "")));
    }

    private String extra(Slot extra) {
        if (slots.stream().noneMatch(slot -> slot.name.equals(extra.name))) {
            slots.add(extra);
        }
        return extra.name;
    }

    /** The one column of the file of that name; -1 if there is none, or more than one. */
    private int find(String name) {
        int found = -1;
        for (int i = 0; i < fields; i++) {
            if (slots.get(i).name.equalsIgnoreCase(name)) {
                if (found >= 0) {
                    return -1;
                }
                found = i;
            }
        }
        return found;
    }
}

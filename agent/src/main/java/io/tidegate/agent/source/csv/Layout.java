package io.tidegate.agent.source.csv;

import io.tidegate.agent.row.RawShape;
import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.Mapping;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Kind;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

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

    /** A column of the shape: which fields make it, and how; {@code second} is -1 for one field. */
    private record Slot(String name, int first, int second, Use use) {}

    private final SourceConfig source;
    private final List<Slot> slots = new ArrayList<>();
    private final int fields;
    private final Map<String, Mapping> map;

    Layout(SourceConfig source, DataType data, List<String> columns) {
        this.source = source;
        this.fields = columns.size();
        this.map = new HashMap<>(source.map());
        for (String column : columns) {
            slots.add(new Slot(column, slots.size(), -1, null));
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
                source.origin());
    }

    /** The file's columns that rows are made of, by name, without regard to case. */
    TreeSet<String> used() {
        var used = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (Slot slot : slots) {
            if (slot.use != null) {
                used.add(slots.get(slot.first).name);
                if (slot.second >= 0) {
                    used.add(slots.get(slot.second).name);
                }
            }
        }
        return used;
    }

    /** How each column of the shape gets its value from the records' present record. */
    List<Cell> cells(Records records, Readers readers) {
        return slots.stream().map(slot -> cell(slot, records, readers)).toList();
    }

    private Cell cell(Slot slot, Records records, Readers readers) {
        if (slot.second >= 0) {
            return () -> readers.joined().read(records, slot.first, slot.second);
        }
        return switch (slot.use) {
            case null -> () -> text(records, slot.first);
            case TEXT -> () -> text(records, slot.first);
            case COUNT -> new NumberCell(records, slot.first, readers.numbers());
            case SECONDS -> new NumberCell(records, slot.first, readers.seconds());
            case TIME -> () -> read(records, slot.first, readers.times());
        };
    }

    /** A field that is a number: what is whole or has few decimals is read without garbage. */
    private record NumberCell(Records records, int field, ValueReader reader) implements Cell {
        @Override
        public Object value() {
            return read(records, field, reader);
        }

        @Override
        public long whole() {
            int begin = records.begin(field);
            return reader.whole(records.chars(), begin, begin + records.length(field));
        }

        @Override
        public long thousandths() {
            int begin = records.begin(field);
            return reader.thousandths(records.chars(), begin, begin + records.length(field));
        }
    }

    private static Object text(Records records, int field) {
        return records.length(field) == 0 ? null : records.text(field);
    }

    private static Object read(Records records, int field, ValueReader reader) {
        int begin = records.begin(field);
        return reader.read(records.chars(), begin, begin + records.length(field));
    }

    private void assign(Column column) {
        Mapping mapping = map.getOrDefault(column.name(), byName(column.name()));
        if (mapping != null) {
            map.put(column.name(), rewrite(mapping, Use.of(column.kind())));
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

    private Mapping rewrite(Mapping mapping, Use use) {
        return switch (mapping) {
            case Mapping.From(String name) -> new Mapping.From(slot(name, use));
            case Mapping.Constant constant -> constant;
            case Mapping.Joined(String first, String second) when use == Use.TIME ->
                    joined(first, second);
            case Mapping.Joined(String first, String second) ->
                    new Mapping.Joined(slot(first, Use.TEXT), slot(second, Use.TEXT));
            case Mapping.Computed(String left, char operator, String right) ->
                    new Mapping.Computed(slot(left, use), operator, slot(right, use));
            case Mapping.TimesAnswered(String name) ->
                    new Mapping.TimesAnswered(slot(name, Use.SECONDS));
        };
    }

    /** The name under which that column is read so; a name that is not there stays, to be told. */
    private String slot(String name, Use use) {
        int at = find(name);
        if (at < 0) {
            return name;
        }
        Slot slot = slots.get(at);
        if (slot.use == null) {
            slots.set(at, new Slot(slot.name, at, -1, use));
        }
        return slots.get(at).use == use
                ? slot.name
                : extra(slot.name + " (as " + use.words + ")", at, -1, use);
    }

    private Mapping joined(String first, String second) {
        int one = find(first);
        int two = find(second);
        return one < 0 || two < 0
                ? new Mapping.Joined(first, second)
                : new Mapping.From(extra(first + " + " + second, one, two, Use.TIME));
    }

    private String extra(String name, int first, int second, Use use) {
        if (slots.stream().noneMatch(slot -> slot.name.equals(name))) {
            slots.add(new Slot(name, first, second, use));
        }
        return name;
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

package io.tidegate.agent.row;

import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Holds the rows of repeated hours until all of them are there, then says which pass each belongs
 * to. In this order: a pass that lies in the future, or a span that would end before it begins, is
 * impossible; in a file, one jump back of 30 minutes or more within a queue or ACD agent begins the
 * second pass; rows of one identity are the first and the second pass in row order, or by content
 * where rows have no order; the rest follows {@code repeated-hour}. Memory: the rows of one
 * repeated hour. Used by one thread.
 */
final class RepeatedHours {
    private static final long JUMP = 30 * 60 * 1_000_000L;

    private final RowClocks clocks;
    private final boolean file;
    private final boolean ordered;
    private final boolean secondPass;
    private final int end;
    private final List<Column> identity;
    private final List<Column> whose;
    private final List<Draft> held = new ArrayList<>();

    /**
     * @param file whether the rows are those of a file
     * @param ordered whether the order of the rows means something
     * @param secondPass what {@code repeated-hour} says
     */
    RepeatedHours(
            DataType type, RowClocks clocks, boolean file, boolean ordered, boolean secondPass) {
        this.clocks = clocks;
        this.file = file;
        this.ordered = ordered;
        this.secondPass = secondPass;
        this.end = type.column("endtime").map(Column::ordinal).orElse(-1);
        this.identity = type.identity().stream().filter(c -> c != type.timeColumn()).toList();
        this.whose = whose(type);
    }

    /** Whose clock it is that jumps back: a queue's by channel, an ACD agent's. */
    private static List<Column> whose(DataType type) {
        return switch (type) {
            case INTERVALS -> columns(type, "queueidentifier", "channel");
            case CONTACTS -> columns(type, "queueidentifier");
            case AGENT_STATUS -> columns(type, "agentidentifier");
        };
    }

    private static List<Column> columns(DataType type, String... names) {
        return IntStream.range(0, names.length)
                .mapToObj(i -> type.column(names[i]).orElseThrow())
                .toList();
    }

    void hold(Draft draft) {
        held.add(draft);
    }

    int size() {
        return held.size();
    }

    void clear() {
        held.clear();
    }

    /**
     * Decides every held row and gives them back, in the order in which they came.
     *
     * @param latest what lies after it is in the future
     * @param newestFirst whether the rows run against time, so that the last row is the earliest
     */
    List<Draft> decided(long latest, boolean newestFirst) {
        List<Draft> rows = new ArrayList<>(held);
        held.clear();
        List<Draft> inTime = newestFirst ? rows.reversed() : rows;
        groups(possibleTwice(inTime, latest), whose).forEach(this::decideGroup);
        return rows;
    }

    /** Those whose second reading is possible; the others are of the first pass for certain. */
    private List<Draft> possibleTwice(List<Draft> rows, long latest) {
        return rows.stream()
                .filter(
                        d -> {
                            long second = clocks.start(d.wall, true);
                            return second <= latest - Math.max(0, d.lasts)
                                    && second <= latestEnd(d);
                        })
                .toList();
    }

    private long latestEnd(Draft draft) {
        if (draft.endWall != Row.NULL) {
            return clocks.end().second(draft.endWall);
        }
        return end < 0 || draft.numbers[end] == Row.NULL ? Long.MAX_VALUE : draft.numbers[end];
    }

    private void decideGroup(List<Draft> rows) {
        int jump = file ? onlyJump(rows) : -1;
        if (jump >= 0) {
            rows.subList(jump, rows.size()).forEach(d -> d.second = true);
            return;
        }
        for (List<Draft> same : groups(rows, identity)) {
            for (List<Draft> twins : sameTime(same)) {
                decideTwins(twins);
            }
        }
    }

    /** Where the one jump back is; -1 if there is none, or more than one: then it says nothing. */
    private static int onlyJump(List<Draft> rows) {
        int[] jumps =
                IntStream.range(1, rows.size())
                        .filter(i -> rows.get(i - 1).wall - rows.get(i).wall >= JUMP)
                        .toArray();
        return jumps.length == 1 ? jumps[0] : -1;
    }

    private void decideTwins(List<Draft> twins) {
        boolean nameless = identity.stream().anyMatch(c -> twins.getFirst().row().isNull(c));
        if (twins.size() == 1 && clocks.own().isTwiceBySum(twins.getFirst().wall)) {
            choose(twins.getFirst(), true);
            return;
        }
        if (twins.size() == 1 || nameless) {
            twins.forEach(d -> choose(d, secondPass));
            return;
        }
        List<Draft> sorted = new ArrayList<>(twins);
        if (!ordered) {
            sorted.sort((one, other) -> RowOrder.BY_CONTENT.compare(one.row(), other.row()));
        }
        boolean certain = ordered && sorted.size() == 2;
        for (int i = 0; i < sorted.size(); i++) {
            Draft draft = sorted.get(i);
            draft.second = i >= (sorted.size() + 1) / 2;
            draft.undecided = !certain;
        }
    }

    private static void choose(Draft draft, boolean second) {
        draft.second = second;
        draft.undecided = true;
    }

    private static List<List<Draft>> sameTime(List<Draft> rows) {
        Map<Long, List<Draft>> groups = new LinkedHashMap<>();
        rows.forEach(d -> groups.computeIfAbsent(d.wall, _ -> new ArrayList<>()).add(d));
        return List.copyOf(groups.values());
    }

    /** Groups by those columns within one clock change. */
    private List<List<Draft>> groups(List<Draft> rows, List<Column> columns) {
        Map<List<Object>, List<Draft>> groups = new LinkedHashMap<>();
        for (Draft draft : rows) {
            groups.computeIfAbsent(key(draft, columns), _ -> new ArrayList<>()).add(draft);
        }
        return List.copyOf(groups.values());
    }

    private List<Object> key(Draft draft, List<Column> columns) {
        List<Object> key = new ArrayList<>();
        key.add(clocks.own().changeAt(draft.wall));
        for (Column column : columns) {
            key.add(
                    column.kind().isText()
                            ? draft.texts[column.ordinal()]
                            : (Object) draft.numbers[column.ordinal()]);
        }
        return key;
    }
}

package io.tidegate.agent.sniff;

import io.tidegate.agent.sniff.Entry.Option;

import java.util.BitSet;
import java.util.List;

/** How long an interval is, from the minutes at which intervals begin. Stateless. */
final class GridLines {
    private static final List<Integer> LENGTHS = List.of(5, 10, 15, 30, 60);
    private static final int MANY = 8;
    private static final double MOST = 0.9;

    private GridLines() {}

    static void write(List<Field> start, Draft draft, List<Finding> findings) {
        var minutes = new BitSet();
        start.forEach(field -> minutes.or(field.tally().minutes()));
        boolean seconds = start.stream().anyMatch(f -> f.tally().hasSeconds());
        int[] all = minutes.stream().toArray();
        List<Integer> possible =
                LENGTHS.stream()
                        .filter(l -> minutes.stream().allMatch(m -> m % l == 0))
                        .filter(l -> l <= smallestGap(all))
                        .toList();
        if (seconds || (all.length > 0 && possible.isEmpty())) {
            findings.add(
                    Finding.certain(
                            "interval",
                            "the times stand on no grid of 5 minutes or more: these are no"
                                    + " intervals"));
            draft.remark(
                    "WARNING: the times stand on no grid of 5 to 60 minutes, so these rows are no"
                            + " intervals. If each row is a contact, say --data contacts.");
        } else if (all.length >= 2 && alike(all, possible.getLast()) >= MOST) {
            found(all, possible.getLast(), draft, findings);
        } else {
            ask(all, possible, draft, findings);
        }
    }

    private static void found(int[] all, int length, Draft draft, List<Finding> findings) {
        String text =
                "%d minutes: all rows begin on that grid, at %,d times of day, neighbours %d minutes apart"
                        .formatted(length, all.length, length);
        findings.add(
                all.length >= MANY
                        ? Finding.certain("interval", text)
                        : Finding.likely("interval", text));
        draft.set("interval-length", length + "m", "");
    }

    private static void ask(
            int[] all, List<Integer> possible, Draft draft, List<Finding> findings) {
        List<Integer> lengths = all.length == 0 ? LENGTHS : possible;
        String why =
                all.length < 2
                        ? "the file has too few times of day to tell"
                        : "the times of day in the file are too far apart to tell";
        findings.add(Finding.open("interval", why + " how long an interval is"));
        draft.choose(
                "interval-length must be chosen (without a line it is 15m): " + why,
                lengths.stream()
                        .map(
                                l ->
                                        new Option(
                                                "interval-length",
                                                l + "m",
                                                "one row is " + l + " minutes"))
                        .toList(),
                "interval-length",
                lengths.getFirst() + "m");
    }

    private static int smallestGap(int[] minutes) {
        int smallest = Integer.MAX_VALUE;
        for (int i = 1; i < minutes.length; i++) {
            smallest = Math.min(smallest, minutes[i] - minutes[i - 1]);
        }
        return smallest;
    }

    /** The share of neighbours that are so far apart. */
    private static double alike(int[] minutes, int gap) {
        int alike = 0;
        for (int i = 1; i < minutes.length; i++) {
            alike += minutes[i] - minutes[i - 1] == gap ? 1 : 0;
        }
        return alike / (double) (minutes.length - 1);
    }
}

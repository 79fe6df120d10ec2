package io.tidegate.agent.row;

import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Limits;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.RowFault;
import io.tidegate.protocol.RowRules;
import io.tidegate.protocol.WireTime;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sums contacts to the intervals in which they came in, per queue and channel. A sum is known only
 * if all that it is made of is: an answered contact without a time makes the sum of that time
 * unknown, one that was not answered adds nothing. One that still goes on is counted when it has
 * ended. Memory: one sum per queue, channel and interval.
 */
final class ContactSums implements RowStage {
    private static final DataType FROM = DataType.CONTACTS;
    private static final DataType TO = DataType.INTERVALS;
    private static final Column QUEUE = FROM.column("queueidentifier").orElseThrow();
    private static final Column NAME = FROM.column("queuename").orElseThrow();
    private static final Column CHANNEL = FROM.column("channel").orElseThrow();
    private static final Column ANSWERED = FROM.column("answered").orElseThrow();
    private static final Column DURATION = FROM.column("duration").orElseThrow();
    private static final Column WAIT = FROM.column("waittime").orElseThrow();

    private final Grid grid;
    private final RowRules rules;
    private final long goingOn;
    private final List<Summed> summed = new ArrayList<>();
    private final Map<Place, Sum> sums = new LinkedHashMap<>();
    private long from;
    private long to;

    /** Which time of a contact goes into which of an interval. */
    private record Summed(Column from, Column to) {}

    /**
     * @param checked the columns that contacts can have a value in
     * @param goingOn answered contacts from then on may still go on
     */
    ContactSums(ZoneId zone, Duration length, List<Column> checked, Instant goingOn) {
        this.grid = new Grid(zone, length);
        this.rules = RowRules.of(TO, length, zone);
        this.goingOn = WireTime.micros(goingOn);
        summed.add(new Summed(DURATION, to("handlingtime")));
        for (String name : List.of("talktime", "holdtime", "wraptime", "waittime")) {
            FROM.column(name)
                    .filter(checked::contains)
                    .ifPresent(c -> summed.add(new Summed(c, to(name))));
        }
    }

    private static Column to(String name) {
        return TO.column(name).orElseThrow();
    }

    @Override
    public List<Column> columns(List<Column> checked) {
        List<String> counts = List.of("offered", "answered");
        return TO.columns().stream()
                .filter(
                        c ->
                                counts.contains(c.name())
                                        || summed.stream().anyMatch(s -> s.to == c)
                                        || checked.stream().anyMatch(f -> isSame(f, c)))
                .toList();
    }

    /** Whether a column goes into one of the same name as it is. */
    private static boolean isSame(Column contact, Column interval) {
        boolean place = contact == QUEUE || contact == NAME || contact == CHANNEL;
        return (place || contact == FROM.timeColumn()) && contact.name().equals(interval.name());
    }

    @Override
    public void take(Row contact, RowTaker out) throws InterruptedException {
        if (contact.number(ANSWERED) == 1 && contact.isNull(DURATION)) {
            leaveOut(contact, out);
            return;
        }
        var place =
                new Place(
                        contact.text(QUEUE),
                        Math.max(0, contact.number(CHANNEL)),
                        start(contact.time()));
        sums.computeIfAbsent(place, _ -> new Sum(summed.size())).add(contact);
    }

    /** With an unknown length, it would make the handling time of its interval too small. */
    private void leaveOut(Row contact, RowTaker out) throws InterruptedException {
        if (contact.time() >= goingOn) {
            out.ignored();
            return;
        }
        out.rejected(
                new Rejection(
                        "",
                        DURATION.name(),
                        "is missing: an answered contact that began before the look-back needs it,"
                                + " or the handling time of its interval would be too small",
                        contact.time()));
    }

    /** Most contacts come in the order of time, so the interval is often that of the last one. */
    private long start(long time) {
        if (time < from || time >= to) {
            Instant floor = grid.floor(WireTime.instant(time));
            from = WireTime.micros(floor);
            to = WireTime.micros(grid.after(floor));
        }
        return from;
    }

    @Override
    public int held() {
        return sums.size();
    }

    @Override
    public void finish(RowTaker out) throws InterruptedException {
        for (Map.Entry<Place, Sum> sum : sums.entrySet()) {
            Row row = sum.getValue().row(sum.getKey());
            Optional<RowFault> fault = rules.judge(row);
            if (fault.isEmpty()) {
                out.taken(row);
            } else {
                refuse(sum.getValue().offered, row.time(), fault.get(), out);
            }
        }
        sums.clear();
    }

    private static void refuse(long contacts, long time, RowFault fault, RowTaker out)
            throws InterruptedException {
        String reason = "of an interval's sum " + fault.reason();
        for (long i = 0; i < contacts; i++) {
            out.rejected(new Rejection("", fault.column(), reason, time));
        }
    }

    private record Place(String queue, long channel, long start) {}

    /** What an interval has come to. */
    private final class Sum {
        private final long[] times;
        private long offered;
        private long answered;
        private String name;
        private long named = Long.MIN_VALUE;

        Sum(int columns) {
            times = new long[columns];
        }

        void add(Row contact) {
            offered++;
            answered += contact.number(ANSWERED);
            for (int i = 0; i < times.length; i++) {
                times[i] = plus(times[i], value(contact, summed.get(i).from));
            }
            name(contact.time(), contact.text(NAME));
        }

        private static long plus(long sum, long value) {
            if (sum == Row.NULL || value == Row.NULL) {
                return Row.NULL;
            }
            return Math.min(sum + value, Limits.SECONDS_MILLIS + 1); // Beyond that, none is taken.
        }

        /** Nobody spoke in a contact that was not answered; but whoever gave up had waited. */
        private static long value(Row contact, Column column) {
            long value = contact.number(column);
            boolean nothing = contact.number(ANSWERED) == 0 && column != WAIT;
            return value == Row.NULL && nothing ? 0 : value;
        }

        /** The name of the latest contact; of several at one instant, by text. */
        private void name(long time, String called) {
            if (time > named || time == named && called.compareTo(name) > 0) {
                named = time;
                name = called;
            }
        }

        Row row(Place place) {
            long[] numbers = new long[TO.columns().size()];
            String[] texts = new String[numbers.length];
            java.util.Arrays.fill(numbers, Row.NULL);
            texts[to("queueidentifier").ordinal()] = place.queue;
            texts[to("queuename").ordinal()] = name;
            numbers[TO.timeColumn().ordinal()] = place.start;
            numbers[to("channel").ordinal()] = place.channel;
            numbers[to("offered").ordinal()] = offered;
            numbers[to("answered").ordinal()] = answered;
            for (int i = 0; i < times.length; i++) {
                numbers[summed.get(i).to.ordinal()] = times[i];
            }
            return new Row(TO, numbers, texts);
        }
    }
}

package io.tidegate.agent.file;

import static io.tidegate.agent.file.DayCounts.NONE;

import io.tidegate.agent.file.DayCounts.QueueChannel;
import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.SameKey;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.WireTime;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a file says was offered, per queue, channel and interval, and which intervals it names more
 * than once. Memory: four bytes per interval of each queue and day, at most 48 MiB in all; beyond
 * that it is {@link #isFull} and says nothing. Used by one thread.
 */
final class IntervalCounts {
    private static final long MOST_BYTES = 48L << 20;
    private static final int BYTES_BESIDES = 200;
    private static final int MOST_REPEATED = 20_000;
    private static final Duration LONGEST_DAY = Duration.ofHours(27);
    private static final Duration HALF_HOUR = Duration.ofMinutes(30);
    private final Column queue;
    private final Optional<Column> channel;
    private final Optional<Column> offered;

    private final SameKey same;
    private final LocalDays days;
    private final long unit;
    private final int slots;
    private final Map<LocalDate, DayCounts> counts = new TreeMap<>();
    private final Set<Identity> repeated = new HashSet<>();
    private LocalDate lastDay;
    private DayCounts last;
    private long repeatedRows;
    private long bytes;
    private boolean full;
    private final Set<String> queues = new HashSet<>();
    private long replacedFrom;
    private long replacedTo;

    private record Identity(QueueChannel queue, long time) {}

    /**
     * @param data intervals; of other data rows are counted, by quarter of an hour, and none is
     *     said to come twice
     */
    IntervalCounts(SourceConfig source, DataType data) {
        this.queue =
                data.column(data == DataType.AGENT_STATUS ? "agentidentifier" : "queueidentifier")
                        .orElseThrow();
        this.channel = data.column("channel");
        this.offered = data.column("offered");
        this.same = source.same();
        this.days = new LocalDays(source.zone());
        this.unit = WireTime.micros(Instant.EPOCH.plus(unit(source.intervalLength())));
        this.slots = (int) (WireTime.micros(Instant.EPOCH.plus(LONGEST_DAY)) / unit);
    }

    /** Counts a row of the file. */
    void add(Row row) {
        if (!full) {
            QueueChannel of = queue(row);
            int[] places = places(of, row.time());
            int slot = slot(row.time());
            if (places[slot] == NONE) {
                places[slot] = offered(row);
            } else if (offered.isEmpty()) {
                places[slot] = clamp(places[slot] + 1L);
            } else {
                repeat(of, row, places, slot);
            }
        }
    }

    /** Whether the file was too large to be counted. */
    boolean isFull() {
        return full;
    }

    /** Rows beyond the first of their identity, as far as they were counted. */
    long repeatedRows() {
        return repeatedRows;
    }

    /** How many identities come more than once, as far as they were counted. */
    int repeatedIdentities() {
        return repeated.size();
    }

    /** Whether the row's identity comes, or may come, more than once in the file. */
    boolean isRepeated(Row row) {
        return isMany()
                || (!repeated.isEmpty() && repeated.contains(new Identity(queue(row), row.time())));
    }

    /** Whether too many identities come more than once to be held in memory. */
    boolean isMany() {
        return full || repeated.size() > MOST_REPEATED;
    }

    /** By local day. */
    Map<LocalDate, DayCounts> byDay() {
        return counts;
    }

    /** From now on the file speaks for all intervals of its queues in [from, to). */
    void replaces(long from, long to) {
        if (!full) {
            replacedFrom = from;
            replacedTo = to;
            LocalDate last = days.day(to - 1);
            for (LocalDate d = days.day(from); !d.isAfter(last); d = d.plusDays(1)) {
                counts.computeIfAbsent(d, _ -> new DayCounts(slots));
            }
        }
    }

    /** Counts as zero what is stored of a day and missing in a file that speaks for all of it. */
    void empty(LocalDate day, OfferedMemory stored) {
        if (replacedFrom < replacedTo) {
            long start = days.start(day);
            stored.empty(
                    counts.get(day),
                    queues(),
                    slot -> {
                        long time = start + slot * unit;
                        return time >= replacedFrom && time < replacedTo;
                    });
        }
    }

    private Set<String> queues() {
        if (queues.isEmpty()) {
            counts.values().forEach(day -> day.all().keySet().forEach(q -> queues.add(q.queue())));
        }
        return queues;
    }

    /** When the interval at that place of its day begins. */
    Instant start(LocalDate day, int slot) {
        return WireTime.instant(days.start(day) + slot * unit);
    }

    private int[] places(QueueChannel of, long time) {
        DayCounts day = day(days.day(time));
        int before = day.all().size();
        int[] places = day.of(of);
        bytes += (day.all().size() - before) * (slots * 4L + BYTES_BESIDES);
        if (bytes > MOST_BYTES) {
            full = true;
            counts.clear();
        }
        return places;
    }

    /** Rows come by the day. */
    private DayCounts day(LocalDate date) {
        if (!date.equals(lastDay)) {
            lastDay = date;
            last = counts.computeIfAbsent(date, _ -> new DayCounts(slots));
        }
        return last;
    }

    private void repeat(QueueChannel of, Row row, int[] places, int slot) {
        repeatedRows++;
        if (!isMany()) {
            repeated.add(new Identity(of, row.time()));
        }
        places[slot] =
                switch (same) {
                    case ADD -> clamp((long) places[slot] + offered(row));
                    case LAST, REJECT -> offered(row);
                };
    }

    private int slot(long time) {
        return (int) ((time - days.start(time)) / unit);
    }

    private QueueChannel queue(Row row) {
        long number = channel.map(row::number).orElse(0L);
        return new QueueChannel(row.text(queue), (int) Math.max(0, number));
    }

    private int offered(Row row) {
        return offered.map(column -> clamp(row.number(column))).orElse(1);
    }

    private static int clamp(long count) {
        return (int) Math.min(Integer.MAX_VALUE, count);
    }

    /** Intervals of an hour may begin at the half hour, after a clock change of 30 minutes. */
    private static Duration unit(Duration interval) {
        return Duration.ofSeconds(
                BigInteger.valueOf(interval.toSeconds())
                        .gcd(BigInteger.valueOf(HALF_HOUR.toSeconds()))
                        .longValue());
    }
}

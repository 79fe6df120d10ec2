package io.tidegate.agent.file;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was offered on one local day: per queue and channel, one number per place of an interval in
 * the day. Used by one thread.
 */
final class DayCounts {
    /** Nothing was said about an interval. */
    static final int NONE = -1;

    /**
     * @param channel its ordinal
     */
    record QueueChannel(String queue, int channel) implements Comparable<QueueChannel> {
        @Override
        public int compareTo(QueueChannel that) {
            int byQueue = queue.compareTo(that.queue);
            return byQueue != 0 ? byQueue : Integer.compare(channel, that.channel);
        }
    }

    private final int slots;
    private final Map<QueueChannel, int[]> offered = new TreeMap<>();

    /** The same, since it is asked for every row: comparing queues takes several times as long. */
    private final Map<QueueChannel, int[]> found = new HashMap<>();

    DayCounts(int slots) {
        this.slots = slots;
    }

    /** The places of that queue; {@link #NONE} at first. */
    int[] of(QueueChannel queue) {
        int[] places = found.get(queue);
        return places == null ? begin(queue) : places;
    }

    private int[] begin(QueueChannel queue) {
        int[] places = nothing();
        found.put(queue, places);
        offered.put(queue, places);
        return places;
    }

    /** In a stable order. */
    Map<QueueChannel, int[]> all() {
        return offered;
    }

    private int[] nothing() {
        var places = new int[slots];
        Arrays.fill(places, NONE);
        return places;
    }
}

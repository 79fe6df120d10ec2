package io.tidegate.protocol;

import java.time.Duration;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * Where intervals may begin: the wall clock of a zone, from midnight on, every {@code length}.
 * Remembers the offset of the time between two clock changes. Used by one thread.
 */
final class IntervalGrid {
    private final long length;
    private final ZoneRules rules;
    private long validFrom = Long.MAX_VALUE;
    private long validTo = Long.MIN_VALUE;
    private long offset;

    /**
     * @param length divides a day
     */
    IntervalGrid(Duration length, ZoneId zone) {
        this.length = length.toSeconds() * WireTime.SECOND;
        this.rules = zone.getRules();
    }

    boolean holds(long micros) {
        if (micros < validFrom || micros >= validTo) {
            learn(micros);
        }
        return Math.floorMod(micros + offset, length) == 0;
    }

    private void learn(long micros) {
        var instant = WireTime.instant(micros);
        ZoneOffsetTransition next = rules.nextTransition(instant);
        offset = rules.getOffset(instant).getTotalSeconds() * WireTime.SECOND;
        validFrom = micros;
        validTo = next == null ? Long.MAX_VALUE : WireTime.micros(next.getInstant());
    }
}

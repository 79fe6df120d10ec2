package io.tidegate.agent.preset;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * One stay of one call in one queue, as it happened. ACDs write it each in their own way; what must
 * come out is known from here.
 *
 * @param waited seconds until it was answered or left the queue
 * @param talk seconds from then on
 */
record Visit(String call, String queue, Instant entered, int waited, int talk, Exit exit) {
    static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    static final LocalDate FIRST = LocalDate.of(2026, 11, 17);
    static final Instant FROM = FIRST.atStartOfDay(ZONE).toInstant();
    static final Instant TO = FIRST.plusDays(3).atStartOfDay(ZONE).toInstant();

    private static final String[] QUEUES = {"sales", "service", "help"};
    private static final int CALLS = 400;

    /** How a stay ended, if it did. */
    enum Exit {
        COMPLETE_BY_CALLER,
        COMPLETE_BY_AGENT,
        BLIND_TRANSFER,
        ATTENDED_TRANSFER,
        ATTENDED_LINK,
        STILL_TALKING,
        ABANDONED,
        QUEUE_EMPTY,
        TIMED_OUT,
        KEY_PRESSED,
        STILL_WAITING
    }

    boolean answered() {
        return exit.compareTo(Exit.STILL_TALKING) <= 0;
    }

    boolean talked() {
        return exit.compareTo(Exit.STILL_TALKING) < 0;
    }

    boolean over() {
        return exit != Exit.STILL_TALKING && exit != Exit.STILL_WAITING;
    }

    Instant left() {
        return entered.plusSeconds(waited);
    }

    Instant end() {
        return left().plusSeconds(talk);
    }

    LocalDate day() {
        return entered.atZone(ZONE).toLocalDate();
    }

    /**
     * Some hundred calls of three days: every way to end, calls that come back to a queue or go on
     * to another, calls over midnight, and one on either side of the range.
     */
    static List<Visit> all() {
        List<Visit> all = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            call(all, i);
        }
        Instant midnight = FIRST.plusDays(1).atStartOfDay(ZONE).toInstant();
        all.add(new Visit("over.1", "sales", midnight.minusSeconds(5), 20, 60, exit(0)));
        all.add(new Visit("over.2", "sales", midnight, 1, 7, exit(1)));
        all.add(new Visit("before", "sales", FROM.minusSeconds(1), 2, 50, exit(0)));
        all.add(new Visit("after", "sales", TO, 2, 50, exit(0)));
        return all;
    }

    private static void call(List<Visit> all, int i) {
        String id = "1763330400." + i;
        String queue = QUEUES[i % QUEUES.length];
        Instant at = FROM.plusSeconds(60L + i * 640L);
        int wait = i * 7 % 90;
        int talk = 20 + i * 13 % 600;
        switch (i % 20) {
            // Times out and comes back to the same queue, twice.
            case 17 -> {
                all.add(new Visit(id, queue, at, 30, 0, Exit.TIMED_OUT));
                all.add(new Visit(id, queue, at.plusSeconds(40), 30, 0, Exit.KEY_PRESSED));
                all.add(new Visit(id, queue, at.plusSeconds(80), wait, exitOf(i, talk), exit(i)));
            }
            // Is answered, passed on to another queue, and answered or lost there.
            case 18 -> passedOn(all, id, i, at, Exit.BLIND_TRANSFER);
            // Is answered in a queue and comes back to it.
            case 19 -> {
                all.add(new Visit(id, queue, at, wait, talk, Exit.ATTENDED_TRANSFER));
                Instant again = at.plusSeconds(wait + talk + 1L);
                all.add(new Visit(id, queue, again, 12, 0, Exit.ABANDONED));
            }
            default -> all.add(new Visit(id, queue, at, wait, exitOf(i, talk), exit(i)));
        }
    }

    private static void passedOn(List<Visit> all, String id, int i, Instant at, Exit how) {
        all.add(new Visit(id, QUEUES[i % 3], at, 3, 33, how));
        Exit then = i % 40 == 18 ? Exit.ABANDONED : Exit.COMPLETE_BY_AGENT;
        int talk = then == Exit.ABANDONED ? 0 : 77;
        all.add(new Visit(id, QUEUES[(i + 1) % 3], at.plusSeconds(36), 9, talk, then));
    }

    private static int exitOf(int i, int talk) {
        return exit(i).compareTo(Exit.STILL_TALKING) <= 0 ? talk : 0;
    }

    private static Exit exit(int i) {
        return Exit.values()[i % Exit.values().length];
    }
}

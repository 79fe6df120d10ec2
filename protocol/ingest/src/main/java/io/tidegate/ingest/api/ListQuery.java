package io.tidegate.ingest.api;

import io.tidegate.ingest.batch.Refusal;
import io.tidegate.ingest.http.Head;
import io.tidegate.protocol.ProblemType;
import io.tidegate.protocol.WireTime;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * What part of a list is asked for: {@code from}, {@code to}, {@code limit}, {@code next}, {@code
 * recount}.
 */
record ListQuery(Head head) {
    /** So many lines of any list, with the longest names, stay well below 1 MiB. */
    private static final int MOST = 400;

    /** Windows whose rows are counted for one answer. */
    private static final int MOST_RECOUNTED = 24;

    /** Whether what is noted of a window is not believed: its rows are to be counted again. */
    boolean recount() throws Refusal {
        String text = head.query().getOrDefault("recount", "false");
        if (!text.equals("true") && !text.equals("false")) {
            throw Refusal.of(ProblemType.INVALID_REQUEST, "recount is neither true nor false");
        }
        return text.equals("true");
    }

    /** Where to begin: a further page begins where the one before ended. */
    Instant from() throws Refusal {
        return head.query().containsKey("next") ? time("next", 0) : time("from", WireTime.MIN);
    }

    Instant to() throws Refusal {
        return time("to", WireTime.MAX);
    }

    /** How many lines at most. */
    int limit() throws Refusal {
        int most = recount() ? MOST_RECOUNTED : MOST;
        return Math.clamp(number("limit", most), 1, most);
    }

    /** The number where the page before ended, 0 for the first. */
    int number() throws Refusal {
        return number("next", 0);
    }

    private int number(String name, int otherwise) throws Refusal {
        String text = head.query().get(name);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("[0-9]{1,9}")) {
            throw Refusal.of(ProblemType.INVALID_REQUEST, name + " is no number");
        }
        return Integer.parseInt(text);
    }

    private Instant time(String name, long otherwise) throws Refusal {
        String text = head.query().get(name);
        if (text == null) {
            return WireTime.instant(otherwise);
        }
        OptionalLong micros = WireTime.parse(text);
        if (micros.isEmpty()) {
            throw Refusal.of(
                    ProblemType.INVALID_REQUEST, name + " is no time such as 2026-11-20T08:00:00Z");
        }
        return WireTime.instant(micros.getAsLong());
    }
}

package io.tidegate.agent.preset;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Writes what app_queue logs of stays in queues and of members' states, as Asterisk's documentation
 * of the queue log gives events and their parameters.
 */
final class QueueLog {
    private static final int COLUMNS = 5;

    private final Function<Instant, String> clock;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * @param clock how the table writes a time
     */
    QueueLog(Function<Instant, String> clock) {
        this.clock = clock;
    }

    /** In the order: time, callid, queuename, agent, event, data1 to data5. */
    List<List<String>> rows() {
        return rows;
    }

    QueueLog all(List<Visit> visits) {
        event(Visit.FROM, "NONE", "NONE", "NONE", "QUEUESTART");
        visits.forEach(this::visit);
        return this;
    }

    private void visit(Visit v) {
        event(v.entered(), v.call(), v.queue(), "NONE", "ENTERQUEUE", "", "0301234567", "1");
        event(v.entered(), v.call(), v.queue(), "SIP/8007", "RINGNOANSWER", "1000");
        String wait = Integer.toString(v.waited());
        String talk = Integer.toString(v.talk());
        if (v.answered()) {
            event(v.left(), v.call(), v.queue(), "SIP/8001", "CONNECT", wait, v.call() + "1", "3");
        }
        switch (v.exit()) {
            case COMPLETE_BY_CALLER -> end(v, "COMPLETECALLER", wait, talk, "1");
            case COMPLETE_BY_AGENT -> end(v, "COMPLETEAGENT", wait, talk, "1");
            case BLIND_TRANSFER -> end(v, "BLINDTRANSFER", "8100", "internal", wait, talk, "1");
            case ATTENDED_TRANSFER ->
                    end(v, "ATTENDEDTRANSFER", "BRIDGE", "d7ac2f", wait, talk, "1");
            case ATTENDED_LINK ->
                    end(v, "ATTENDEDTRANSFER", "LINK", "SIP/1", "SIP/2", wait, talk + "|1");
            case ABANDONED -> end(v, "ABANDON", "1", "2", wait);
            case QUEUE_EMPTY -> end(v, "EXITEMPTY", "1", "2", wait);
            case TIMED_OUT -> end(v, "EXITWITHTIMEOUT", "1", "2", wait);
            case KEY_PRESSED -> end(v, "EXITWITHKEY", "9", "1", "2", wait);
            case STILL_TALKING, STILL_WAITING -> {}
        }
    }

    private void end(Visit v, String event, String... data) {
        String agent = v.answered() ? "SIP/8001" : "NONE";
        event(v.end(), v.call(), v.queue(), agent, event, data);
    }

    QueueLog event(
            Instant at, String call, String queue, String agent, String event, String... data) {
        List<String> row = new ArrayList<>(List.of(clock.apply(at), call, queue, agent, event));
        row.addAll(Arrays.asList(data));
        while (row.size() < COLUMNS * 2) {
            row.add("");
        }
        rows.add(row);
        return this;
    }
}

package io.tidegate.agent.status;

import io.tidegate.agent.log.Recent;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The agent at one moment, as it is shown to people and probes. Immutable.
 *
 * @param started whether everything that is to run was started
 * @param loops how long ago each loop last turned; a loop that hangs makes the agent not live
 */
public record Snapshot(
        String agent,
        String version,
        String timeZoneData,
        Instant now,
        Instant since,
        boolean started,
        Map<String, Duration> loops,
        List<Stream> streams,
        Spool spool,
        Uplink uplink,
        List<Recent.Said> events) {
    /**
     * A turn that takes longer is taken for one that hangs; a query may take its time-out, 10
     * minutes at the most.
     */
    static final Duration LONGEST_TURN = Duration.ofMinutes(15);

    /** What a stream is doing, in a word. */
    public enum State {
        RUNNING,
        STARTING,
        /** A person, the cloud, the ingest or a changed shape has paused it. */
        PAUSED,
        /** Its configuration is at fault; the others run. */
        MISCONFIGURED,
        /** The source cannot be read; tried again by itself. */
        TROUBLED,
        /** No room in the spool: rows wait in the source. */
        WAITING;

        public String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * @param kind {@code sql} or {@code csv}
     * @param reason why it is in that state, with the remedy; empty when it runs
     * @param completeUntil up to when the ingest has everything; empty before the first pass
     * @param rows counters since the data folder was made, by name
     * @param waiting rows in the spool
     * @param held windows and files that wait for a person, the first of them
     */
    public record Stream(
            String name,
            String data,
            String kind,
            State state,
            String reason,
            Optional<Instant> lastRead,
            Optional<Instant> completeUntil,
            Map<String, Long> rows,
            long waiting,
            Optional<Backfill> backfill,
            List<Held> held,
            long heldCount,
            long gone,
            long aside,
            long rejects) {}

    /**
     * @param eta when it will be done at the present speed
     */
    public record Backfill(long done, long total, Optional<Instant> eta) {}

    /**
     * @param what a window's beginning or a file's name
     */
    public record Held(String what, String reason) {}

    /** Bytes. @param full why reading waits; empty if it does not */
    public record Spool(long bytes, long limit, int batches, String full) {}

    /**
     * @param state {@code connected}, {@code waiting}, {@code fenced}, {@code off}
     * @param reason why it is not connected, with the remedy
     * @param protocol such as {@code h2}; empty when not connected
     */
    public record Uplink(
            String state,
            String reason,
            String url,
            String protocol,
            Optional<Instant> lastContact) {}

    /** The process and its loops turn. An outage of the cloud never makes this false. */
    boolean live() {
        return loops.values().stream().allMatch(turn -> turn.compareTo(LONGEST_TURN) < 0);
    }

    /** At least one source can be read, none of them is at fault. */
    boolean sourcesReady() {
        return streams.stream()
                .allMatch(
                        stream ->
                                switch (stream.state()) {
                                    case RUNNING, PAUSED, WAITING -> true;
                                    case STARTING, MISCONFIGURED, TROUBLED -> false;
                                });
    }

    /** The ingest can be reached, or the spool has room. */
    boolean uplinkReady() {
        return uplink.state().equals("connected") || spool.full().isEmpty();
    }

    boolean ready() {
        return started && sourcesReady() && uplinkReady();
    }
}

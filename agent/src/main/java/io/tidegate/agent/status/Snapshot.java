package io.tidegate.agent.status;

import io.tidegate.agent.log.Recent;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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

        /** Whether the source can be read, as far as is known. */
        boolean ready() {
            return switch (this) {
                case RUNNING, PAUSED, WAITING -> true;
                case STARTING, MISCONFIGURED, TROUBLED -> false;
            };
        }

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param kind {@code sql} or {@code csv}
     * @param reason why it is in that state, with the remedy; empty when it runs
     * @param pausedBy {@code local}, {@code cloud}, {@code shape}, {@code query}, {@code conflict}
     *     or {@code ingest}; empty when it is not paused
     * @param completeUntil up to when the ingest has the live data, or what files told of; empty
     *     before the first pass and the first contact. Says nothing of the history
     * @param rows counters since the data folder was made, by name
     * @param waiting rows in the spool
     * @param open of agent status from a database, once it was read
     * @param filesWaiting files in the folder that are not taken yet
     * @param verifying how far a verification has come; empty if none runs
     * @param rejects rejected rows that are listed; @param reasons the most frequent of why
     */
    public record Stream(
            String name,
            String data,
            String kind,
            State state,
            String reason,
            Optional<String> pausedBy,
            Optional<Instant> lastRead,
            Optional<Instant> completeUntil,
            Map<String, Long> rows,
            long waiting,
            long filesWaiting,
            Optional<Backfill> backfill,
            Optional<OpenSpans> open,
            Optional<String> verifying,
            Matters matters,
            long rejects,
            List<RejectReason> reasons) {

        /** What its matters are counted in. */
        String unit() {
            return kind.equals("csv") ? "file" : "window";
        }
    }

    /**
     * Agent-status spans that go on.
     *
     * @param count how many are watched for their end
     * @param old those of them that have gone on for more than a day
     * @param left what is no longer watched
     */
    public record OpenSpans(long count, long old, Left left) {
        String text() {
            String all =
                    Words.count(count, "state") + " " + Words.verb(count, "goes", "go") + " on";
            String watched =
                    old == 0 ? all : all + ", %,d of them for more than a day".formatted(old);
            return left.count == 0 ? watched : watched + "; " + left.text();
        }
    }

    /**
     * Agent-status spans without an end that are no longer watched for one: they stay open in the
     * cloud.
     *
     * @param since about when the oldest of them began; empty if there is none
     * @param maxOpen {@code status.max-open}
     */
    public record Left(long count, Optional<Instant> since, Duration maxOpen) {
        String text() {
            return "%s had no end within %s (status.max-open) and %s open in the cloud, the oldest in the window that begins %s"
                    .formatted(
                            Words.count(count, "older state"),
                            Words.duration(maxOpen),
                            Words.verb(count, "stays", "stay"),
                            since.map(Words::time).orElse("?"));
        }
    }

    /**
     * @param eta when it will be done at the present speed
     */
    public record Backfill(long done, long total, Optional<Instant> eta) {}

    /**
     * What waits for a person, or was decided by nobody.
     *
     * @param first the first of each kind
     * @param counts all of each kind
     */
    public record Matters(List<Matter> first, Map<Matter.Kind, Long> counts) {
        public static final Matters NONE = new Matters(List.of(), Map.of());

        public long count(Matter.Kind kind) {
            return counts.getOrDefault(kind, 0L);
        }

        List<Matter> first(Matter.Kind kind) {
            return first.stream().filter(matter -> matter.kind() == kind).toList();
        }

        /** How many are not among the first. */
        long more(Matter.Kind kind) {
            return count(kind) - first(kind).stream().mapToLong(Matter::count).sum();
        }
    }

    /**
     * A file, or windows with one reason folded into a range of local days.
     *
     * @param what a file's name, or days
     * @param count how many windows or files
     * @param commands to paste, each a way to decide
     * @param hint what else there is to know; may be empty
     */
    public record Matter(
            Kind kind, String what, long count, String reason, List<String> commands, String hint) {
        public enum Kind {
            /** Not sent before a person says so. */
            HELD("held"),
            /** A file that cannot be taken as it is. */
            REFUSED("refused"),
            /** The ingest refused it. */
            ASIDE("set aside"),
            /** A file that is to be sent again, and lies nowhere. */
            MISSING("missing"),
            /** Empty at the source; the cloud keeps it. */
            GONE("gone at the source"),
            /** Made under settings that have changed since, so that it may mean something else. */
            OUTDATED("of older settings");

            private final String word;

            Kind(String word) {
                this.word = word;
            }

            String word() {
                return word;
            }

            static List<Kind> all() {
                return Arrays.asList(values());
            }
        }
    }

    /** Why rows were rejected, as the store keeps it; @param rows how many */
    public record RejectReason(String column, String reason, long rows, Instant newest) {
        String text() {
            return "%s: %s: %s, the newest %s"
                    .formatted(column, reason, Words.count(rows, "row"), Words.time(newest));
        }
    }

    /**
     * Bytes.
     *
     * @param full why reading waits; empty if it does not
     * @param left what waits of sources that are no longer configured; empty if nothing does
     */
    public record Spool(long bytes, long limit, int batches, String full, String left) {}

    /**
     * @param state {@code connected}, {@code waiting}, {@code fenced}, {@code contested}
     * @param reason why it is not connected, with the remedy
     * @param protocol such as {@code h2}; empty when not connected
     * @param lastContact when the ingest last answered anything; empty if not since the start
     * @param nextTry when it is tried again, by this machine's wall clock; empty when nothing waits
     *     for that
     * @param unsentSince since when batches wait of which the ingest has answered for none; empty
     *     when it takes them, or none waits
     */
    public record Uplink(
            String state,
            String reason,
            String url,
            String protocol,
            Optional<Instant> lastContact,
            Optional<OffsetDateTime> nextTry,
            Optional<Instant> unsentSince) {}

    /** The process and its loops turn. An outage of the cloud never makes this false. */
    boolean live() {
        return loops.values().stream().allMatch(turn -> turn.compareTo(LONGEST_TURN) < 0);
    }

    /** At least one source can be read, none of them is at fault. */
    boolean sourcesReady() {
        return streams.stream().allMatch(stream -> stream.state().ready());
    }

    /** The ingest can be reached, or the spool has room. */
    boolean uplinkReady() {
        return uplink.state().equals("connected") || spool.full().isEmpty();
    }

    boolean ready() {
        return started && sourcesReady() && uplinkReady();
    }
}

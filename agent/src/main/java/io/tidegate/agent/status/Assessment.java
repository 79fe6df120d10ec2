package io.tidegate.agent.status;

import io.tidegate.agent.status.Snapshot.Matter;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a person should know of a snapshot, the gravest first: trouble, what waits for a decision,
 * what is paused, what is merely worth knowing. Page, text and monitoring say the same. Bounded.
 *
 * @param level the gravest of the findings
 */
record Assessment(Level level, List<Finding> findings) {
    /** Batches that wait that long are no longer a hiccup: longer than the longest usual retry. */
    static final Duration UNSENT = Duration.ofMinutes(10);

    /** An ingest that is not reached that long after the start was never right. */
    static final Duration UNREACHED = Duration.ofMinutes(5);

    /** Pauses that nothing but a person's word ends. */
    private static final List<String> DECIDED_BY_A_PERSON = List.of("shape", "conflict", "ingest");

    private static final int MOST = 12;

    /** More streams than that with the same trouble are told in one sentence. */
    private static final int MANY = 3;

    enum Level {
        OK,
        WARNING,
        CRITICAL;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One sentence. */
    record Finding(Level level, String text) {}

    static Assessment of(Snapshot snapshot) {
        var findings = new Findings();
        trouble(snapshot, findings);
        snapshot.streams().forEach(stream -> decisions(stream, findings));
        snapshot.streams().forEach(stream -> pauses(stream, findings));
        lesser(snapshot, findings);
        notes(snapshot, findings);
        return new Assessment(findings.gravest, findings.shown());
    }

    /** For the head of a page: what is wrong, or that nothing is. */
    List<Finding> headline() {
        return findings.isEmpty() ? List.of(new Finding(Level.OK, "All is well.")) : findings;
    }

    private static void trouble(Snapshot s, Findings findings) {
        if (!s.started()) {
            findings.critical("The connector is starting.");
        }
        s.loops()
                .forEach(
                        (name, turn) -> {
                            if (turn.compareTo(Snapshot.LONGEST_TURN) >= 0) {
                                findings.critical(
                                        "The loop %s has not turned for %s."
                                                .formatted(name, Words.duration(turn)));
                            }
                        });
        if (s.uplink().state().equals("fenced")) {
            findings.critical(unsent(s));
        }
        s.streams().forEach(stream -> unreadable(stream, findings));
        if (!s.uplinkReady()) {
            findings.critical("Reading waits: " + s.spool().full());
        }
        uplink(s, findings);
    }

    private static void unreadable(Snapshot.Stream stream, Findings findings) {
        switch (stream.state()) {
            case MISCONFIGURED ->
                    findings.critical(stream.name() + " is misconfigured: " + stream.reason());
            case TROUBLED ->
                    findings.critical(stream.name() + " cannot be read: " + stream.reason());
            case STARTING -> findings.critical(stream.name() + " has not been read yet.");
            case RUNNING, PAUSED, WAITING -> {}
        }
    }

    private static void uplink(Snapshot s, Findings findings) {
        Snapshot.Uplink uplink = s.uplink();
        boolean late = uplink.unsentSince().filter(at -> older(at, UNSENT, s)).isPresent();
        boolean never = uplink.lastContact().isEmpty() && older(s.since(), UNREACHED, s);
        if (uplink.state().equals("contested") || late && !uplink.state().equals("fenced")) {
            findings.warning(unsent(s));
        } else if (never && !uplink.state().equals("fenced")) {
            findings.warning(
                    "The ingest was not reached since the connector started at %s%s"
                            .formatted(Words.time(s.since()), because(uplink)));
        }
        if (!s.spool().full().isEmpty() && s.uplinkReady()) {
            findings.warning("Reading waits: " + s.spool().full());
        }
    }

    private static boolean older(Instant at, Duration than, Snapshot s) {
        return Duration.between(at, s.now()).compareTo(than) >= 0;
    }

    /** Since when nothing is sent, what waits, and why. */
    private static String unsent(Snapshot s) {
        String since =
                s.uplink()
                        .unsentSince()
                        .map(
                                at ->
                                        "Nothing reaches the cloud since %s (%s), %s %s to be sent"
                                                .formatted(
                                                        Words.time(at),
                                                        Words.duration(
                                                                Duration.between(at, s.now())),
                                                        Words.count(s.spool().batches(), "batch"),
                                                        Words.verb(
                                                                s.spool().batches(),
                                                                "waits",
                                                                "wait")))
                        .orElse("Nothing is sent");
        return since + because(s.uplink());
    }

    private static String because(Snapshot.Uplink uplink) {
        return uplink.reason().isEmpty() ? "." : ": " + uplink.reason();
    }

    private static void lesser(Snapshot s, Findings findings) {
        s.streams().stream()
                .filter(stream -> stream.state() == Snapshot.State.RUNNING)
                .filter(stream -> !stream.reason().isEmpty())
                .collect(
                        Collectors.groupingBy(
                                Assessment::kind, LinkedHashMap::new, Collectors.toList()))
                .values()
                .forEach(alike -> findings.warning(alike(alike)));
        for (Snapshot.Stream stream : s.streams()) {
            long aside = stream.matters().count(Matter.Kind.ASIDE);
            if (aside > 0) {
                findings.warning(
                        "%s: the ingest refused %s."
                                .formatted(stream.name(), Words.count(aside, stream.unit())));
            }
        }
    }

    /** What stands before the times and numbers of a reason: one thing may trouble all streams. */
    private static String kind(Snapshot.Stream stream) {
        return stream.reason().split("[:(\\d]", 2)[0];
    }

    private static String alike(List<Snapshot.Stream> streams) {
        Snapshot.Stream first = streams.getFirst();
        if (streams.size() <= MANY) {
            return streams.stream()
                    .map(stream -> stream.name() + ": " + Words.sentence(stream.reason()))
                    .collect(Collectors.joining(" "));
        }
        String names =
                streams.stream()
                        .limit(MANY)
                        .map(Snapshot.Stream::name)
                        .collect(Collectors.joining(", "));
        return "%s and %,d more: %s".formatted(names, streams.size() - MANY, first.reason());
    }

    private static void decisions(Snapshot.Stream stream, Findings findings) {
        if (DECIDED_BY_A_PERSON.stream().anyMatch(by -> isPausedBy(stream, by))) {
            String say = isPausedBy(stream, "shape") ? "accept" : "resume";
            findings.warning(
                    "%s is paused and waits for your decision: %s If it is right: 'tidegate %s %s'."
                            .formatted(
                                    stream.name(),
                                    Words.sentence(stream.reason()),
                                    say,
                                    stream.name()));
        }
        if (isPausedBy(stream, "query")) {
            findings.warning(
                    "%s is paused until its query is mended: %s"
                            .formatted(stream.name(), Words.sentence(stream.reason())));
        }
        waiting(stream, Matter.Kind.HELD, "for your decision", findings);
        waiting(stream, Matter.Kind.REFUSED, "to be mended", findings);
        waiting(stream, Matter.Kind.MISSING, "to be put back, or for 'tidegate keep'", findings);
    }

    private static void waiting(
            Snapshot.Stream stream, Matter.Kind kind, String what, Findings findings) {
        long count = stream.matters().count(kind);
        if (count > 0) {
            findings.warning(
                    "%s: %s %s %s."
                            .formatted(
                                    stream.name(),
                                    Words.count(count, kind.word() + " " + stream.unit()),
                                    Words.verb(count, "waits", "wait"),
                                    what));
        }
    }

    private static void pauses(Snapshot.Stream stream, Findings findings) {
        if (isPausedBy(stream, "local") || isPausedBy(stream, "cloud")) {
            String who = isPausedBy(stream, "local") ? "by hand" : "by the cloud";
            findings.warning(
                    "%s is paused %s, nothing is read from it until 'tidegate resume %s'."
                            .formatted(stream.name(), who, stream.name()));
        }
    }

    private static boolean isPausedBy(Snapshot.Stream stream, String who) {
        return stream.pausedBy().filter(who::equals).isPresent();
    }

    private static void notes(Snapshot s, Findings findings) {
        if (s.uplink().state().equals("waiting") && !findings.isAboutUplink(s)) {
            findings.ok("The ingest is not reached at the moment" + because(s.uplink()));
        }
        for (Snapshot.Stream stream : s.streams()) {
            long gone = stream.matters().count(Matter.Kind.GONE);
            if (gone > 0) {
                findings.ok(
                        "%s: %s %s gone at the source (%s), the cloud keeps %s."
                                .formatted(
                                        stream.name(),
                                        Words.count(gone, stream.unit()),
                                        Words.verb(gone, "is", "are"),
                                        goneDays(stream.matters()),
                                        Words.verb(gone, "it", "them")));
            }
            outdated(stream, findings);
            left(stream, findings);
        }
    }

    private static void left(Snapshot.Stream stream, Findings findings) {
        stream.open()
                .map(Snapshot.OpenSpans::left)
                .filter(left -> left.count() > 0)
                .ifPresent(
                        left ->
                                findings.ok(
                                        "%s: %s. 'tidegate preview %s' of those days shows them: name the word for a log-off in status.log-off, or raise status.max-open, and reimport."
                                                .formatted(
                                                        stream.name(),
                                                        left.text(),
                                                        stream.name())));
    }

    private static void outdated(Snapshot.Stream stream, Findings findings) {
        long count = stream.matters().count(Matter.Kind.OUTDATED);
        if (count > 0) {
            findings.ok(
                    "%s: %s made under settings that have changed since; 'tidegate status' says what to run."
                            .formatted(
                                    stream.name(),
                                    Words.count(count, stream.unit())
                                            + Words.verb(count, " was", " were")));
        }
    }

    private static String goneDays(Snapshot.Matters matters) {
        List<Matter> first = matters.first(Matter.Kind.GONE);
        List<String> days = first.stream().limit(3).map(Matter::what).toList();
        boolean more = first.size() > days.size() || matters.more(Matter.Kind.GONE) > 0;
        return String.join(", ", days) + (more ? ", and more" : "");
    }

    private static final class Findings {
        private final List<Finding> all = new ArrayList<>();
        private Level gravest = Level.OK;

        void critical(String text) {
            add(Level.CRITICAL, text);
        }

        void warning(String text) {
            add(Level.WARNING, text);
        }

        void ok(String text) {
            add(Level.OK, text);
        }

        private void add(Level level, String text) {
            all.add(new Finding(level, Words.sentence(text)));
            gravest = level.compareTo(gravest) > 0 ? level : gravest;
        }

        /** Whether why nothing is sent was said already. */
        boolean isAboutUplink(Snapshot s) {
            String why = Words.sentence(because(s.uplink()));
            return all.stream()
                    .anyMatch(finding -> finding.text().endsWith(why) && !why.equals("."));
        }

        List<Finding> shown() {
            if (all.size() <= MOST) {
                return List.copyOf(all);
            }
            var shown = new ArrayList<>(all.subList(0, MOST));
            shown.add(new Finding(Level.OK, "And %,d more.".formatted(all.size() - MOST)));
            return List.copyOf(shown);
        }
    }
}

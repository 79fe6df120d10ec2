package io.tidegate.agent.source.sql;

import io.tidegate.agent.loop.Clock;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which logins were refused: those of this process by memory and its steady clock, those of others
 * by what they noted and the machine's clock. Counted per server, user and password, so that trying
 * another password makes nobody forget the first. No password is kept, only what tells one from
 * another ({@link Fingerprints}). Thread-safe.
 */
final class Logins {
    private static final int MARKS_KEPT = 16;

    private final Clock clock;
    private final Optional<LoginRecord> record;
    private final SecureRandom random = new SecureRandom();
    private final String writer = "%08x".formatted(random.nextInt());
    private final String freshSalt = SecretMark.salt(random);
    private final Fingerprints fingerprints = new Fingerprints(random);
    private final List<Own> own = new ArrayList<>();

    /** What was slow to find out. */
    private final Map<Known, String> marks =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Known, String> eldest) {
                    return size() > MARKS_KEPT;
                }
            };

    /**
     * @param record shared with other processes; empty: nothing outlives this one
     */
    Logins(Clock clock, Optional<LoginRecord> record) {
        this.clock = clock;
        this.record = record;
    }

    private record Own(Places places, String who, long nanos, Instant at) {
        boolean isOf(String other, Places where) {
            return who.equals(other) && places.meet(where.all());
        }
    }

    private record Known(String who, String salt) {}

    /** The refusal after which these credentials may not be tried there; empty if they may. */
    synchronized Optional<Refusal> obstacle(Credentials credentials, Places places) {
        List<Refusal> all = new ArrayList<>(mine(credentials, places));
        for (LoginLine line : ofOthers(credentials, places)) {
            Refusal.by(clock.instant(), line.at()).ifPresent(all::add);
        }
        return Refusal.last(all);
    }

    private List<Refusal> mine(Credentials credentials, Places places) {
        long now = clock.nanoTime();
        String who = fingerprints.of(credentials);
        return own.stream()
                .filter(o -> o.isOf(who, places))
                .map(o -> new Refusal(Duration.ofNanos(now - o.nanos()), o.at()))
                .toList();
    }

    /** The refusals that other processes noted since such a login was last taken. */
    private List<LoginLine> ofOthers(Credentials credentials, Places places) {
        var refused = new ArrayList<LoginLine>();
        for (LoginLine line : record.map(LoginRecord::lines).orElse(List.of())) {
            boolean known = line.refused() && line.writer().equals(writer);
            if (!known && isOf(line, credentials, places)) {
                if (line.refused()) {
                    refused.add(line);
                } else {
                    refused.clear();
                }
            }
        }
        return refused;
    }

    /** The slow question last. */
    private boolean isOf(LoginLine line, Credentials credentials, Places places) {
        return !Collections.disjoint(line.places(), LoginLine.hashes(places))
                && line.mark().equals(mark(credentials, line.salt()));
    }

    private String mark(Credentials credentials, String salt) {
        return marks.computeIfAbsent(
                new Known(fingerprints.of(credentials), salt),
                _ -> SecretMark.of(credentials, salt));
    }

    synchronized void refused(Credentials credentials, Places places) {
        forgetPast();
        own.add(new Own(places, fingerprints.of(credentials), clock.nanoTime(), clock.instant()));
        note(true, credentials, places);
    }

    /** Whoever was let in begins anew; to be noted only where something was. */
    synchronized void succeeded(Credentials credentials, Places places) {
        String who = fingerprints.of(credentials);
        boolean forgiven = own.removeIf(o -> o.isOf(who, places));
        if (forgiven || !ofOthers(credentials, places).isEmpty()) {
            note(false, credentials, places);
        }
    }

    private void note(boolean refused, Credentials credentials, Places places) {
        record.ifPresent(
                kept -> {
                    String salt = salt(kept);
                    kept.add(
                            new LoginLine(
                                    refused,
                                    clock.instant(),
                                    writer,
                                    salt,
                                    mark(credentials, salt),
                                    LoginLine.hashes(places)));
                });
    }

    /** One that is in use already: each other one would make every question slow once more. */
    private String salt(LoginRecord kept) {
        List<LoginLine> lines = kept.lines();
        return lines.isEmpty() ? freshSalt : lines.getLast().salt();
    }

    /** Those of a password are kept as long as one of them matters. */
    private void forgetPast() {
        Set<String> recent = new HashSet<>();
        for (Own one : own) {
            if (clock.nanoTime() - one.nanos() < Refusal.PAUSE.toNanos()) {
                recent.add(one.who());
            }
        }
        own.removeIf(o -> !recent.contains(o.who()));
    }
}

package io.tidegate.agent.file;

import io.tidegate.agent.file.SpanMemory.Span;
import io.tidegate.config.SourceConfig.AcrossFiles;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Mode;
import io.tidegate.protocol.WireTime;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out whether a file says again what another has said, where that would count twice, or
 * whether it speaks of less time than the file of its name before, where what lies beyond would
 * stay. Looks at names and times alone. Used by one thread.
 */
final class Repetition {
    private static final long LEAST_SPAN = WireTime.micros(Instant.EPOCH.plusSeconds(60));
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final FileStream stream;

    Repetition(FileStream stream) {
        this.stream = stream;
    }

    /** Where it may be asked, or may be when the settings change as a question has offered. */
    boolean remembers() {
        return asks() || stream.comparesFiles();
    }

    /** A file that grows says again what it has said before: that is one file. */
    private boolean asks() {
        return stream.mode() != Mode.UPSERT && !stream.csv().growing();
    }

    /** The question to a person; empty if there is none. */
    Optional<String> of(Candidate candidate, String sha256, Tally tally) {
        boolean isNew = candidate.known().filter(known -> known.revision() > 0).isEmpty();
        return isNew && asks()
                ? span(candidate, sha256, tally).flatMap(this::question)
                : Optional.empty();
    }

    /** What the file speaks of; empty if it has no rows. */
    Optional<Span> span(Candidate candidate, String sha256, Tally tally) {
        return tally.from()
                .map(
                        from ->
                                new Span(
                                        Archive.nameBefore(candidate.file().name(), sha256),
                                        sha256.substring(0, SpanMemory.PART_OF_HASH),
                                        WireTime.micros(candidate.modified()),
                                        WireTime.micros(from),
                                        end(from, tally)));
    }

    /** A contact has no end: its time counts. */
    private static long end(Instant from, Tally tally) {
        return Math.max(WireTime.micros(tally.to().orElse(from)), WireTime.micros(from) + 1);
    }

    /** The local days that a span touches. */
    List<LocalDate> days(Span span) {
        return day(span.from()).datesUntil(day(span.to() - 1).plusDays(1)).toList();
    }

    private LocalDate day(long micros) {
        return LocalDate.ofInstant(WireTime.instant(micros), stream.source().zone());
    }

    private Optional<String> question(Span now) {
        List<Span> others = others(now).stream().filter(s -> !s.hash().equals(now.hash())).toList();
        Optional<Span> before =
                others.stream()
                        .filter(s -> s.name().equals(now.name()))
                        .max(Comparator.comparingLong(Span::modified));
        return stream.mode() == Mode.REPLACE
                ? before.filter(s -> s.modified() <= now.modified()).flatMap(s -> narrower(s, now))
                : before.filter(s -> s.shared(now) > 0)
                        .map(this::again)
                        .or(() -> overlap(others, now));
    }

    private Set<Span> others(Span now) {
        Set<Span> all = new LinkedHashSet<>();
        stream.store()
                .read(
                        tx -> {
                            for (LocalDate day : days(now)) {
                                all.addAll(SpanMemory.read(tx, stream.name(), day).spans());
                            }
                            return all;
                        });
        return all;
    }

    private String again(Span before) {
        return ("a file of this name was taken with other content, of %s to %s: where files are"
                        + " added up, what both hold would count twice. If it holds only new rows,"
                        + " accept it; %s")
                .formatted(time(before.from()), time(before.to()), otherwise());
    }

    private String otherwise() {
        if (stream.csv().acrossFiles() == AcrossFiles.ADD) {
            return "if it is a correction, give the files of each site a source of their own by"
                    + " csv.pattern, without csv.across-files";
        }
        return "if it is written anew each time, add:  source.%s.csv.mode = %s"
                .formatted(
                        stream.name(), stream.data() == DataType.CONTACTS ? "replace" : "upsert");
    }

    private Optional<String> overlap(List<Span> others, Span now) {
        if (stream.csv().acrossFiles() == AcrossFiles.ADD) {
            return Optional.empty();
        }
        return others.stream().filter(s -> isMostlyThe(s, now)).findFirst().map(this::sameTime);
    }

    /** Files that follow each other may touch; what shares most of its time says it again. */
    private static boolean isMostlyThe(Span one, Span other) {
        long shorter = Math.min(one.length(), other.length());
        return shorter >= LEAST_SPAN && one.shared(other) > shorter / 2;
    }

    private String sameTime(Span other) {
        return ("it holds times that %s has brought already (%s to %s): if it says the same rows"
                        + " again they would count twice. If its rows are others, accept it; if"
                        + " that is always so, add:  source.%s.csv.across-files = add")
                .formatted(other.name(), time(other.from()), time(other.to()), stream.name());
    }

    /** An export of the last days moves on at both ends; one of a day again does not. */
    private Optional<String> narrower(Span before, Span now) {
        boolean endsEarlier = now.to() < before.to() && now.shared(before) > 0;
        boolean ofOneDay = days(before).size() == 1 && days(now).equals(days(before));
        boolean beginsLater = ofOneDay && now.from() > before.from();
        return endsEarlier || beginsLater
                ? Optional.of(
                        ("it holds %s to %s, the file of this name before held %s to %s: with"
                                        + " csv.mode = replace a file speaks from its first time to"
                                        + " its last, so what is stored beyond stays. If nothing was"
                                        + " removed there, accept it; else export more time than"
                                        + " that")
                                .formatted(
                                        time(now.from()),
                                        time(now.to()),
                                        time(before.from()),
                                        time(before.to())))
                : Optional.empty();
    }

    private String time(long micros) {
        return TIME.format(WireTime.instant(micros).atZone(stream.source().zone()));
    }
}

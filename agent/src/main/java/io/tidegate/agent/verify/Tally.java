package io.tidegate.agent.verify;

import io.tidegate.agent.status.Words;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts what was said, by word. Used by one thread. */
final class Tally {
    private final String unit;
    private final Map<Word, Count> counts = new EnumMap<>(Word.class);
    private long source;
    private long rejected;
    private long ingest;
    private long unread;

    private record Count(long units, long rows, LocalDate from, LocalDate to) {
        Count plus(Count other) {
            return new Count(
                    units + other.units,
                    rows + other.rows,
                    from.isBefore(other.from) ? from : other.from,
                    to.isAfter(other.to) ? to : other.to);
        }
    }

    /**
     * @param unit {@code window} or {@code file}
     */
    Tally(String unit) {
        this.unit = unit;
    }

    /**
     * @param from the local day of its first row, @param to of its last
     */
    void add(Judged one, LocalDate from, LocalDate to) {
        counts.merge(
                one.outcome().word(),
                new Count(1, Math.max(one.source(), one.ingest()), from, to),
                Count::plus);
        source += Math.max(0, one.source());
        unread += one.source() < 0 ? 1 : 0;
        rejected += one.rejected();
        ingest += one.ingest();
    }

    long of(Word word) {
        return Optional.ofNullable(counts.get(word)).map(Count::units).orElse(0L);
    }

    Word gravest() {
        return counts.keySet().stream().reduce(Word.EQUAL, Word::graver);
    }

    /** One line a word. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        counts.forEach(
                (word, count) ->
                        lines.add(
                                "  %-14s %16s  %18s  %s"
                                        .formatted(
                                                word.text(),
                                                Words.count(count.units, unit),
                                                Words.count(count.rows, "row"),
                                                Words.days(count.from, count.to))));
        return lines;
    }

    /** Source = stored + rejected. */
    String rows() {
        String left =
                unread == 0 ? "" : " %s not read.".formatted(wereWas(Words.count(unread, unit)));
        return "Source: %s = %,d that can be stored + %,d rejected. Ingest: %,d.%s"
                .formatted(Words.count(source + rejected, "row"), source, rejected, ingest, left);
    }

    private String wereWas(String count) {
        return count + Words.verb(unread, " was", " were");
    }
}

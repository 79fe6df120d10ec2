package io.tidegate.agent.verify;

import io.tidegate.agent.control.Talk;
import io.tidegate.agent.status.Words;
import io.tidegate.agent.window.Totals.Sums;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * For a terminal of 100 columns: what is not equal, window by window, the first of each word; the
 * rest is counted. With totals a table of days and queues. Bounded. Used by one thread.
 */
final class TextReport implements VerifyReport {
    /** Windows of a word that are listed. */
    private static final int MOST = 50;

    /** Lines of the table. */
    private static final int MOST_LINES = 2_000;

    /** Days that are named below. */
    private static final int MOST_DAYS = 20;

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

    private final Talk talk;
    private final Subject subject;
    private final boolean totals;
    private final Map<Word, Integer> listed = new EnumMap<>(Word.class);
    private final Map<Word, Integer> left = new EnumMap<>(Word.class);
    private final List<String> withRejects = new ArrayList<>();
    private final List<String> differing = new ArrayList<>();
    private final List<String> behind = new ArrayList<>();
    private long moreRejects;
    private long moreDiffering;
    private long lines;

    TextReport(Talk talk, Subject subject, boolean totals) {
        this.talk = talk;
        this.subject = subject;
        this.totals = totals;
    }

    @Override
    public void one(Judged one, LocalDate day) throws IOException {
        Word word = one.outcome().word();
        if (word == Word.EQUAL) {
            return;
        }
        if (listed.merge(word, 1, Integer::sum) > MOST) {
            left.merge(word, 1, Integer::sum);
            return;
        }
        say(
                "%-12s  %-30s  source %7s  ingest %,7d"
                        .formatted(
                                word.text(),
                                one.what().isEmpty() ? time(one) : plain(one.what()),
                                one.source() < 0 ? "-" : "%,d".formatted(one.source()),
                                one.ingest()));
        if (!one.outcome().reason().isEmpty()) {
            say("              " + one.outcome().reason());
        }
    }

    /** A table of days is not to be cut by lines about windows: they come behind it. */
    private void say(String line) throws IOException {
        if (totals) {
            behind.add(line);
        } else {
            talk.line(line);
        }
    }

    private String time(Judged one) {
        ZoneId zone = subject.source().zone();
        return clock(one.from(), zone) + " to " + end(one, zone);
    }

    private String end(Judged one, ZoneId zone) {
        String end = clock(one.to(), zone);
        if (!subject.day(one.from()).equals(subject.lastDay(one))) {
            return end;
        }
        return subject.day(one.from()).equals(subject.day(one.to())) ? end.substring(11) : "24:00";
    }

    private static String clock(Instant time, ZoneId zone) {
        return MINUTE.withZone(zone).format(time);
    }

    @Override
    public void day(DayTable.Complete complete) throws IOException {
        DayTable.Day day = complete.day();
        if (day.rejected() > 0) {
            moreRejects += note(withRejects, rejects(day));
        }
        if (!totals) {
            return;
        }
        if (day.word() != Word.EQUAL) {
            moreDiffering += note(differing, day.day() + " " + day.word().text());
        }
        List<DayTable.Queue> queues = subject.isStatus() ? List.of() : complete.queues();
        for (DayTable.Queue queue : queues) {
            row(
                    day.day().toString(),
                    queue.key().queue() + " " + queue.line().name(),
                    queue.key().channel(),
                    queue.line().sums(),
                    "");
        }
        row(day.day().toString(), "all", "", complete.sums(), day.word().text());
    }

    private static long note(List<String> notes, String text) {
        if (notes.size() < MOST_DAYS) {
            notes.add(text);
            return 0;
        }
        return 1;
    }

    private static String rejects(DayTable.Day day) {
        return "%s: %s at the source = %,d + %,d rejected"
                .formatted(
                        day.day(),
                        Words.count(day.source() + day.rejected(), "row"),
                        day.source(),
                        day.rejected());
    }

    private void row(String day, String queue, String channel, Sums sums, String word)
            throws IOException {
        if (++lines > MOST_LINES) {
            return;
        }
        if (lines == 1) {
            talk.line(head());
        }
        talk.line(
                subject.isStatus()
                        ? "%-10s  %,12d  %,8d  %s"
                                .formatted(day, sums.offered(), sums.open(), word)
                                .stripTrailing()
                        : "%-10s  %-27s  %-12s %,9d %,9d %12s  %s"
                                .formatted(
                                        day,
                                        cut(plain(queue).strip(), 27),
                                        channel,
                                        sums.offered(),
                                        sums.answered(),
                                        duration(sums.handlingMillis()),
                                        word)
                                .stripTrailing());
    }

    private String head() {
        return subject.isStatus()
                ? "%-10s  %12s  %8s  %s".formatted("day", "spans", "open", "ingest")
                : "%-10s  %-27s  %-12s %9s %9s %12s  %s"
                        .formatted(
                                "day",
                                "queue",
                                "channel",
                                "offered",
                                "answered",
                                "handling",
                                "ingest");
    }

    /** Hours, minutes and seconds; a part of a second only if there is one. */
    static String duration(long millis) {
        long seconds = millis / 1000;
        String whole = "%,d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
        return millis % 1000 == 0 ? whole : whole + ".%03d".formatted(millis % 1000);
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }

    /** Names come from elsewhere: what would move a terminal's cursor is left out. */
    private static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    @Override
    public List<String> end() {
        List<String> all = new ArrayList<>(behind);
        left.forEach(
                (word, n) ->
                        all.add(
                                "and %s %s; --csv names all"
                                        .formatted(
                                                Words.count(n, "more " + subject.unit()),
                                                word.text())));
        if (lines > MOST_LINES && totals) {
            all.add(
                    "and %s of the table; --csv gives all"
                            .formatted(Words.count(lines - MOST_LINES, "more line")));
        }
        more(all, "Days that are not equal: ", differing, moreDiffering);
        more(all, "Days with rejected rows: ", withRejects, moreRejects);
        return all;
    }

    private static void more(List<String> all, String head, List<String> notes, long more) {
        if (!notes.isEmpty()) {
            String rest = more == 0 ? "" : "; and %,d more".formatted(more);
            all.add(head + String.join("; ", notes) + rest + ".");
        }
    }
}

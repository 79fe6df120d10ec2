package io.tidegate.agent.source.csv;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Finds out from the beginning of a file what divides its columns and which line names them,
 * without knowing what the columns are for. Used by one thread.
 */
final class LayoutFinder {
    private static final char[] DELIMITERS = {',', ';', '\t', '|', '^', '~'};
    private static final int HEAD = 60;
    private static final int MOST_RECORDS = 5_000;
    private static final double NEARLY = 0.02;

    private final Opening sample;
    private final Predicate<String> known;

    /**
     * @param known whether a text is a name that columns are known to have
     */
    LayoutFinder(Opening sample, Predicate<String> known) {
        this.sample = sample;
        this.known = known;
    }

    /**
     * @param header the number of the header's line; 0 for none
     * @param rivals delimiters that fit as well
     */
    record Layout(
            char delimiter,
            char quote,
            List<Character> rivals,
            int header,
            boolean sure,
            List<String> columns) {}

    Layout find() throws IOException, UnfitFileException {
        List<Reading> all = new ArrayList<>();
        for (char delimiter : sample.told().map(d -> new char[] {d}).orElse(DELIMITERS)) {
            all.add(reading(delimiter, '"'));
        }
        Reading best =
                all.stream()
                        .max(
                                Comparator.comparingInt(Reading::knownNames)
                                        .thenComparingDouble(Reading::score)
                                        .thenComparingInt(Reading::width))
                        .orElseThrow();
        if (best.records == 0) {
            throw UnfitFileException.refused(
                    "has no line that can be read as columns; is it empty, or is a quote left"
                            + " open?");
        }
        List<Character> rivals =
                all.stream()
                        .filter(r -> r != best && r.width > 1 && rivals(r, best))
                        .map(Reading::delimiter)
                        .toList();
        return layout(quoted(best), rivals);
    }

    private static boolean rivals(Reading other, Reading best) {
        return other.knownNames() == best.knownNames()
                && other.score() >= best.score() - NEARLY
                && best.header.line == 0;
    }

    /** The same under another quote, if that suits better. */
    private Reading quoted(Reading best) throws IOException, UnfitFileException {
        for (char quote : new char[] {'\'', '\0'}) {
            boolean worth = quote == 0 ? best.faults > 0 : best.apostrophes > 0;
            if (worth) {
                Reading other = reading(best.delimiter, quote);
                boolean fewer = quote == 0 && other.faults < best.faults && best.quotes == 0;
                boolean around = quote != 0 && best.apostrophes > best.quotes;
                if ((fewer || around)
                        && other.faults <= best.faults
                        && other.score() >= best.score()) {
                    return other;
                }
            }
        }
        return best;
    }

    private Layout layout(Reading best, List<Character> rivals) {
        List<String> columns =
                best.header.line == 0 ? Letters.first(best.width) : best.header.fields;
        return new Layout(
                best.delimiter,
                best.quote,
                rivals,
                (int) best.header.line,
                best.header.sure,
                columns);
    }

    private Reading reading(char delimiter, char quote) throws IOException, UnfitFileException {
        Records records = sample.records(delimiter, quote);
        Map<Integer, Integer> widths = new HashMap<>();
        List<Head> head = new ArrayList<>();
        int count = 0;
        int faults = 0;
        int quotes = 0;
        int apostrophes = 0;
        for (var found = records.next();
                found != Records.Found.END && count + faults < MOST_RECORDS;
                found = records.next()) {
            if (found == Records.Found.FAULT) {
                faults++;
                continue;
            }
            count++;
            widths.merge(records.fields(), 1, Integer::sum);
            for (int i = 0; i < records.fields(); i++) {
                quotes += isQuoted(records, i) ? 1 : 0;
                apostrophes += isBetween(records, i) ? 1 : 0;
            }
            if (head.size() < HEAD) {
                head.add(new Head(records.line(), fields(records), false));
            }
        }
        int width = width(widths);
        int alike = widths.getOrDefault(width, 0);
        return new Reading(
                delimiter,
                quote,
                width,
                alike,
                count,
                faults,
                quotes,
                apostrophes,
                header(head, width));
    }

    private static boolean isQuoted(Records records, int field) {
        int begin = records.begin(field);
        return begin > 0 && records.chars()[begin - 1] == '"';
    }

    private static boolean isBetween(Records records, int field) {
        int begin = records.begin(field);
        int length = records.length(field);
        return length > 1
                && records.chars()[begin] == '\''
                && records.chars()[begin + length - 1] == '\'';
    }

    static List<String> fields(Records records) {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < records.fields(); i++) {
            fields.add(records.text(i).strip());
        }
        return fields;
    }

    /** How many fields most records have that have more than one. */
    private static int width(Map<Integer, Integer> widths) {
        return widths.entrySet().stream()
                .filter(e -> e.getKey() > 1)
                .max(
                        Map.Entry.<Integer, Integer>comparingByValue()
                                .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse(1);
    }

    /** The record that names the columns; its line is 0 if none does. */
    private Head header(List<Head> head, int width) {
        Head best = null;
        for (Head one : head) {
            if (one.fields.size() == width
                    && one.isNames()
                    && one.known(known) > 1
                    && (best == null || one.known(known) > best.known(known))) {
                best = one;
            }
        }
        if (best != null) {
            return new Head(best.line, best.fields, true);
        }
        return firstOfItsWidth(head, width);
    }

    private Head firstOfItsWidth(List<Head> head, int width) {
        for (int i = 0; i < head.size(); i++) {
            Head one = head.get(i);
            if (one.fields.size() != width) {
                continue;
            }
            if (one.isData()) {
                return Head.NONE;
            }
            if (!one.isNames()) {
                continue; // A title that was filled up with delimiters.
            }
            boolean sure = head.stream().skip(i + 1L).anyMatch(h -> h.differs(one));
            return new Head(one.line, one.fields, sure);
        }
        return Head.NONE;
    }

    /** A record at the beginning. */
    private record Head(long line, List<String> fields, boolean sure) {
        static final Head NONE = new Head(0, List.of(), true);

        int known(Predicate<String> known) {
            return (int) fields.stream().filter(known).count();
        }

        boolean isData() {
            return fields.stream().anyMatch(ColumnTally::isData);
        }

        /** Whether none of it is data, and half of it is something. */
        boolean isNames() {
            long blank = fields.stream().filter(String::isEmpty).count();
            return !isData() && blank * 2 <= fields.size();
        }

        /** Whether data stands here where the other has a text. */
        boolean differs(Head other) {
            return fields.size() == other.fields.size() && isData();
        }
    }

    /** What came of one delimiter and quote. */
    private final class Reading {
        private final char delimiter;
        private final char quote;
        private final int width;
        private final int alike;
        private final int records;
        private final int faults;
        private final int quotes;
        private final int apostrophes;
        private final Head header;

        Reading(
                char delimiter,
                char quote,
                int width,
                int alike,
                int records,
                int faults,
                int quotes,
                int apostrophes,
                Head header) {
            this.delimiter = delimiter;
            this.quote = quote;
            this.width = width;
            this.alike = alike;
            this.records = records;
            this.faults = faults;
            this.quotes = quotes;
            this.apostrophes = apostrophes;
            this.header = header;
        }

        char delimiter() {
            return delimiter;
        }

        int width() {
            return width;
        }

        int knownNames() {
            return header.known(known);
        }

        /** The share of lines that it divides alike. */
        double score() {
            return width == 1 ? 0 : alike / (double) (records + faults);
        }
    }
}

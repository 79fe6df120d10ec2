package io.tidegate.agent.source.csv;

import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.Csv;
import io.tidegate.protocol.DataType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Finds the header among the first 200 lines of a file: the first in which all columns that are
 * needed stand, under a delimiter, a quote and an escape. Used by one thread.
 */
final class Headers {
    private static final int LINES = 200;
    private static final char QUOTE = '"';
    private static final char OTHER_QUOTE = '\'';
    private static final char ESCAPE = '\\';

    private final SourceConfig source;
    private final Csv csv;
    private final DataType data;
    private final Collection<String> added;

    /**
     * @param added columns that are there beside those of the header
     */
    Headers(SourceConfig source, DataType data, Collection<String> added) {
        this.source = source;
        this.csv = (Csv) source.origin();
        this.data = data;
        this.added = added;
    }

    /**
     * How a file may be read.
     *
     * @param skip lines before the header, or before the first row
     * @param alike how many records have as many fields as the header
     * @param faults how many lines cannot be read so
     * @param proven whether all columns that are needed are there
     * @param met how many of them are
     */
    record Candidate(
            char delimiter,
            char quote,
            char escape,
            int skip,
            List<String> columns,
            int spare,
            int alike,
            int faults,
            boolean proven,
            int met) {
        /** Proven before likely; of those, what divides more lines alike. */
        static final Comparator<Candidate> LIKELIEST =
                Comparator.comparingInt(Candidate::met)
                        .thenComparingInt(Candidate::alike)
                        .thenComparingInt(c -> c.columns.size());
    }

    /** The best way to read a sample under a delimiter; empty if it has no line at all. */
    Optional<Candidate> under(char delimiter, Sample sample)
            throws IOException, UnfitFileException {
        if (csv.quote().isPresent()) {
            return escaped(delimiter, csv.quote().get(), sample);
        }
        Optional<Candidate> usual = escaped(delimiter, QUOTE, sample);
        if (!sample.has(OTHER_QUOTE) || usual.isEmpty()) {
            return usual;
        }
        Optional<Candidate> other = escaped(delimiter, OTHER_QUOTE, sample);
        return other.filter(o -> isBetter(o, usual.get(), sample, delimiter)).or(() -> usual);
    }

    /**
     * The other quote must be proven: it is what makes the names, or stands around whole fields.
     */
    private static boolean isBetter(
            Candidate other, Candidate usual, Sample sample, char delimiter) {
        if (!other.proven || other.faults > usual.faults) {
            return false;
        }
        return !usual.proven || sample.encloses(OTHER_QUOTE, delimiter);
    }

    /** An escape is proven if lines can be read with it alone. */
    private Optional<Candidate> escaped(char delimiter, char quote, Sample sample)
            throws IOException, UnfitFileException {
        Optional<Candidate> plain = find(delimiter, quote, '\0', sample);
        if (quote == 0 || plain.isEmpty() || plain.get().faults == 0 || !sample.has(ESCAPE)) {
            return plain;
        }
        return find(delimiter, quote, ESCAPE, sample).filter(c -> c.faults == 0).or(() -> plain);
    }

    private Optional<Candidate> find(char delimiter, char quote, char escape, Sample sample)
            throws IOException, UnfitFileException {
        RecordReader records = sample.records(delimiter, quote, escape);
        Optional<Line> line = header(records, sample.skip());
        if (line.isEmpty()) {
            return Optional.empty();
        }
        Line header = line.get();
        var below = sample.from(header.skip, delimiter, quote, escape);
        below.next();
        var counts = Counts.of(below, header.width, header.names.isEmpty() ? 0 : 1);
        List<String> columns = header.names.isEmpty() ? Letters.first(header.width) : header.names;
        return Optional.of(
                new Candidate(
                        delimiter,
                        quote,
                        escape,
                        header.skip,
                        columns,
                        counts.spare(),
                        counts.alike,
                        counts.faults,
                        isMet(columns),
                        met(columns)));
    }

    /** A line that may be the header; without names it is the first row. */
    private record Line(int skip, List<String> names, int width, int met) {}

    private Optional<Line> header(RecordReader records, int skip)
            throws IOException, UnfitFileException {
        Line best = null;
        for (var found = records.next();
                found != Records.Found.END && records.line() <= skip + LINES;
                found = records.next()) {
            if (found == Records.Found.FAULT || Asides.isBlank(records)) {
                continue;
            }
            int before = (int) records.line() - 1;
            if (!headed()) {
                return Optional.of(new Line(before, List.of(), records.fields(), 0));
            }
            List<String> names = HeaderNames.of(records);
            if (csv.header().isPresent() || isMet(names)) {
                return Optional.of(new Line(before, names, names.size(), 0));
            }
            int met = met(names);
            if (best == null || met > best.met) {
                best = new Line(before, names, names.size(), met);
            }
        }
        return Optional.ofNullable(best);
    }

    private boolean headed() {
        return csv.header().isEmpty() || csv.header().get() > 0;
    }

    private boolean isMet(List<String> names) {
        var all = new ArrayList<>(names);
        all.addAll(added);
        return Needed.isMet(all, source, data);
    }

    private int met(List<String> names) {
        var there = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        there.addAll(names);
        return (int) Needed.columns(source, data).stream().filter(there::contains).count();
    }

    /** How the lines below a header are divided. */
    private record Counts(int alike, int spared, int longer, int faults) {
        static Counts of(RecordReader records, int width, int from)
                throws IOException, UnfitFileException {
            int alike = 0;
            int spared = 0;
            int longer = 0;
            int faults = 0;
            for (var found = records.next(); found != Records.Found.END; found = records.next()) {
                int fields = records.fields();
                boolean isFault = found == Records.Found.FAULT;
                boolean more = !isFault && fields == width + 1;
                boolean empty = more && records.length(width) == 0;
                faults += isFault ? 1 : 0;
                alike += !isFault && fields == width && width > 1 ? 1 : 0;
                spared += empty ? 1 : 0;
                longer += more && !empty ? 1 : 0;
            }
            return new Counts(alike, spared * from, longer, faults);
        }

        /** Only where every row has one empty field more is it no slip of one row. */
        int spare() {
            return spared > 1 && alike == 0 && longer == 0 ? 1 : 0;
        }
    }
}

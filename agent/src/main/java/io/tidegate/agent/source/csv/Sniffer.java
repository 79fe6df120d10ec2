package io.tidegate.agent.source.csv;

import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.Csv;
import io.tidegate.protocol.DataType;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds out from the first 256 Ki characters of a file how it is written: encoding, delimiter and
 * the names of its columns. A delimiter is proven if the columns that are needed stand in the
 * header under it, and under no other. Used by one thread.
 */
final class Sniffer {
    private static final int SAMPLE = 1 << 18;
    private static final int HEAD = 1 << 13;
    private static final char[] DELIMITERS = {',', ';', '\t', '|'};
    private static final char QUOTE = '"';

    /** A number, or digits as dates, times and identifiers have them. */
    private static final Pattern DATA =
            Pattern.compile("^[-+]?[0-9.,]+$|[0-9]{3}|[0-9][:./-][0-9]");

    private final SourceConfig source;
    private final Csv csv;
    private final DataType data;
    private final Paste paste;

    Sniffer(SourceConfig source, DataType data) {
        this.source = source;
        this.csv = (Csv) source.origin();
        this.data = data;
        this.paste = new Paste(source.name());
    }

    Dialect sniff(InputStream file, Optional<Dialect> frozen)
            throws IOException, UnfitFileException {
        var in = new BufferedInputStream(file, HEAD);
        refuseRubbish(in);
        var decoder = new StrictDecoder(in, paste, csv.encoding().orElse(null));
        Sample sample = Sample.of(decoder, SAMPLE, csv);
        Candidate best = choose(sample, frozen);
        Dialect dialect =
                new Dialect(
                        decoder.encoding().charset().name(),
                        best.delimiter(),
                        quote(),
                        frozen.flatMap(Dialect::decimal),
                        frozen.flatMap(Dialect::order),
                        sample.skip(),
                        headed(),
                        best.columns(),
                        true);
        if (frozen.isPresent()) {
            compare(frozen.get(), dialect, best.proven());
        }
        return dialect;
    }

    private void refuseRubbish(BufferedInputStream in) throws IOException, UnfitFileException {
        in.mark(HEAD);
        byte[] head = in.readNBytes(HEAD);
        in.reset();
        var encoding =
                Encoding.of(
                        Arrays.copyOf(head, Math.min(head.length, Encoding.HEAD)),
                        csv.encoding().orElse(null));
        Optional<String> rubbish = Rubbish.in(head, encoding.wide());
        if (rubbish.isPresent()) {
            throw UnfitFileException.refused(rubbish.get());
        }
    }

    /** The delimiter, and the columns under it. */
    private Candidate choose(Sample sample, Optional<Dialect> frozen)
            throws IOException, UnfitFileException {
        Optional<Character> told = csv.delimiter().or(sample::told);
        List<Candidate> all =
                told.isPresent() ? candidates(sample, told.get()) : candidates(sample, DELIMITERS);
        if (all.isEmpty()) {
            throw UnfitFileException.refused(
                    "has no line that can be read as columns; is it empty, or is a quote left open?");
        }
        List<Candidate> proven = all.stream().filter(Candidate::proven).toList();
        if (proven.isEmpty()) {
            return likeliest(all);
        }
        if (frozen.isPresent() && told.isEmpty()) {
            return asBefore(frozen.get().delimiter(), proven);
        }
        return only(proven);
    }

    private Candidate only(List<Candidate> proven) throws UnfitFileException {
        if (proven.size() == 1) {
            return proven.getFirst();
        }
        throw UnfitFileException.held(
                "more than one delimiter fits. "
                        + paste.either(
                                "csv.delimiter",
                                proven.stream().map(c -> Dialect.write(c.delimiter())).toList()));
    }

    private Candidate asBefore(char delimiter, List<Candidate> proven) throws UnfitFileException {
        Optional<Candidate> same =
                proven.stream().filter(c -> c.delimiter() == delimiter).findFirst();
        if (same.isPresent()) {
            return same.get();
        }
        throw UnfitFileException.held(
                "columns were divided by "
                        + Dialect.write(delimiter)
                        + " so far, in this file by "
                        + Dialect.write(proven.getFirst().delimiter())
                        + "; "
                        + Paste.alone(
                                paste.line(
                                        "csv.delimiter",
                                        Dialect.write(proven.getFirst().delimiter()))));
    }

    /**
     * Where nothing is proven: what divides the most lines alike, so that a message can name it.
     */
    private Candidate likeliest(List<Candidate> all) throws UnfitFileException {
        Candidate best =
                all.stream()
                        .max(
                                Comparator.comparingInt(Candidate::alike)
                                        .thenComparingInt(c -> c.columns().size()))
                        .orElseThrow();
        if (headed() && best.columns().stream().anyMatch(Sniffer::isData)) {
            throw UnfitFileException.refused(
                    "holds data where the names of the columns belong. If it has no header, add:  "
                            + paste.line("csv.header", "none")
                            + "  and give each column its letter, as in  "
                            + paste.line("map." + data.columns().getFirst().name(), "A"));
        }
        return best;
    }

    /** Whether a name is a value, so that it must not be shown as a name. */
    private static boolean isData(String name) {
        return DATA.matcher(name).find();
    }

    private List<Candidate> candidates(Sample sample, char... delimiters)
            throws IOException, UnfitFileException {
        List<Candidate> all = new ArrayList<>();
        for (char delimiter : delimiters) {
            Records records = sample.records(delimiter, quote());
            if (records.next() == Records.Found.RECORD) {
                all.add(candidate(delimiter, records));
            }
        }
        return all;
    }

    private Candidate candidate(char delimiter, Records records)
            throws IOException, UnfitFileException {
        List<String> columns = headed() ? names(records) : Letters.first(records.fields());
        boolean proven = Needed.isMet(columns, source, data);
        return new Candidate(delimiter, columns, alike(records), proven);
    }

    private static List<String> names(Records records) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < records.fields(); i++) {
            names.add(records.text(i).strip());
        }
        return List.copyOf(names);
    }

    /**
     * How many of the following records have as many fields as the present one, which has two or
     * more.
     */
    private static int alike(Records records) throws IOException, UnfitFileException {
        int fields = records.fields();
        int alike = 0;
        while (fields > 1 && records.next() != Records.Found.END) {
            alike += records.fault() == null && records.fields() == fields ? 1 : 0;
        }
        return alike;
    }

    /**
     * @param whole whether no column is lacking that is needed
     */
    private void compare(Dialect frozen, Dialect now, boolean whole) throws UnfitFileException {
        var lost = RowColumns.used(source, data, frozen.columns());
        now.columns().forEach(lost::remove);
        if (!lost.isEmpty()) {
            throw lost(lost, whole);
        }
        if (whole && !now.headed() && frozen.columns().size() != now.columns().size()) {
            throw UnfitFileException.held(
                    "files had "
                            + frozen.columns().size()
                            + " columns so far, this one has "
                            + now.columns().size()
                            + "; accept it if that is right for this file");
        }
    }

    /** Without a column that is needed no yes makes the file readable. */
    private static UnfitFileException lost(Set<String> columns, boolean whole) {
        String names = columns.stream().map(c -> '"' + c + '"').collect(Collectors.joining(", "));
        String lost =
                (columns.size() == 1 ? "the column " + names : "the columns " + names)
                        + " of the files before "
                        + (columns.size() == 1 ? "is" : "are")
                        + " not in this one";
        return whole
                ? UnfitFileException.held(lost + "; accept it if that is to stay so")
                : UnfitFileException.refused(
                        lost + "; drop a mended file, or map the columns anew (map.<column>)");
    }

    private boolean headed() {
        return csv.header().isEmpty() || csv.header().get() > 0;
    }

    private char quote() {
        return csv.quote().orElse(QUOTE);
    }

    /**
     * @param alike how many records have as many fields as the header
     */
    private record Candidate(char delimiter, List<String> columns, int alike, boolean proven) {}
}

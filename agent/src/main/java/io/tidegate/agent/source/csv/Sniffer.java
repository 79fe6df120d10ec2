package io.tidegate.agent.source.csv;

import io.tidegate.agent.source.csv.Dialect.Habits;
import io.tidegate.agent.source.csv.EncodingProof.Answer;
import io.tidegate.agent.source.csv.Headers.Candidate;
import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.Csv;
import io.tidegate.protocol.DataType;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Finds out from the first 256 KiB of a file how it is written: encoding, delimiter, quotes and the
 * names of its columns. A delimiter is proven if the columns that are needed stand in the header
 * under it, and under no other. A file that is not UTF-8 is gone through to its end, for its
 * letters. Used by one thread.
 */
final class Sniffer {
    private static final int SAMPLE = 1 << 18;
    private static final char[] DELIMITERS = {',', ';', '\t', '|'};

    /** Tried where none of the usual ones is proven. */
    private static final char[] RARE = {'^', '~'};

    private final Csv csv;
    private final Headers headers;
    private final Differences differences;
    private final ColumnNames names;
    private final Paste paste;

    Sniffer(SourceConfig source, DataType data) {
        this.csv = (Csv) source.origin();
        this.names = new ColumnNames(source, data);
        this.headers = new Headers(source, data, names.added());
        this.differences = new Differences(source, data);
        this.paste = new Paste(source.name());
    }

    /**
     * @param suspect whether the file is known not to be in the encoding that was assumed
     */
    Dialect sniff(InputStream file, Optional<Dialect> frozen, boolean suspect)
            throws IOException, UnfitFileException {
        byte[] head = file.readNBytes(SAMPLE);
        var bytes = new HeadBytes(head, csv.encoding().orElse(null));
        Optional<String> rubbish = Rubbish.in(head, bytes.encoding().wide());
        if (rubbish.isPresent()) {
            throw UnfitFileException.refused(rubbish.get());
        }
        var encodings = new EncodingChoice(bytes, frozen, paste);
        Answer answer =
                encodings.isOpen(suspect)
                        ? prove(bytes, file, frozen, encodings)
                        : encodings.answer();
        Candidate best = choose(sample(bytes, answer.charset()), frozen);
        names.refuseTwins(best.columns());
        Dialect dialect = dialect(answer, best, frozen);
        if (frozen.isPresent()) {
            differences.refuse(frozen.get(), dialect, best.proven());
        }
        return dialect;
    }

    private Dialect dialect(Answer answer, Candidate best, Optional<Dialect> frozen) {
        int spare = best.spare();
        return new Dialect(
                answer.charset(),
                best.delimiter(),
                best.quote(),
                frozen.flatMap(Dialect::decimal),
                frozen.flatMap(Dialect::order),
                best.skip(),
                headed(),
                best.columns(),
                true,
                answer.script(),
                new Habits(best.escape(), spare));
    }

    /** Goes through the whole file for its letters. */
    private Answer prove(
            HeadBytes bytes, InputStream rest, Optional<Dialect> frozen, EncodingChoice encodings)
            throws IOException, UnfitFileException {
        Candidate best = provisional(bytes, frozen);
        var words = new HighWords();
        var records =
                new RecordReader(
                        bytes.withRest(rest),
                        best.delimiter(),
                        best.quote(),
                        best.escape(),
                        csv.skipContaining());
        boolean[] used = names.used(best.columns());
        while (records.next() != Records.Found.END) {
            boolean header = headed() && records.line() == best.skip() + 1;
            for (int i = 0; i < records.fields(); i++) {
                words.add(records, i, used(used, i, header, records));
            }
        }
        return encodings.prove(words);
    }

    /** Lines above rows may hold values anywhere, so all fields of short lines matter then. */
    private boolean used(boolean[] used, int field, boolean header, Records records) {
        if (header || csv.labels().isEmpty()) {
            return field < used.length && used[field];
        }
        return records.fields() < used.length || used[Math.min(field, used.length - 1)];
    }

    /** How the file may be divided: bytes of ASCII mean the same in nearly all encodings. */
    private Candidate provisional(HeadBytes bytes, Optional<Dialect> frozen)
            throws IOException, UnfitFileException {
        for (String charset : bytes.tries(frozen)) {
            try {
                Candidate best = choose(sample(bytes, charset), frozen);
                if (best.proven()) {
                    return best;
                }
            } catch (UnfitFileException _) {
                // Read in another encoding its header may be found.
            }
        }
        return choose(sample(bytes, "ISO-8859-1"), frozen);
    }

    private Sample sample(HeadBytes bytes, String charset) throws UnfitFileException, IOException {
        return Sample.of(bytes.decode(charset, paste), bytes.length() < SAMPLE, csv);
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
        if (proven.isEmpty() && told.isEmpty() && headed()) {
            proven = candidates(sample, RARE).stream().filter(Candidate::proven).toList();
        }
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

    /** Where nothing is proven: what comes nearest, so that a message can name it. */
    private Candidate likeliest(List<Candidate> all) throws UnfitFileException {
        Candidate best = all.stream().max(Candidate.LIKELIEST).orElseThrow();
        if (headed() && best.met() == 0) {
            names.refuseData(best.columns());
        }
        return best;
    }

    private List<Candidate> candidates(Sample sample, char... delimiters)
            throws IOException, UnfitFileException {
        List<Candidate> all = new java.util.ArrayList<>();
        for (char delimiter : delimiters) {
            headers.under(delimiter, sample).ifPresent(all::add);
        }
        return all;
    }

    private boolean headed() {
        return csv.header().isEmpty() || csv.header().get() > 0;
    }
}

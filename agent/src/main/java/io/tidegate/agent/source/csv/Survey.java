package io.tidegate.agent.source.csv;

import io.tidegate.agent.source.csv.Surveyed.Lines;
import io.tidegate.agent.source.csv.Surveyed.TextFound;
import io.tidegate.agent.source.csv.Surveyed.Totals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Looks over a file of which nothing is known. The layout comes from its first 256 Ki characters,
 * what its values look like from all of it up to {@link #MOST} bytes. Memory is bounded whatever
 * the file. Used by one thread.
 */
public final class Survey {
    /** How many bytes of a file are looked at. */
    public static final long MOST = 64L << 20;

    private static final int SAMPLE = 1 << 18;
    private static final Set<String> SUMS =
            Set.of(
                    "total",
                    "totals",
                    "totals:",
                    "total:",
                    "grand total",
                    "summe",
                    "summen",
                    "gesamt",
                    "gesamtsumme",
                    "summe:",
                    "gesamt:",
                    "total général",
                    "total general",
                    "totale",
                    "totaal",
                    "suma");

    private final Path file;
    private final long most;
    private final Predicate<String> known;

    /**
     * @param known whether a text is a name that columns are known to have
     */
    public Survey(Path file, Predicate<String> known) {
        this(file, known, MOST);
    }

    Survey(Path file, Predicate<String> known, long most) {
        this.file = file;
        this.known = known;
        this.most = most;
    }

    /**
     * @throws UnfitFileException if it is no text, or has nothing that can be read as columns
     */
    public Surveyed look() throws IOException, UnfitFileException {
        TextFound text = new TextFinder(file, most).find();
        Opening sample;
        try (var in = Files.newInputStream(file)) {
            sample = Opening.of(decoder(in, text), SAMPLE);
        }
        var layout = new LayoutFinder(sample, known).find();
        return new Count(text, sample, layout).count();
    }

    /** The part of the file that is looked at: its first {@link #MOST} bytes, in whole lines. */
    public static InputStream open(Path file) throws IOException {
        return new Beginning(Files.newInputStream(file), MOST);
    }

    private static StrictDecoder decoder(InputStream in, TextFound text)
            throws IOException, UnfitFileException {
        return new StrictDecoder(in, new Paste("x"), text.marked() ? null : text.encoding());
    }

    /** Counts over the rows of the file. */
    private final class Count {
        private final TextFound text;
        private final Opening sample;
        private final LayoutFinder.Layout layout;
        private final List<ColumnTally> tallies;
        private long rows;
        private Lines ragged = Lines.NONE;
        private Lines faults = Lines.NONE;
        private Lines sums = Lines.NONE;
        private String word;
        private boolean elsewhere;

        Count(TextFound text, Opening sample, LayoutFinder.Layout layout) {
            this.text = text;
            this.sample = sample;
            this.layout = layout;
            this.tallies =
                    Stream.generate(ColumnTally::new).limit(layout.columns().size()).toList();
        }

        Surveyed count() throws IOException, UnfitFileException {
            try (var in = new Beginning(Files.newInputStream(file), most)) {
                var records =
                        new RecordReader(
                                decoder(in, text), layout.delimiter(), layout.quote(), List.of());
                for (int i = 0; i < skip(); i++) {
                    records.skipLine();
                }
                if (layout.header() > 0) {
                    records.next();
                }
                for (var found = records.next();
                        found != Records.Found.END;
                        found = records.next()) {
                    take(found, records);
                }
            }
            return surveyed(Files.size(file));
        }

        private int skip() {
            return Math.max(sample.told().isPresent() ? 1 : 0, layout.header() - 1);
        }

        private void take(Records.Found found, Records records) {
            if (found == Records.Found.FAULT) {
                faults = faults.and(records.line());
                return;
            }
            List<String> fields = LayoutFinder.fields(records);
            Optional<String> sum = fields.stream().filter(Survey::isSum).findFirst();
            if (sum.isPresent()) {
                word = word == null ? sum.get() : word;
                sums = sums.and(records.line());
            } else if (fields.size() != tallies.size()) {
                ragged = ragged.and(records.line());
            } else if (!fields.equals(layout.columns())) {
                rows++;
                for (int i = 0; i < fields.size(); i++) {
                    tallies.get(i).see(fields.get(i));
                }
            }
            elsewhere |= sum.isEmpty() && holds(fields);
        }

        private boolean holds(List<String> fields) {
            return word != null && fields.stream().anyMatch(f -> f.contains(word));
        }

        private Surveyed surveyed(long bytes) {
            List<Character> delimiters = new ArrayList<>(List.of(layout.delimiter()));
            delimiters.addAll(layout.rivals());
            return new Surveyed(
                    bytes,
                    bytes <= most,
                    text,
                    List.copyOf(delimiters),
                    layout.quote(),
                    sample.told().isPresent(),
                    layout.header(),
                    layout.sure(),
                    layout.columns(),
                    tallies,
                    rows,
                    ragged,
                    faults,
                    Optional.ofNullable(word).map(w -> new Totals(w, sums, isAlone())));
        }

        private boolean isAlone() {
            return !elsewhere && !holds(layout.columns());
        }
    }

    private static boolean isSum(String field) {
        return SUMS.contains(field.toLowerCase(Locale.ROOT));
    }
}

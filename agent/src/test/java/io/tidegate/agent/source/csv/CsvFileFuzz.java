package io.tidegate.agent.source.csv;

import io.tidegate.agent.row.RawRow;
import io.tidegate.agent.row.RawShape;
import io.tidegate.agent.row.Rejection;
import io.tidegate.agent.row.ShapeException;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whatever bytes a file holds: it is read or refused with a sentence, and all ways to read it tell
 * the same. The first byte chooses the settings, the second in which portions the bytes come.
 */
public final class CsvFileFuzz {
    private static final String[] ENCODINGS = {null, "windows-1252", "UTF-16LE", "Shift_JIS"};

    private CsvFileFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        if (input.length < 2) {
            return;
        }
        byte[] file = java.util.Arrays.copyOfRange(input, 2, input.length);
        var source = source(input[0] & 0xFF);
        List<String> whole = told(source, file, Integer.MAX_VALUE, Optional.empty());
        same(whole, told(source, file, 1 + (input[1] & 0x3F), Optional.empty()), "in portions");
        Optional<Dialect> dialect = dialect(source, file);
        if (dialect.isPresent() && !isUnfit(whole)) {
            same(whole, told(source, file, Integer.MAX_VALUE, dialect), "read again, frozen");
        }
    }

    private static CsvSourceBuilder source(int choice) {
        var source =
                (choice & 1) == 0
                        ? CsvSourceBuilder.intervals()
                        : CsvSourceBuilder.contacts().dateFormat("dd.MM.yyyy");
        String encoding = ENCODINGS[choice >> 1 & 3];
        if (encoding != null) {
            source.encoding(encoding);
        }
        return (choice & 8) == 0 ? source : source.delimiter(';').decimal(',');
    }

    private static boolean isUnfit(List<String> told) {
        return !told.isEmpty() && told.getLast().startsWith("unfit ");
    }

    private static void same(List<String> one, List<String> other, String how) {
        if (!one.equals(other)) {
            throw new AssertionError("otherwise " + how + ": " + one + " and " + other);
        }
    }

    private static Optional<Dialect> dialect(CsvSourceBuilder source, byte[] file)
            throws IOException {
        try {
            return Optional.of(sniffed(files(source.build()), file, Optional.empty()));
        } catch (UnfitFileException _) {
            return Optional.empty();
        }
    }

    private static Dialect sniffed(CsvFiles files, byte[] file, Optional<Dialect> frozen)
            throws IOException, UnfitFileException {
        return files.dialect(new ByteArrayInputStream(file), frozen);
    }

    private static CsvFiles files(SourceConfig source) {
        return new CsvFiles(source, DataType.of(source.data()).orElseThrow());
    }

    /** Each value and each reject, or the sentence that refuses the file. */
    private static List<String> told(
            CsvSourceBuilder builder, byte[] bytes, int portion, Optional<Dialect> frozen)
            throws Exception {
        var files = files(builder.build());
        var told = new Told(bytes.length);
        try {
            Dialect dialect = sniffed(files, bytes, frozen);
            try {
                files.read(new Portions(bytes, portion), dialect, told);
            } catch (UndecidedException _) {
                told.all.clear();
                Dialect proven = files.prove(new Portions(bytes, portion), dialect);
                files.read(new Portions(bytes, portion), proven, told);
            }
        } catch (UnfitFileException | ShapeException e) {
            told.all.add("unfit " + e.getMessage());
        }
        return told.all;
    }

    /** Takes down what is read; more lines than bytes cannot be. */
    private static final class Told implements CsvSink {
        private final List<String> all = new ArrayList<>();
        private final int most;
        private int columns;

        Told(int most) {
            this.most = most;
        }

        @Override
        public void shape(SourceConfig source, RawShape shape) {
            columns = shape.names().size();
        }

        @Override
        public void row(RawRow row) {
            var line = new StringBuilder(row.place());
            for (int i = 0; i < columns; i++) {
                Object value = row.value(i);
                Quick.agrees(row, i, value);
                line.append('|').append(value);
            }
            add(line.toString());
        }

        @Override
        public void rejected(Rejection rejection) {
            add(rejection.place() + " " + rejection.reason());
        }

        private void add(String line) {
            all.add(line);
            if (all.size() > most) {
                throw new AssertionError("more lines than bytes");
            }
        }
    }

    /** What is read without garbage is what is read with it. */
    private static final class Quick {
        private static final java.math.BigDecimal THOUSAND = java.math.BigDecimal.valueOf(1_000);

        private static void agrees(RawRow row, int column, Object value) {
            long whole = row.whole(column);
            if (whole != RawRow.ASK && !Long.valueOf(whole).equals(value)) {
                throw new AssertionError(whole + " is not " + value);
            }
            long many = row.thousandths(column);
            if (many != RawRow.ASK
                    && new java.math.BigDecimal(value.toString())
                                    .multiply(THOUSAND)
                                    .compareTo(java.math.BigDecimal.valueOf(many))
                            != 0) {
                throw new AssertionError(many + " is not a thousand times " + value);
            }
        }
    }

    /** Gives so many bytes at a time. */
    private static final class Portions extends InputStream {
        private final InputStream in;
        private final int most;

        Portions(byte[] bytes, int most) {
            this.in = new ByteArrayInputStream(bytes);
            this.most = most;
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            return in.read(bytes, from, Math.min(most, length));
        }
    }

    /** Files that fuzzing begins with. */
    static byte[] seed(int settings, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] seed = new byte[bytes.length + 2];
        seed[0] = (byte) settings;
        seed[1] = 2;
        System.arraycopy(bytes, 0, seed, 2, bytes.length);
        return seed;
    }
}

package io.tidegate.agent.source.csv;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What was found out about a source's files, so that a later file is read like the first or not at
 * all. Holds no row.
 *
 * @param encoding name of the charset
 * @param delimiter between fields
 * @param quote around fields; U+0000 for none
 * @param decimal decimal sign; empty as long as no number told it
 * @param order of dates that are not ISO 8601; empty as long as no date told it
 * @param skip lines before the one that names the columns, or before the first row
 * @param headed whether a line names the columns
 * @param columns their names, or {@code A}, {@code B}, ...
 * @param ended whether the last line ends with a line end
 * @param script what is known of the encoding beside its name
 * @param habits how lines are written beside delimiter and quote
 */
public record Dialect(
        String encoding,
        char delimiter,
        char quote,
        Optional<Character> decimal,
        Optional<DateOrder> order,
        int skip,
        boolean headed,
        List<String> columns,
        boolean ended,
        Script script,
        Habits habits) {
    /** Stores in the field hold this one: it said nothing of script and habits. */
    private static final int FIRST = 1;

    private static final int VERSION = 2;

    /**
     * How sure the encoding is.
     *
     * @param told whether a mark, a setting or letters beyond A to Z told it; a file of ASCII alone
     *     tells nothing, so that a later one may
     * @param rivals encodings under which all letters so far are the same; what differs between
     *     them is asked when it comes
     */
    public record Script(boolean told, List<String> rivals) {
        static final Script UNTOLD = new Script(false, List.of());
        static final Script TOLD = new Script(true, List.of());

        private void write(DataOutputStream out) throws IOException {
            out.writeBoolean(told);
            out.writeInt(rivals.size());
            for (String rival : rivals) {
                out.writeUTF(rival);
            }
        }

        private static Script read(DataInputStream in) throws IOException {
            boolean told = in.readBoolean();
            List<String> rivals = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                rivals.add(in.readUTF());
            }
            return new Script(told, List.copyOf(rivals));
        }
    }

    /**
     * @param escape before a quote inside quotes; U+0000 if quotes are doubled
     * @param spare how many empty fields stand behind those that the header names
     */
    public record Habits(char escape, int spare) {
        static final Habits PLAIN = new Habits('\0', 0);
    }

    /** In a form that {@link #fromBytes} reads, and later versions too. */
    public byte[] toBytes() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(encoding);
            out.writeChar(delimiter);
            out.writeChar(quote);
            out.writeChar(decimal.orElse('\0'));
            out.writeUTF(order.map(Enum::name).orElse(""));
            out.writeInt(skip);
            out.writeBoolean(headed);
            out.writeBoolean(ended);
            script.write(out);
            out.writeChar(habits.escape);
            out.writeInt(habits.spare);
            out.writeInt(columns.size());
            for (String column : columns) {
                byte[] name = column.getBytes(StandardCharsets.UTF_8);
                out.writeInt(name.length);
                out.write(name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * @throws IllegalArgumentException if these bytes are not from {@link #toBytes}
     */
    public static Dialect fromBytes(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readByte();
            if (version < FIRST || version > VERSION) {
                throw new IllegalArgumentException("a CSV dialect of a version unknown here");
            }
            String encoding = in.readUTF();
            char delimiter = in.readChar();
            char quote = in.readChar();
            char decimal = in.readChar();
            String order = in.readUTF();
            int skip = in.readInt();
            boolean headed = in.readBoolean();
            boolean ended = in.readBoolean();
            Script script = version == FIRST ? guess(encoding) : Script.read(in);
            Habits habits =
                    version == FIRST ? Habits.PLAIN : new Habits(in.readChar(), in.readInt());
            return new Dialect(
                    encoding,
                    delimiter,
                    quote,
                    decimal == 0 ? Optional.empty() : Optional.of(decimal),
                    order.isEmpty() ? Optional.empty() : Optional.of(DateOrder.valueOf(order)),
                    skip,
                    headed,
                    columns(in),
                    ended,
                    script,
                    habits);
        } catch (IOException e) {
            throw new IllegalArgumentException("no CSV dialect", e);
        }
    }

    /** Of a first version: UTF-8 was assumed, everything else was told. */
    private static Script guess(String encoding) {
        return encoding.equals("UTF-8") ? Script.UNTOLD : Script.TOLD;
    }

    private static List<String> columns(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            columns.add(new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8));
        }
        return List.copyOf(columns);
    }

    /** The same, with what the values of a file told. */
    Dialect proven(Optional<Character> decimal, Optional<DateOrder> order) {
        return new Dialect(
                encoding,
                delimiter,
                quote,
                this.decimal.or(() -> decimal),
                this.order.or(() -> order),
                skip,
                headed,
                columns,
                ended,
                script,
                habits);
    }

    /** The same, without what values told. */
    public Dialect unproven() {
        return new Dialect(
                encoding,
                delimiter,
                quote,
                Optional.empty(),
                Optional.empty(),
                skip,
                headed,
                columns,
                ended,
                script,
                habits);
    }

    /**
     * The same; where values told nothing, what those of the files before told. Last lines count as
     * ended only if all of them were.
     */
    public Dialect keeping(Dialect before) {
        Dialect script = this.script.told ? this : before;
        var habits =
                new Habits(
                        this.habits.escape == 0 ? before.habits.escape : this.habits.escape,
                        Math.max(this.habits.spare, before.habits.spare));
        return proven(before.decimal, before.order)
                .ended(ended && before.ended)
                .written(script.encoding, script.script, habits);
    }

    /** The same, without the named columns that a file which a person has accepted lacks. */
    public Dialect within(Dialect accepted) {
        if (!headed || !accepted.headed) {
            return this;
        }
        var there = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        there.addAll(accepted.columns);
        return new Dialect(
                encoding,
                delimiter,
                quote,
                decimal,
                order,
                skip,
                headed,
                columns.stream().filter(there::contains).toList(),
                ended,
                script,
                habits);
    }

    /**
     * In what the values of this file differ from those of the files before, as a sentence.
     *
     * @param source the source's name
     */
    public Optional<String> difference(Dialect before, String source) {
        if (order.isPresent() && before.order.isPresent() && !order.equals(before.order)) {
            return Optional.of(
                    "dates were written %s so far, in this file %s; accept it if that is right for this file alone, or say in source.%s.csv.date-format how they are written from now on"
                            .formatted(before.order.get(), order.get(), source));
        }
        if (decimal.isPresent() && before.decimal.isPresent() && !decimal.equals(before.decimal)) {
            String line = new Paste(source).line("csv.decimal", decimal.get().toString());
            return Optional.of(
                    "the decimal sign was %s so far, in this file it is %s; "
                                    .formatted(before.decimal.get(), decimal.get())
                            + Paste.alone(line));
        }
        return Optional.empty();
    }

    /** The same, with what is known of the end of a file. */
    public Dialect ended(boolean ended) {
        return new Dialect(
                encoding, delimiter, quote, decimal, order, skip, headed, columns, ended, script,
                habits);
    }

    /** The same, after a file has shown whether it has letters beyond A to Z. */
    public Dialect telling(boolean letters) {
        return letters && !script.told ? written(encoding, Script.TOLD, habits) : this;
    }

    private Dialect written(String encoding, Script script, Habits habits) {
        return new Dialect(
                encoding, delimiter, quote, decimal, order, skip, headed, columns, ended, script,
                habits);
    }

    /** In words, for the log and for a preview. */
    @Override
    public String toString() {
        return "encoding "
                + encoding
                + ", delimiter "
                + write(delimiter)
                + (headed ? ", " : ", no header, ")
                + columns.size()
                + " columns"
                + decimal.map(sign -> ", decimal sign " + sign).orElse("")
                + order.map(o -> ", dates " + o).orElse("");
    }

    /** The delimiter as it is written in the configuration. */
    static String write(char delimiter) {
        return delimiter == '\t' ? "tab" : String.valueOf(delimiter);
    }
}

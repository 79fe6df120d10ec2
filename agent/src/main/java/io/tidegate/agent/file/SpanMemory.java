package io.tidegate.agent.file;

import io.tidegate.agent.store.Tx;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Which files have spoken of a local day, from when to when: of each name the latest, and the last
 * three hundred names. Kept in the store as one value per day, where files are appended or replace
 * what there is. Used by one thread.
 */
final class SpanMemory {
    /** Digits of a hash that tell files apart as well as all of them. */
    static final int PART_OF_HASH = 16;

    private static final int VERSION = 1;
    private static final int MOST = 300;
    private static final String PREFIX = "spans/";

    /**
     * What a file has spoken of.
     *
     * @param name of the file, @param hash of its bytes, in part
     * @param modified its place among files, in microseconds
     * @param from its first time in microseconds, @param to the end of its last
     */
    record Span(String name, String hash, long modified, long from, long to) {
        long shared(Span that) {
            return Math.min(to, that.to) - Math.max(from, that.from);
        }

        long length() {
            return to - from;
        }
    }

    private final String stream;
    private final LocalDate day;
    private final List<Span> spans = new ArrayList<>();

    private SpanMemory(String stream, LocalDate day) {
        this.stream = stream;
        this.day = day;
    }

    static SpanMemory read(Tx tx, String stream, LocalDate day) {
        var memory = new SpanMemory(stream, day);
        tx.blob(stream, PREFIX + day).ifPresent(memory::fill);
        return memory;
    }

    List<Span> spans() {
        return spans;
    }

    /** Takes the place of the span of that name, unless that is of a later file. */
    SpanMemory add(Span span) {
        boolean isOld =
                spans.stream()
                        .anyMatch(s -> s.name.equals(span.name) && s.modified > span.modified);
        if (!isOld) {
            spans.removeIf(s -> s.name.equals(span.name));
            spans.add(span);
        }
        if (spans.size() > MOST) {
            spans.removeFirst();
        }
        return this;
    }

    void write(Tx tx) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeShort(spans.size());
            for (Span span : spans) {
                out.writeUTF(span.name);
                out.writeUTF(span.hash);
                out.writeLong(span.modified);
                out.writeLong(span.from);
                out.writeLong(span.to);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tx.putBlob(stream, PREFIX + day, bytes.toByteArray());
    }

    private void fill(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != VERSION) {
                throw new IllegalStateException("a memory of spans of a version unknown here");
            }
            for (int count = in.readShort(); count > 0; count--) {
                String name = in.readUTF();
                String hash = in.readUTF();
                spans.add(new Span(name, hash, in.readLong(), in.readLong(), in.readLong()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.tidegate.agent.file;

import static io.tidegate.agent.file.DayCounts.NONE;

import io.tidegate.agent.file.DayCounts.QueueChannel;
import io.tidegate.agent.store.Tx;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * What the files of a stream have said was offered on one local day, and which of them said it
 * last: the file that comes last in the order of (modified, name) stands, whenever it was read.
 * Kept in the store as one value per day, some three bytes per interval that calls came in. Used by
 * one thread.
 */
final class OfferedMemory {
    private static final int VERSION = 1;
    private static final String PREFIX = "offered/";

    /** A file's place in the order of files. */
    record Rank(Instant modified, String name) implements Comparable<Rank> {
        static Rank of(Candidate candidate) {
            return new Rank(candidate.modified(), candidate.file().name());
        }

        @Override
        public int compareTo(Rank that) {
            int byTime = modified.compareTo(that.modified);
            return byTime != 0 ? byTime : name.compareTo(that.name);
        }
    }

    /** An interval of which a file says less than was stored. */
    record Lowered(QueueChannel queue, int slot, int stored, int now) {}

    /** Per place in the day: what was offered, and which of the ranks said so. */
    private record Places(int[] offered, int[] by) {}

    private final String stream;
    private final LocalDate day;
    private final List<Rank> ranks = new ArrayList<>();
    private final Map<QueueChannel, Places> places = new TreeMap<>();

    private OfferedMemory(String stream, LocalDate day) {
        this.stream = stream;
        this.day = day;
    }

    static OfferedMemory read(Tx tx, String stream, LocalDate day) {
        var memory = new OfferedMemory(stream, day);
        tx.blob(stream, PREFIX + day).ifPresent(memory::fill);
        return memory;
    }

    void write(Tx tx) {
        tx.putBlob(stream, PREFIX + day, bytes());
    }

    /** The intervals that a file of that rank would lower. */
    List<Lowered> lowered(DayCounts file, Rank rank) {
        List<Lowered> lowered = new ArrayList<>();
        file.all()
                .forEach(
                        (queue, now) ->
                                stored(queue)
                                        .ifPresent(
                                                before ->
                                                        compare(
                                                                queue, before, now, rank,
                                                                lowered)));
        return lowered;
    }

    /**
     * Weighs what a file of that rank says against what would give way to it.
     *
     * @param stored what stands where the file speaks, @param now what it says there
     */
    record Weight(long stored, long now) {
        Weight plus(Weight that) {
            return new Weight(stored + that.stored, now + that.now);
        }
    }

    Weight weigh(DayCounts file, Rank rank) {
        long before = 0;
        long after = 0;
        for (var entry : file.all().entrySet()) {
            int[] now = entry.getValue();
            Places there = stored(entry.getKey()).orElseGet(() -> nothing(now.length));
            for (int slot = 0; slot < Math.min(now.length, there.offered.length); slot++) {
                if (now[slot] != NONE && isLast(there, slot, rank)) {
                    before += Math.max(0, there.offered[slot]);
                    after += now[slot];
                }
            }
        }
        return new Weight(before, after);
    }

    /**
     * Adds zero to what a file says wherever something is stored and it says nothing.
     *
     * @param queues for which the file speaks
     * @param slots of the day for which it speaks
     */
    void empty(DayCounts file, Set<String> queues, IntPredicate slots) {
        places.forEach(
                (queue, stored) -> {
                    if (queues.contains(queue.queue())) {
                        int[] now = file.of(queue);
                        for (int i = 0; i < Math.min(now.length, stored.offered.length); i++) {
                            if (now[i] == NONE && stored.offered[i] > 0 && slots.test(i)) {
                                now[i] = 0;
                            }
                        }
                    }
                });
    }

    /** Takes over what a file of that rank says, as far as no later file has spoken. */
    void take(DayCounts file, Rank rank) {
        int by = number(rank);
        file.all()
                .forEach(
                        (queue, now) -> {
                            Places stored = places.computeIfAbsent(queue, _ -> nothing(now.length));
                            take(stored, now, by, rank);
                        });
    }

    private Optional<Places> stored(QueueChannel queue) {
        return Optional.ofNullable(places.get(queue));
    }

    private void compare(
            QueueChannel queue, Places before, int[] now, Rank rank, List<Lowered> lowered) {
        for (int slot = 0; slot < Math.min(now.length, before.offered.length); slot++) {
            boolean both = now[slot] != NONE && before.offered[slot] != NONE;
            if (both && now[slot] < before.offered[slot] && isLast(before, slot, rank)) {
                lowered.add(new Lowered(queue, slot, before.offered[slot], now[slot]));
            }
        }
    }

    private void take(Places stored, int[] now, int by, Rank rank) {
        for (int slot = 0; slot < Math.min(now.length, stored.offered.length); slot++) {
            if (now[slot] != NONE && isLast(stored, slot, rank)) {
                stored.offered[slot] = now[slot];
                stored.by[slot] = by;
            }
        }
    }

    private boolean isLast(Places stored, int slot, Rank rank) {
        return stored.offered[slot] == NONE || ranks.get(stored.by[slot]).compareTo(rank) <= 0;
    }

    private int number(Rank rank) {
        int known = ranks.indexOf(rank);
        if (known >= 0) {
            return known;
        }
        ranks.add(rank);
        return ranks.size() - 1;
    }

    private static Places nothing(int slots) {
        var offered = new int[slots];
        Arrays.fill(offered, NONE);
        return new Places(offered, new int[slots]);
    }

    private byte[] bytes() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            int[] kept = writeRanks(out);
            out.writeInt(places.size());
            for (var entry : places.entrySet()) {
                writeText(out, entry.getKey().queue());
                out.writeByte(entry.getKey().channel());
                write(out, entry.getValue(), kept);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Writes the ranks that still have the last word somewhere; gives their new numbers. */
    private int[] writeRanks(DataOutputStream out) throws IOException {
        var used = new boolean[ranks.size()];
        for (Places p : places.values()) {
            for (int slot = 0; slot < p.offered.length; slot++) {
                used[p.by[slot]] |= p.offered[slot] != NONE;
            }
        }
        var numbers = new int[ranks.size()];
        int count = 0;
        for (int i = 0; i < used.length; i++) {
            numbers[i] = used[i] ? count++ : NONE;
        }
        out.writeInt(count);
        for (int i = 0; i < used.length; i++) {
            if (used[i]) {
                out.writeLong(ranks.get(i).modified.getEpochSecond());
                out.writeInt(ranks.get(i).modified.getNano());
                writeText(out, ranks.get(i).name);
            }
        }
        return numbers;
    }

    private static void write(DataOutputStream out, Places p, int[] numbers) throws IOException {
        out.writeShort(p.offered.length);
        for (int slot = 0; slot < p.offered.length; slot++) {
            Varint.write(out, p.offered[slot] + 1L);
            if (p.offered[slot] != NONE) {
                Varint.write(out, numbers[p.by[slot]]);
            }
        }
    }

    private void fill(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != VERSION) {
                throw new IllegalStateException("a memory of offered of a version unknown here");
            }
            for (int count = in.readInt(); count > 0; count--) {
                var modified = Instant.ofEpochSecond(in.readLong(), in.readInt());
                ranks.add(new Rank(modified, readText(in)));
            }
            for (int count = in.readInt(); count > 0; count--) {
                var queue = new QueueChannel(readText(in), in.readByte());
                places.put(queue, readPlaces(in));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Places readPlaces(DataInputStream in) throws IOException {
        Places p = nothing(in.readShort());
        for (int slot = 0; slot < p.offered.length; slot++) {
            p.offered[slot] = (int) Varint.read(in) - 1;
            if (p.offered[slot] != NONE) {
                p.by[slot] = (int) Varint.read(in);
            }
        }
        return p;
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Varint.write(out, bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(
                in.readNBytes((int) Varint.read(in)), java.nio.charset.StandardCharsets.UTF_8);
    }
}

package io.tidegate.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** A damaged batch is refused in order, or it is another well-formed batch: never anything else. */
class DamageTest {
    @ParameterizedTest
    @EnumSource
    void aBatchCutAtAnyByteIsRefused(DataType data) throws Exception {
        byte[] body = batch(data, 8, 1);
        assertEquals(8, Batches.read(body).rows().size());
        for (int length = 0; length < body.length; length++) {
            byte[] cut = Arrays.copyOf(body, length);
            assertThrows(BatchException.class, () -> Batches.read(cut), "cut at " + length);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFlippedBitGivesNoOtherError(DataType data) throws Exception {
        byte[] body = batch(data, 2, 2);
        for (int bit = 0; bit < body.length * 8; bit++) {
            byte[] damaged = body.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            readOrRefuse(damaged);
        }
    }

    @Test
    void bytesChangedAtRandomGiveNoOtherError() throws Exception {
        SplittableRandom random = new SplittableRandom(3);
        List<byte[]> bodies = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            bodies.add(batch(DataType.values()[i % 3], 3, i));
        }
        int refused = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] damaged = damage(bodies.get(i % bodies.size()), random);
            refused += readOrRefuse(damaged) ? 0 : 1;
        }
        assertTrue(refused > 5_000, "refused " + refused);
    }

    @Test
    void aLineMissingOrTwiceIsNoticed() throws Exception {
        String body = new String(batch(DataType.CONTACTS, 5, 4), StandardCharsets.UTF_8);
        String[] lines = body.split("(?<=\n)");
        for (int i = 0; i < lines.length; i++) {
            StringBuilder without = new StringBuilder();
            StringBuilder twice = new StringBuilder();
            for (int j = 0; j < lines.length; j++) {
                without.append(j == i ? "" : lines[j]);
                twice.append(lines[j]).append(j == i ? lines[j] : "");
            }
            assertRefused(without);
            assertRefused(twice);
        }
    }

    @Test
    void aStreamThatTricklesIsReadAsWell() throws Exception {
        byte[] body = batch(DataType.INTERVALS, 20, 5);
        InputStream trickle =
                new ByteArrayInputStream(body) {
                    @Override
                    public synchronized int read(byte[] to, int from, int length) {
                        return super.read(to, from, Math.min(length, 1));
                    }
                };
        BatchReader reader = new BatchReader(trickle, Limits.DECODED_BYTES);
        for (int i = 1; i <= 20; i++) {
            assertEquals(i, ((BatchLine.Good) reader.next()).number());
        }
        assertEquals(new BatchLine.End(20, true), reader.next());
        assertThrows(IllegalStateException.class, reader::next);
    }

    @Test
    void linesAcrossTheEdgesOfBuffersAreWhole() throws Exception {
        for (int seed = 0; seed < 30; seed++) {
            byte[] body = batch(DataType.AGENT_STATUS, 2_000 + seed, seed);
            assertEquals(2_000 + seed, Batches.read(body).rows().size());
        }
    }

    @Test
    void aRowLongerThanAllowedIsPassedOverWhereverItsEndsLie() throws Exception {
        String header = header();
        String row = "[\"bob\",\"2022-12-06T08:00:00Z\",\"Break\",null";
        for (int extra : new int[] {-100, -1, 0, 1, 7, 40_000, 3_000_000}) {
            String longest = row + " ".repeat(Limits.ROW_BYTES - row.length() - 1 + extra) + "]\n";
            String body = header + row + "]\n" + longest + row + "]\n" + trailer(3);
            Batches.Read read = Batches.read(body.getBytes(StandardCharsets.UTF_8));
            assertEquals(extra > 0 ? 2 : 3, read.rows().size(), "extra " + extra);
            assertEquals(extra > 0 ? 1 : 0, read.bad().size());
        }
    }

    @Test
    void moreBytesThanAllowedAreRefusedAsTooLargeAndNotReadToTheirEnd() {
        InputStream endless =
                new InputStream() {
                    private long given;

                    @Override
                    public int read() {
                        given++;
                        return 'x';
                    }

                    @Override
                    public int read(byte[] to, int from, int length) {
                        assertTrue(given < 20 << 20, "read on and on");
                        Arrays.fill(to, from, from + length, (byte) 'x');
                        given += length;
                        return length;
                    }
                };
        BatchException refused =
                assertThrows(
                        BatchException.class, () -> new BatchReader(endless, Limits.DECODED_BYTES));
        assertEquals(ProblemType.TOO_LARGE, refused.type());
    }

    @Test
    void noMessageQuotesARow() {
        String secret = "geheim";
        for (String row :
                new String[] {
                    "[\"geheim", "[geheim]", "[\"geheim\"] x", "{\"geheim\":1}", "geheim"
                }) {
            BatchException refused =
                    assertThrows(
                            BatchException.class,
                            () ->
                                    Batches.read(
                                            (header() + row + "\n" + trailer(1))
                                                    .getBytes(StandardCharsets.UTF_8)));
            for (Throwable t = refused; t != null; t = t.getCause()) {
                assertTrue(!String.valueOf(t.getMessage()).contains(secret), t.getMessage());
            }
        }
    }

    private static void assertRefused(StringBuilder body) {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        assertThrows(BatchException.class, () -> Batches.read(bytes));
    }

    /** Whether it was read; any other exception fails the test. */
    private static boolean readOrRefuse(byte[] body) throws Exception {
        try {
            Batches.read(body);
            return true;
        } catch (BatchException refused) {
            assertTrue(refused.type().status() < 500);
            return false;
        }
    }

    private static byte[] damage(byte[] body, SplittableRandom random) {
        ByteArrayOutputStream damaged = new ByteArrayOutputStream();
        int at = random.nextInt(body.length);
        int length = random.nextInt(1, 6);
        damaged.write(body, 0, at);
        if (random.nextBoolean()) {
            byte[] noise = new byte[random.nextInt(1, 4)];
            random.nextBytes(noise);
            damaged.writeBytes(noise);
        }
        int rest = Math.min(body.length, at + (random.nextBoolean() ? length : 0));
        damaged.write(body, rest, body.length - rest);
        return damaged.toByteArray();
    }

    private static byte[] batch(DataType data, int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        BatchWriter writer = new BatchWriter(1024);
        writer.header(SomeRows.fileOf(data));
        for (int i = 0; i < rows; i++) {
            writer.row(SomeRows.row(data, random));
        }
        writer.trailer(rows, true);
        return writer.copy();
    }

    private static String header() {
        BatchWriter writer = new BatchWriter(1024);
        writer.header(SomeRows.fileOf(DataType.AGENT_STATUS));
        return new String(writer.copy(), StandardCharsets.UTF_8);
    }

    private static String trailer(int rows) {
        return "{\"end\":true,\"rows\":%d,\"last\":true}\n".formatted(rows);
    }
}

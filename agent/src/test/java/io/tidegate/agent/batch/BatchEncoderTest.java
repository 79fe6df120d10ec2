package io.tidegate.agent.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.protocol.BatchHeader;
import io.tidegate.protocol.BatchLine;
import io.tidegate.protocol.BatchReader;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Limits;
import io.tidegate.protocol.Mode;
import io.tidegate.protocol.Row;
import io.tidegate.protocol.Scope;
import io.tidegate.protocol.WindowHasher;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class BatchEncoderTest {
    private static final Instant FROM = Instant.parse("2026-11-20T08:00:00Z");
    private static final Instant TO = Instant.parse("2026-11-20T09:00:00Z");
    private static final String SHA = "ab".repeat(32);

    private final List<EncodedPart> parts = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "INTERVALS,zstd", "INTERVALS,gzip", "CONTACTS,zstd",
        "CONTACTS,gzip", "AGENT_STATUS,zstd", "AGENT_STATUS,gzip"
    })
    void whatIsDecodedIsWhatWasEncoded(DataType data, String encoding) throws Exception {
        for (int seed = 0; seed < 20; seed++) {
            parts.clear();
            NastyRows nasty = new NastyRows(new SplittableRandom(seed));
            List<Row> rows = IntStream.range(0, seed * 7).mapToObj(_ -> nasty.row(data)).toList();
            encode(data, encoding, rows);
            assertEquals(rows, decoded(), "seed " + seed);
        }
    }

    @Test
    void aUnitWithoutRowsIsOnePartThatOpensAndCloses() throws Exception {
        encode(DataType.CONTACTS, "zstd", List.of());
        EncodedPart only = parts.getFirst();
        assertEquals(1, parts.size());
        assertTrue(only.first() && only.last());
        assertEquals(0, only.rows());
        assertEquals(List.of(), decoded());
    }

    @ParameterizedTest
    @ValueSource(strings = {"zstd", "gzip"})
    void aLargeUnitBecomesPartsOfWhichTheFirstOpensAndTheLastCloses(String encoding)
            throws Exception {
        List<Row> rows = contacts(60_000);
        encode(DataType.CONTACTS, encoding, rows);
        assertTrue(parts.size() > 2);
        assertTheParts();
        assertEquals(rows, decoded());
    }

    @Test
    void rowsThatHardlyCompressAreSplitUntilAPartIsAtMostOneMebibyte() throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        List<Row> rows = IntStream.range(0, 900).mapToObj(_ -> noise(random, 8_000)).toList();
        encode(DataType.AGENT_STATUS, "zstd", rows);
        assertTheParts();
        assertEquals(rows, decoded());
    }

    @Test
    void theLargestRowFitsIntoAPart() throws Exception {
        SplittableRandom random = new SplittableRandom(2);
        List<Row> rows = List.of(noise(random, Limits.FIELD_BYTES), noise(random, 1));
        encode(DataType.AGENT_STATUS, "gzip", rows);
        assertTheParts();
        assertEquals(rows, decoded());
    }

    @Test
    void howToCompressIsAskedForEachUnit() throws Exception {
        var asked = new ArrayDeque<>(List.of("zstd", "gzip"));
        DataType data = DataType.CONTACTS;
        var encoder =
                new BatchEncoder("a1", "acd1", data, Duration.ZERO, ZoneId.of("UTC"), asked::pop);
        for (int i = 0; i < 2; i++) {
            encoder.window(FROM, TO, 3, data.columns(), parts::add).finish();
        }
        assertEquals(List.of("zstd", "gzip"), parts.stream().map(EncodedPart::encoding).toList());
    }

    @Test
    void theSameRowsGiveTheSameBytes() throws Exception {
        encode(DataType.CONTACTS, "zstd", contacts(100));
        encode(DataType.CONTACTS, "zstd", contacts(100));
        assertArrayEquals(parts.get(0).body(), parts.get(1).body());
        assertArrayEquals(parts.get(0).digest(), parts.get(1).digest());
    }

    @Test
    void theDigestIsTheSha256OfTheEncodedBytes() throws Exception {
        encode(DataType.CONTACTS, "gzip", contacts(3));
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        EncodedPart part = parts.getFirst();
        assertArrayEquals(sha256.digest(part.body()), part.digest());
    }

    @Test
    void aFileTravelsWithItsNameItsTimeAndItsRevision() throws Exception {
        var unit =
                encoder(DataType.CONTACTS, "zstd")
                        .origin(
                                Mode.APPEND,
                                SHA,
                                "Anrufe \"Mai\".csv",
                                FROM,
                                7,
                                DataType.CONTACTS.columns(),
                                parts::add);
        unit.finish();
        BatchHeader.Content header = (BatchHeader.Content) reader(parts.getFirst()).header();
        assertEquals(new Scope.Origin(SHA, "Anrufe \"Mai\".csv", 7, FROM), header.scope());
        assertEquals(Mode.APPEND, header.mode());
    }

    @Test
    void aValueThatNoColumnWouldCarryIsNotLostInSilence() {
        List<Row> rows = contacts(1);
        var columns =
                DataType.CONTACTS.columns().stream().filter(c -> !c.name().equals("duration"));
        var unit =
                encoder(DataType.CONTACTS, "zstd")
                        .window(FROM, TO, 1, columns.toList(), parts::add);
        assertThrows(IllegalArgumentException.class, () -> unit.add(rows.getFirst()));
    }

    @Test
    void whatIsHeldInMemoryIsKnownAndBounded() throws Exception {
        var unit = unit(DataType.CONTACTS, "zstd");
        long most = 0;
        for (Row row : contacts(60_000)) {
            unit.add(row);
            most = Math.max(most, unit.buffered());
        }
        assertTrue(most > 1 << 20 && most < 5 << 20, "held " + most);
        unit.finish();
        assertEquals(0, unit.buffered());
        assertThrows(IllegalStateException.class, unit::finish);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zstd", "gzip"})
    void aHalvedPartSaysTheSameInTwo(String encoding) throws Exception {
        List<Row> rows = contacts(45_001);
        encode(DataType.CONTACTS, encoding, rows);
        List<EncodedPart> halves = new ArrayList<>();
        for (EncodedPart part : parts) {
            halves.addAll(Parts.halve(part).orElseThrow());
        }
        assertEquals(parts.size() * 2, halves.size());
        parts.clear();
        parts.addAll(halves);
        assertTheParts();
        assertEquals(rows, decoded());
    }

    @Test
    void halvingEndsAtOneRow() throws Exception {
        encode(DataType.CONTACTS, "zstd", contacts(2));
        List<EncodedPart> halves = Parts.halve(parts.getFirst()).orElseThrow();
        assertEquals(List.of(1, 1), halves.stream().map(EncodedPart::rows).toList());
        assertTrue(Parts.halve(halves.get(0)).isEmpty());
        assertTrue(Parts.halve(Parts.skip()).isEmpty());
    }

    @Test
    void aPartTurnedToGzipHoldsTheSameLines() throws Exception {
        encode(DataType.CONTACTS, "zstd", contacts(500));
        EncodedPart zstd = parts.getFirst();
        EncodedPart gzip = Parts.asGzip(zstd);
        assertEquals("gzip", gzip.encoding());
        assertArrayEquals(Parts.decode(zstd), Parts.decode(gzip));
        assertFalse(Arrays.equals(zstd.digest(), gzip.digest()));
        assertEquals(zstd.rows(), gzip.rows());
    }

    @Test
    void aSkipIsTheSameBytesForEver() throws Exception {
        EncodedPart skip = Parts.skip();
        assertEquals(
                "{\"v\":1,\"mode\":\"skip\"}\n{\"end\":true,\"rows\":0,\"last\":true}\n",
                new String(Parts.decode(skip), StandardCharsets.UTF_8));
        assertEquals(
                "f4747b52dc1e9f7e29e25cd76f6bedec7801c61d8844799ee4d89baff48e9b6c",
                HexFormat.of().formatHex(skip.digest()));
    }

    private void assertTheParts() {
        for (int i = 0; i < parts.size(); i++) {
            EncodedPart part = parts.get(i);
            assertEquals(i == 0, part.first(), "first of part " + i);
            assertEquals(i == parts.size() - 1, part.last(), "last of part " + i);
            assertTrue(part.body().length <= Limits.ENCODED_BYTES, "size of part " + i);
            assertTrue(Parts.decode(part).length <= Limits.DECODED_BYTES);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 500, 999, 1000, 59_999, 60_000})
    void aHintThatNoRowFollowsChangesNothingWhetherRightOrWrong(int hintBefore) throws Exception {
        int count = hintBefore > 1000 ? 60_000 : 1000;
        List<Row> rows = contacts(count);
        encode(DataType.CONTACTS, "zstd", rows);
        List<EncodedPart> expected = List.copyOf(parts);
        parts.clear();
        var unit = unit(DataType.CONTACTS, "zstd");
        for (int i = 0; i < count; i++) {
            if (i == hintBefore) {
                unit.likelyComplete();
            }
            unit.add(rows.get(i));
        }
        unit.likelyComplete();
        unit.finish();
        assertEquals(expected.size(), parts.size());
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i).body(), parts.get(i).body());
            assertEquals(expected.get(i).last(), parts.get(i).last());
        }
    }

    @ParameterizedTest
    @EnumSource(DataType.class)
    void rowsHashedWhileTheyAreEncodedGiveTheSameBytesAndTheHashOfThemAll(DataType data)
            throws Exception {
        NastyRows nasty = new NastyRows(new SplittableRandom(3));
        List<Row> rows = Stream.generate(() -> nasty.row(data)).limit(5_000).toList();
        encode(data, "zstd", rows);
        List<EncodedPart> expected = List.copyOf(parts);
        parts.clear();
        var hasher = new WindowHasher();
        var unit = unit(data, "zstd");
        for (int i = 0; i < rows.size(); i++) {
            hasher.add(rows.get(i));
            unit.addHashed(rows.get(i));
            if (i == rows.size() / 2) {
                unit.likelyComplete();
            }
        }
        unit.finish();
        assertEquals(hasher.result(), unit.hash());
        assertArrayEquals(expected.getFirst().digest(), parts.getFirst().digest());
        assertEquals(expected.size(), parts.size());
    }

    @Test
    void noHashIsGivenOfRowsThatWereNotHashed() throws Exception {
        var unit = unit(DataType.CONTACTS, "zstd");
        unit.add(contacts(1).getFirst());
        unit.finish();
        assertThrows(IllegalStateException.class, unit::hash);
    }

    private void encode(DataType data, String encoding, List<Row> rows) throws Exception {
        var unit = unit(data, encoding);
        for (Row row : rows) {
            unit.add(row);
        }
        unit.finish();
    }

    private BatchEncoder.UnitEncoder unit(DataType data, String encoding) {
        return encoder(data, encoding).window(FROM, TO, 3, data.columns(), parts::add);
    }

    private static BatchEncoder encoder(DataType data, String encoding) {
        ZoneId zone = ZoneId.of("Europe/Berlin");
        return new BatchEncoder("a1", "acd1", data, Duration.ofMinutes(15), zone, () -> encoding);
    }

    private List<Row> decoded() throws Exception {
        List<Row> rows = new ArrayList<>();
        for (EncodedPart part : parts) {
            int before = rows.size();
            BatchReader reader = reader(part);
            assertEquals(part.first(), ((BatchHeader.Content) reader.header()).first());
            boolean open = true;
            while (open) {
                switch (reader.next()) {
                    case BatchLine.Good good -> rows.add(good.row());
                    case BatchLine.Bad bad -> throw new AssertionError(bad.toString());
                    case BatchLine.End end -> {
                        assertEquals(part.last(), end.last());
                        open = false;
                    }
                }
            }
            assertEquals(part.rows(), rows.size() - before);
        }
        return rows;
    }

    private static BatchReader reader(EncodedPart part) throws Exception {
        return new BatchReader(new ByteArrayInputStream(Parts.decode(part)), Limits.DECODED_BYTES);
    }

    private static List<Row> contacts(int count) {
        SplittableRandom random = new SplittableRandom(9);
        return IntStream.range(0, count).mapToObj(i -> contact(random, i)).toList();
    }

    private static Row contact(SplittableRandom random, int i) {
        String[] texts = new String[DataType.CONTACTS.columns().size()];
        texts[0] = String.valueOf(4700 + random.nextInt(40));
        texts[1] = "Queue " + texts[0];
        texts[6] = Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
        long time = NastyRows.FROM + i * 50_000L;
        long talk = random.nextInt(600_000);
        long[] numbers = {
            Row.NULL, Row.NULL, time, 1, talk + 9_000, 0, Row.NULL, talk, 1_500, 7_500, 12_250
        };
        return new Row(DataType.CONTACTS, numbers, texts);
    }

    private static Row noise(SplittableRandom random, int length) {
        byte[] activity = new byte[length];
        for (int i = 0; i < length; i++) {
            activity[i] = (byte) random.nextInt(0x23, 0x5B);
        }
        String text = new String(activity, StandardCharsets.US_ASCII);
        long[] numbers = {Row.NULL, NastyRows.FROM, Row.NULL, Row.NULL};
        return new Row(DataType.AGENT_STATUS, numbers, new String[] {"bob", null, text, null});
    }
}

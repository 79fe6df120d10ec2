package io.tidegate.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** What is written is what is read, for rows at random. */
class RoundTripTest {
    @ParameterizedTest
    @EnumSource
    void rowsAtRandomComeBackAsTheyWent(DataType data) throws Exception {
        for (int seed = 0; seed < 60; seed++) {
            List<Row> rows = rows(data, seed);
            BatchWriter writer = new BatchWriter(16);
            writer.header(SomeRows.fileOf(data));
            rows.forEach(writer::row);
            writer.trailer(rows.size(), seed % 2 == 0);
            Batches.Read read = Batches.read(writer.copy());
            assertEquals(SomeRows.fileOf(data), read.header());
            assertEquals(List.of(), read.bad(), "seed " + seed);
            assertEquals(rows, read.rows(), "seed " + seed);
            assertEquals(seed % 2 == 0, read.last());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsWhatAnotherJsonReaderReads(DataType data) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        for (Row row : rows(data, 7)) {
            String text = new String(Canonical.of(row), StandardCharsets.UTF_8);
            var tree = mapper.readTree(text);
            for (Column column : data.columns()) {
                if (column.kind().isText() && !column.name().equals("queuename")) {
                    assertEquals(row.text(column), tree.path(column.name()).textValue());
                }
            }
        }
    }

    @Test
    void theSumIsThatOfLargeNumbersWhateverTheOrderAndTheParts() throws Exception {
        List<Row> rows = rows(DataType.CONTACTS, 3);
        BigInteger sum = BigInteger.ZERO;
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        for (Row row : rows) {
            sum = sum.add(new BigInteger(1, sha256.digest(Canonical.of(row))));
        }
        String hex = "%064x".formatted(sum.mod(BigInteger.ONE.shiftLeft(256)));
        WindowHash expected = WindowHash.of(rows.size(), hex);
        assertEquals(expected, hash(rows));
        List<Row> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(1));
        WindowHasher parts = new WindowHasher();
        parts.add(hash(shuffled.subList(0, 20)));
        parts.add(hash(shuffled.subList(20, rows.size())));
        assertEquals(expected, parts.result());
    }

    @Test
    void theSumCarriesThroughWordsOfOnes() {
        WindowHasher hasher = new WindowHasher();
        hasher.add(WindowHash.of(1, "f".repeat(64)));
        hasher.add(WindowHash.of(1, "0".repeat(63) + "1"));
        assertEquals(WindowHash.of(2, "0".repeat(64)), hasher.result());
        hasher.add(WindowHash.of(1, "f".repeat(64)));
        hasher.add(WindowHash.of(1, "f".repeat(64)));
        assertEquals(WindowHash.of(4, "f".repeat(63) + "e"), hasher.result());
    }

    @Test
    void timesAtRandomComeBackAsTheyWent() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 10_000; i++) {
            long micros = random.nextLong(WireTime.MAX);
            String text = WireTime.format(micros);
            assertEquals(micros, WireTime.parse(text).orElseThrow());
            assertEquals(WireTime.instant(micros), Instant.parse(text));
        }
    }

    private static WindowHash hash(List<Row> rows) {
        WindowHasher hasher = new WindowHasher();
        rows.forEach(hasher::add);
        return hasher.result();
    }

    private static List<Row> rows(DataType data, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, 50).mapToObj(_ -> SomeRows.row(data, random)).toList();
    }
}

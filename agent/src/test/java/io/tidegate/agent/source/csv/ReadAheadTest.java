package io.tidegate.agent.source.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** That a second thread changes nothing of what is read, and is gone afterwards. */
class ReadAheadTest {
    /** Beyond it the second thread reads. */
    private static final int ALONE = 1 << 20;

    private static final String ROW = "10017;Süd €;01.04.2026 08:15:00;😀;75:10\r\n";
    private static final int BLOCK = 1 << 16;

    @AfterEach
    void noThreadIsLeft() {
        Thread.interrupted();
        assertFalse(isAhead());
    }

    private static boolean isAhead() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().endsWith("-ahead"));
    }

    private static StrictDecoder decoder(InputStream in) throws Exception {
        return new StrictDecoder(in, new Paste("drops"), "UTF-8");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String rows(int chars) {
        return ROW.repeat(chars / ROW.length() + 1);
    }

    /** What came, after each portion how many bytes that was, and how it ended. */
    private static String story(CharSource source, Random portions) {
        var story = new StringBuilder();
        var chars = new char[BLOCK + 2];
        long bytes = 0;
        try {
            while (true) {
                int read = source.read(chars, 1, portions.nextInt(2, BLOCK));
                if (read < 0) {
                    return story.append("end at ").append(source.bytes()).toString();
                }
                story.append(chars, 1, read);
                bytes += utf8(new String(chars, 1, read)).length;
                assertEquals(bytes, source.bytes());
            }
        } catch (IOException | UnfitFileException e) {
            return story.append(e.getMessage()).toString();
        }
    }

    private static String alone(InputStream in) throws Exception {
        return all(decoder(in));
    }

    private static String ahead(InputStream in) throws Exception {
        try (var source = new ReadAhead(decoder(in))) {
            return all(source);
        }
    }

    private static String all(CharSource source) {
        var story = new StringBuilder();
        var chars = new char[BLOCK];
        try {
            for (int read = 0; read >= 0; read = source.read(chars, 0, BLOCK)) {
                story.append(chars, 0, read);
            }
            return story.append("end at ").append(source.bytes()).toString();
        } catch (IOException | UnfitFileException e) {
            return story.append(e.getMessage()).toString();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void inWhateverPortionsItIsReadTheSameComes(long seed) throws Exception {
        String text = rows(ALONE + 300_000);
        try (var source = new ReadAhead(decoder(new Portions(utf8(text), new Random(seed), -1)))) {
            String end = "end at " + utf8(text).length;
            assertEquals(text + end, story(source, new Random(seed)));
            assertTrue(text.length() > ALONE, "the second thread has had its part");
        }
    }

    @Test
    void aPairOfCharactersIsWholeWhereverABlockEnds() throws Exception {
        for (int before = 0; before < 4; before++) {
            String text = "x".repeat(before) + "😀".repeat(ALONE);
            try (var source = new ReadAhead(decoder(new ByteArrayInputStream(utf8(text))))) {
                assertEquals(text + "end at " + utf8(text).length, all(source));
            }
        }
    }

    @Test
    void aMalformedByteBehindAMillionCharactersIsNamedAsWithoutTheThread() throws Exception {
        byte[] bytes = utf8(rows(ALONE + 500_000));
        bytes[bytes.length - 100_000] = (byte) 0xFF;
        String told = alone(new ByteArrayInputStream(bytes));
        assertTrue(told.contains("byte 0xFF at offset " + (bytes.length - 100_000)));
        assertEquals(told, ahead(new ByteArrayInputStream(bytes)));
    }

    @Test
    void aDiskThatFailsInTheMiddleIsToldBehindWhatItGave() throws Exception {
        byte[] bytes = utf8(rows(ALONE + 500_000));
        int fails = bytes.length - 50_000;
        String told = alone(new Portions(bytes, new Random(7), fails));
        assertTrue(told.endsWith("the disk is gone"));
        assertEquals(told, ahead(new Portions(bytes, new Random(7), fails)));
    }

    @Test
    void whoStopsEarlyLeavesTheStreamAlone() throws Exception {
        byte[] bytes = utf8(rows(4 * ALONE));
        var in = new Portions(bytes, new Random(3), -1);
        var source = new ReadAhead(decoder(in));
        var chars = new char[BLOCK];
        for (int read = 0; read <= ALONE; ) {
            read += source.read(chars, 0, BLOCK);
        }
        assertTrue(isAhead());
        source.close();
        assertFalse(isAhead());
        assertTrue(in.at < bytes.length, "it reads a few blocks ahead, not all");
    }

    @Test
    void aSmallFileNeedsNoThread() throws Exception {
        try (var source = new ReadAhead(decoder(new ByteArrayInputStream(utf8(rows(500_000)))))) {
            all(source);
            assertFalse(isAhead());
        }
    }

    @Test
    void anInterruptIsToldAsAChannelTellsItAndEndsBothThreads() throws Exception {
        var in = new ByteArrayInputStream(utf8(rows(4 * ALONE)));
        var source = new ReadAhead(decoder(in));
        var chars = new char[BLOCK];
        for (int read = 0; read <= ALONE; ) {
            read += source.read(chars, 0, BLOCK);
        }
        Thread.currentThread().interrupt();
        assertThrows(
                ClosedByInterruptException.class,
                () -> {
                    while (source.read(chars, 0, BLOCK) >= 0) {
                        // On to the next block.
                    }
                });
        source.close();
        assertTrue(Thread.currentThread().isInterrupted());
        assertFalse(isAhead());
    }

    @Test
    void whatIsWrongStaysWrong() throws Exception {
        byte[] bytes = utf8(rows(ALONE + 500_000));
        try (var source = new ReadAhead(decoder(new Portions(bytes, new Random(1), 1_300_000)))) {
            all(source);
            var first = assertThrows(IOException.class, () -> source.read(new char[2], 0, 2));
            var again = assertThrows(IOException.class, () -> source.read(new char[2], 0, 2));
            assertSame(first, again);
        }
    }

    /** Gives as much at a time as chance will have it. */
    private static final class Portions extends InputStream {
        private final byte[] bytes;
        private final Random random;
        private final int fails;
        private volatile int at;

        /**
         * @param fails the byte at which the disk fails; -1 for none
         */
        Portions(byte[] bytes, Random random, int fails) {
            this.bytes = bytes;
            this.random = random;
            this.fails = fails;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            if (at == fails) {
                throw new IOException("the disk is gone");
            }
            int end = fails < 0 ? bytes.length : fails;
            int count = Math.min(Math.min(length, end - at), random.nextInt(1, 30_000));
            if (count <= 0) {
                return length == 0 ? 0 : -1;
            }
            System.arraycopy(bytes, at, target, from, count);
            at += count;
            return count;
        }
    }
}

package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidegate.agent.row.Rejection;
import io.tidegate.agent.row.RowTaker;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What goes in at the front of the relay comes out at its end, in order, or the read fails. */
class RowRelayTest {
    private static final int MANY = 20_000;

    /** Takes down what it is given, and by whom. */
    private static class Notes implements RowTaker {
        final List<String> taken = new ArrayList<>();
        Thread thread;

        @Override
        public void taken(Row row) throws InterruptedException {
            note("row " + row.time());
        }

        @Override
        public void rejected(Rejection rejection) {
            note("rejected " + rejection.place());
        }

        @Override
        public void ignored() {
            note("ignored");
        }

        void note(String what) {
            thread = Thread.currentThread();
            taken.add(what);
        }
    }

    private static Row row(long time) {
        long[] numbers = new long[DataType.CONTACTS.columns().size()];
        numbers[DataType.CONTACTS.timeColumn().ordinal()] = time;
        return new Row(DataType.CONTACTS, numbers, new String[numbers.length]);
    }

    private static void feed(RowRelay relay, List<String> expected) throws InterruptedException {
        for (int i = 0; i < MANY; i++) {
            switch (i % 50) {
                case 7 -> {
                    relay.rejected(new Rejection("line " + i, "offered", "bad", i));
                    expected.add("rejected line " + i);
                }
                case 8 -> {
                    relay.ignored();
                    expected.add("ignored");
                }
                default -> {
                    relay.taken(row(i));
                    expected.add("row " + i);
                }
            }
        }
    }

    @Test
    void allArrivesInOrderAndTheRestIsDoneLastByTheEncodersThread() throws InterruptedException {
        var notes = new Notes();
        List<String> expected = new ArrayList<>();
        try (var relay = new RowRelay("encoder", notes)) {
            feed(relay, expected);
            relay.finish(() -> notes.note("rest"));
        }
        expected.add("rest");
        assertEquals(expected, notes.taken);
        assertNotSame(Thread.currentThread(), notes.thread);
        assertFalse(notes.thread.isAlive());
    }

    @Test
    void aFewRowsNeedNoSecondThread() throws InterruptedException {
        var notes = new Notes();
        try (var relay = new RowRelay("encoder", notes)) {
            relay.taken(row(1));
            assertEquals(List.of(), notes.taken);
            relay.finish(() -> notes.note("rest"));
        }
        assertEquals(List.of("row 1", "rest"), notes.taken);
        assertSame(Thread.currentThread(), notes.thread);
    }

    @Test
    void whatFailsBehindIsThrownInFrontAndNothingHangs() {
        var notes =
                new Notes() {
                    @Override
                    public void taken(Row row) throws InterruptedException {
                        if (row.time() == 1000) {
                            throw new TooLargeException("enough");
                        }
                        super.taken(row);
                    }
                };
        try (var relay = new RowRelay("encoder", notes)) {
            assertThrows(
                    TooLargeException.class,
                    () -> {
                        feed(relay, new ArrayList<>());
                        relay.finish(() -> notes.note("rest"));
                    });
        }
        assertEquals("row 999", notes.taken.getLast());
        assertFalse(notes.thread.isAlive());
    }

    @Test
    void whatFailsInTheRestIsThrownAsWell() {
        var notes = new Notes();
        try (var relay = new RowRelay("encoder", notes)) {
            assertThrows(
                    TooLargeException.class,
                    () -> {
                        feed(relay, new ArrayList<>());
                        relay.finish(
                                () -> {
                                    throw new TooLargeException("at the end");
                                });
                    });
        }
    }

    @Test
    void aReadThatIsCutShortEndsTheEncodersThread() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        var notes =
                new Notes() {
                    @Override
                    public void taken(Row row) throws InterruptedException {
                        super.taken(row);
                        begun.countDown();
                        never.await();
                    }
                };
        try (var relay = new RowRelay("encoder", notes)) {
            for (int i = 0; i < 600; i++) {
                relay.taken(row(i));
            }
            begun.await();
        }
        assertFalse(notes.thread.isAlive());
        assertEquals(List.of("row 0"), notes.taken);
        assertFalse(Thread.currentThread().isInterrupted());
    }
}

package io.tidegate.agent.source.csv;

import io.tidegate.agent.loop.Threads;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Reads, hashes and decodes a large file on a second thread while the first cuts and checks; what
 * comes, and what goes wrong, comes in the same order. A small file needs no second thread. Holds
 * four blocks of 64 Ki characters. Used by one thread, which closes it before it touches the stream
 * again.
 */
final class ReadAhead implements CharSource, AutoCloseable {
    private static final int BLOCK = 1 << 16;
    private static final int BLOCKS = 4;
    private static final int ALONE = 16;

    private final StrictDecoder source;
    private final BlockingQueue<Block> empty = new ArrayBlockingQueue<>(BLOCKS);
    private final BlockingQueue<Block> full = new ArrayBlockingQueue<>(BLOCKS);
    private Block now = new Block();
    private int at;
    private int read;
    private Thread ahead;
    private volatile boolean closed;

    /** Characters, or why there are none. */
    private static final class Block {
        private final char[] chars = new char[BLOCK];
        private int length;
        private long bytes;
        private IOException broken;
        private UnfitFileException unfit;
        private RuntimeException failed;
        private Error error;

        /** Whether others follow. */
        boolean fill(StrictDecoder source) {
            length = 0; // What it held before is not given again, whatever happens.
            bytes = source.bytes();
            try {
                length = source.read(chars, 0, BLOCK);
                bytes = source.bytes();
            } catch (IOException e) {
                broken = e;
            } catch (UnfitFileException e) {
                unfit = e;
            } catch (RuntimeException e) {
                failed = e;
            } catch (Error e) {
                error = e; // Such as a lack of memory: nobody waits for more then.
            }
            return length >= 0 && !isBad();
        }

        private boolean isBad() {
            return broken != null || unfit != null || failed != null || error != null;
        }

        void complain() throws IOException, UnfitFileException {
            if (broken != null) {
                throw broken;
            }
            if (unfit != null) {
                throw unfit;
            }
            if (failed != null) {
                throw failed;
            }
            if (error != null) {
                throw error;
            }
        }
    }

    ReadAhead(StrictDecoder source) {
        this.source = source;
    }

    @Override
    public int read(char[] target, int from, int length) throws IOException, UnfitFileException {
        if (at >= now.length && !next()) {
            return -1;
        }
        int count = Math.min(length, now.length - at);
        boolean cutsPair = Character.isHighSurrogate(now.chars[at + count - 1]);
        count -= cutsPair && count > 1 && at + count < now.length ? 1 : 0;
        System.arraycopy(now.chars, at, target, from, count);
        at += count;
        return count;
    }

    @Override
    public long bytes() {
        return at >= now.length ? now.bytes : now.bytes - bytes(now.chars, at, now.length);
    }

    @Override
    public long bytes(char[] chars, int from, int to) {
        return source.bytes(chars, from, to);
    }

    private boolean next() throws IOException, UnfitFileException {
        now.complain();
        if (now.length < 0) {
            return false;
        }
        if (read++ < ALONE) {
            now.fill(source);
        } else {
            exchange();
        }
        now.complain();
        at = 0;
        return now.length >= 0;
    }

    private void exchange() throws IOException {
        try {
            if (ahead == null) {
                for (int i = 1; i < BLOCKS; i++) {
                    empty.add(new Block());
                }
                ahead = Threads.start(Thread.currentThread().getName() + "-ahead", this::fill);
            }
            empty.add(now);
            now = full.take();
        } catch (InterruptedException _) {
            ahead.interrupt();
            Thread.currentThread().interrupt();
            throw new ClosedByInterruptException(); // As a channel that is read says it.
        }
    }

    private void fill() {
        try {
            boolean more = true;
            while (more && !closed) {
                Block block = empty.take();
                more = !closed && block.fill(source);
                full.add(block);
            }
        } catch (InterruptedException _) {
            // Nothing more is wanted.
        }
    }

    /** Waits for the second thread: a read that has begun comes to its end. */
    @Override
    public void close() {
        closed = true;
        if (ahead != null) {
            empty.offer(new Block());
            join();
        }
    }

    /** Waits even if it is interrupted: whoever closes the stream must be alone with it. */
    private void join() {
        boolean interrupted = false;
        while (ahead.isAlive()) {
            try {
                ahead.join();
            } catch (InterruptedException _) {
                interrupted = true;
                ahead.interrupt();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.tidegate.agent.control;

import io.tidegate.agent.loop.Clock;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One line each way over a socket, within a time and a size. Used by one thread. */
final class LineSocket implements AutoCloseable {
    private final SocketChannel channel;
    private final Selector selector;
    private final Clock clock;
    private final long patience;
    private final ByteBuffer piece = ByteBuffer.allocate(8192).flip();
    private long end;

    /**
     * @param patience for all that is read and written, until {@link #anew}
     */
    LineSocket(SocketChannel channel, Clock clock, Duration patience) throws IOException {
        this.channel = channel;
        this.selector = Selector.open();
        this.clock = clock;
        this.patience = patience.toNanos();
        this.end = clock.nanoTime() + this.patience;
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
    }

    /** The other side has shown that it is there: the time begins anew. */
    void anew() {
        anew(Duration.ofNanos(patience));
    }

    void anew(Duration time) {
        end = clock.nanoTime() + time.toNanos();
    }

    /**
     * The next line without its end.
     *
     * @throws IOException if the time is up, the other side has gone, or it says more than {@code
     *     most} bytes
     */
    String read(int most) throws IOException {
        var line = new ByteArrayOutputStream();
        while (line.size() <= most) {
            if (!piece.hasRemaining()) {
                fill();
            }
            while (piece.hasRemaining()) {
                byte b = piece.get();
                if (b == '\n') {
                    return line.toString(StandardCharsets.UTF_8);
                }
                line.write(b);
            }
        }
        throw new IOException("a line of more than " + most + " bytes");
    }

    private void fill() throws IOException {
        await(SelectionKey.OP_READ);
        piece.clear();
        int read = channel.read(piece);
        piece.flip();
        if (read < 0) {
            throw new IOException("the other side has hung up");
        }
    }

    void write(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) {
                await(SelectionKey.OP_WRITE);
            }
        }
    }

    private void await(int what) throws IOException {
        channel.keyFor(selector).interestOps(what);
        long left = Duration.ofNanos(end - clock.nanoTime()).toMillis();
        if (left <= 0) {
            throw new IOException("no answer in time");
        }
        selector.select(left);
        selector.selectedKeys().clear();
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}

package io.tidegate.agent.control;

import io.tidegate.agent.event.Events;
import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.loop.OutageException;
import io.tidegate.agent.loop.Threads;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Answers commands over {@code <data-dir>/control.sock}, which its owner alone can open. One line
 * of JSON asks, one answers, then the connection ends. A few callers at a time; one that says
 * nothing is hung up on. Owns the thread "control" and one light thread per caller.
 */
public final class ControlServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration READER_PATIENCE = Duration.ofMinutes(30);
    private static final int LONGEST_REQUEST = 64 << 10;
    private static final int CALLERS = 8;

    private final Path file;
    private final ServerSocketChannel server;
    private final Commands commands;
    private final Clock clock;
    private final Consumer<Throwable> fatal;
    private final Semaphore room = new Semaphore(CALLERS);

    private ControlServer(
            Path file,
            ServerSocketChannel server,
            Commands commands,
            Clock clock,
            Consumer<Throwable> fatal) {
        this.file = file;
        this.server = server;
        this.commands = commands;
        this.clock = clock;
        this.fatal = fatal;
    }

    /**
     * Opens the socket and answers from now on. A socket left by an earlier process is replaced:
     * the caller holds the data folder's lock.
     *
     * @param fatal takes a programmer's error
     * @throws IOException with the remedy, if there can be no socket; the agent can do without
     */
    public static ControlServer start(
            Path dataDir, Commands commands, Clock clock, Consumer<Throwable> fatal)
            throws IOException {
        var server =
                new ControlServer(
                        SocketPlace.file(dataDir), bound(dataDir), commands, clock, fatal);
        Threads.start("control", server::accept);
        return server;
    }

    private static ServerSocketChannel bound(Path dataDir) throws IOException {
        Path file = SocketPlace.file(dataDir);
        Files.deleteIfExists(file);
        ServerSocketChannel server = open();
        try (SocketPlace place = SocketPlace.of(dataDir)) {
            server.bind(place.address());
            restrict(file);
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static ServerSocketChannel open() throws IOException {
        try {
            return ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        } catch (UnsupportedOperationException e) {
            throw new IOException("this system knows no Unix domain sockets", e);
        }
    }

    /** Where there are no such rights, those of the data folder hold. */
    private static void restrict(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    private void accept() {
        try {
            while (server.isOpen()) {
                SocketChannel caller = server.accept();
                room.acquire();
                Threads.startLight("control-caller", () -> answer(caller));
            }
        } catch (IOException e) {
            if (server.isOpen()) {
                Events.error(LOG, ControlEvent.NO_SOCKET)
                        .log("commands are no longer heard: {}", e.toString());
            }
        } catch (InterruptedException _) {
            // Stopped.
        }
    }

    private void answer(SocketChannel caller) {
        try (var line = new LineSocket(caller, clock, PATIENCE)) {
            var said = new Said(line);
            Reply reply = reply(line.read(LONGEST_REQUEST), said);
            line.anew(said.any ? READER_PATIENCE : PATIENCE);
            line.write(Wire.write(reply));
        } catch (IOException e) {
            Events.info(LOG, ControlEvent.CALLER_LOST)
                    .log("a command was cut off: {}", e.getMessage());
        } finally {
            room.release();
        }
    }

    /** What a long command says. Whoever looks at its lines page by page is waited for. */
    private static final class Said implements Talk {
        private final LineSocket to;
        private boolean any;

        Said(LineSocket to) {
            this.to = to;
        }

        @Override
        public void line(String text) throws IOException {
            say(Wire.line(text));
        }

        @Override
        public void progress(String text) throws IOException {
            say(Wire.progress(text));
        }

        private void say(String text) throws IOException {
            any = true;
            to.anew(READER_PATIENCE);
            to.write(text);
        }
    }

    private Reply reply(String line, Talk talk) throws IOException {
        try {
            return commands.answer(Wire.request(line), talk);
        } catch (InterruptedException _) {
            return new Reply(Reply.UNAVAILABLE, "the connector stops");
        } catch (IllegalArgumentException e) {
            return Reply.usage(e.getMessage());
        } catch (OutageException e) {
            return new Reply(Reply.UNAVAILABLE, e.getMessage());
        } catch (RuntimeException e) {
            fatal.accept(e);
            return Reply.refused("the connector has failed; see its log");
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(file);
    }
}

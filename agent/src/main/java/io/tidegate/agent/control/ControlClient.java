package io.tidegate.agent.control;

import io.tidegate.agent.loop.Clock;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Asks the agent that runs on a data folder. Stateless. */
public final class ControlClient {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LONGEST_REPLY = 16 << 20;
    private static final int UNAVAILABLE = 69;
    private static final int NOT_PERMITTED = 77;

    private static final Talk SILENT =
            new Talk() {
                @Override
                public void line(String text) {}

                @Override
                public void progress(String text) {}
            };

    private final Path dataDir;
    private final Clock clock;

    public ControlClient(Path dataDir, Clock clock) {
        this.dataDir = dataDir;
        this.clock = clock;
    }

    /** The agent's answer; may take as long as the command does. */
    public Reply ask(Request request) throws UnreachableException {
        return ask(request, SILENT);
    }

    /**
     * The same of a long command, which says something all the time.
     *
     * @param talk takes what is said before the answer
     */
    public Reply ask(Request request, Talk talk) throws UnreachableException {
        try (var line = new LineSocket(connected(), clock, PATIENCE)) {
            line.write(Wire.write(request));
            while (true) {
                Optional<Reply> reply = Wire.reply(line.read(LONGEST_REPLY), talk);
                if (reply.isPresent()) {
                    return reply.get();
                }
                line.anew();
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new UnreachableException(
                    UNAVAILABLE,
                    "the connector on %s did not answer (%s); see its log"
                            .formatted(dataDir, e.getMessage()),
                    e);
        }
    }

    private SocketChannel connected() throws UnreachableException {
        Path file = SocketPlace.file(dataDir);
        try {
            return connect();
        } catch (IOException | UnsupportedOperationException e) {
            throw mayNotSpeak(file) ? notPermitted(e) : absent(e);
        }
    }

    /** A folder that is surely not there hides nothing; one that cannot be looked into may. */
    private boolean mayNotSpeak(Path file) {
        return Files.exists(file) && !Files.isWritable(file)
                || !Files.notExists(dataDir) && !Files.isReadable(dataDir);
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try (SocketPlace place = SocketPlace.of(dataDir)) {
            channel.connect(place.address());
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private UnreachableException notPermitted(Exception e) {
        return new UnreachableException(
                NOT_PERMITTED,
                "this account may not speak to the connector on %s; run the command as the account of the service, or as administrator"
                        .formatted(dataDir),
                e);
    }

    private UnreachableException absent(Exception e) {
        return new UnreachableException(
                UNAVAILABLE,
                "no connector runs on %s; start it with 'tidegate run', or name its configuration with -c"
                        .formatted(dataDir),
                e);
    }
}

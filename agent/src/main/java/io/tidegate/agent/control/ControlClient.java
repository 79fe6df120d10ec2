package io.tidegate.agent.control;

import io.tidegate.agent.loop.Clock;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Asks the agent that runs on a data folder. Stateless. */
public final class ControlClient {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LONGEST_REPLY = 16 << 20;
    private static final int UNAVAILABLE = 69;
    private static final int NOT_PERMITTED = 77;

    private final Path dataDir;
    private final Clock clock;

    public ControlClient(Path dataDir, Clock clock) {
        this.dataDir = dataDir;
        this.clock = clock;
    }

    /** The agent's answer; may take as long as the command does. */
    public Reply ask(Request request) throws UnreachableException {
        try (var line = new LineSocket(connected(), clock, PATIENCE)) {
            line.write(Wire.write(request));
            return Wire.reply(line.read(LONGEST_REPLY));
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

package io.tidegate.agent.control;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the control socket lies: {@code <data-dir>/control.sock}. The operating system takes no
 * more than about 100 bytes as a socket's path; a longer one is reached over a symbolic link in a
 * private temporary folder, made by either side for itself, so that the socket lies in the data
 * folder all the same. To be closed once the socket is bound or connected.
 */
final class SocketPlace implements AutoCloseable {
    /** Linux takes 107, Windows 107, macOS 103. */
    private static final int LONGEST = 103;

    private static final String NAME = "control.sock";

    private final Path socket;
    private final Path link;

    private SocketPlace(Path socket, Path link) {
        this.socket = socket;
        this.link = link;
    }

    static Path file(Path dataDir) {
        return dataDir.resolve(NAME);
    }

    static SocketPlace of(Path dataDir) throws IOException {
        Path direct = file(dataDir.toAbsolutePath());
        return fits(direct) ? new SocketPlace(direct, null) : linked(dataDir, direct);
    }

    private static SocketPlace linked(Path dataDir, Path direct) throws IOException {
        Path link = Files.createTempDirectory("tg").resolve("d");
        try {
            Files.createSymbolicLink(link, dataDir.toAbsolutePath());
        } catch (IOException | UnsupportedOperationException e) {
            Files.delete(link.getParent());
            throw tooLong(direct, e);
        }
        var place = new SocketPlace(link.resolve(NAME), link);
        if (!fits(place.socket)) {
            place.close();
            throw tooLong(direct, null);
        }
        return place;
    }

    private static IOException tooLong(Path direct, Exception cause) {
        return new IOException(
                "the path %s is longer than the %d bytes that a socket's path may have; choose a shorter agent.data-dir"
                        .formatted(direct, LONGEST),
                cause);
    }

    private static boolean fits(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST;
    }

    UnixDomainSocketAddress address() {
        return UnixDomainSocketAddress.of(socket);
    }

    @Override
    public void close() throws IOException {
        if (link != null) {
            Files.deleteIfExists(link);
            Files.deleteIfExists(link.getParent());
        }
    }
}

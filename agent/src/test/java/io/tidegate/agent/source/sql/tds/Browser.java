package io.tidegate.agent.source.sql.tds;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** SQL Server Browser: says at which port an instance listens (MS-SQLR), or keeps silent. */
public final class Browser implements AutoCloseable {
    private static final int PORT = 1434;
    private static final int ANSWER = 5;

    private final DatagramSocket socket;
    private final OptionalInt port;
    private volatile String asked = "";

    private Browser(DatagramSocket socket, OptionalInt port) {
        this.socket = socket;
        this.port = port;
        Thread.ofVirtual().start(this::serve);
    }

    /**
     * @param port what to say; empty: nothing
     */
    public static Browser start(OptionalInt port) throws IOException {
        return new Browser(new DatagramSocket(PORT, InetAddress.getLoopbackAddress()), port);
    }

    /** The instance that was asked for last. */
    public String asked() {
        return asked;
    }

    private void serve() {
        var question = new DatagramPacket(new byte[1024], 1024);
        try {
            while (true) {
                socket.receive(question);
                asked =
                        new String(
                                question.getData(),
                                1,
                                question.getLength() - 1,
                                StandardCharsets.US_ASCII);
                if (port.isPresent()) {
                    answer(question);
                }
            }
        } catch (IOException _) {
            // It was closed.
        }
    }

    private void answer(DatagramPacket question) throws IOException {
        String text =
                "ServerName;DB;InstanceName;%s;IsClustered;No;Version;16.0.1000.6;tcp;%d;;"
                        .formatted(asked, port.getAsInt());
        byte[] answer =
                new Bytes()
                        .u8(ANSWER)
                        .u16(text.length())
                        .raw(text.getBytes(StandardCharsets.US_ASCII))
                        .toByteArray();
        socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
    }

    @Override
    public void close() {
        socket.close();
    }
}

package io.tidegate.agent.source.sql.tds;

import io.tidegate.agent.source.sql.tds.Packets.Message;
import io.tidegate.agent.source.sql.tds.TdsPeer.Encryption;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** One client, from its first word on. A thread of its own reads, so that attention is heard. */
final class TdsSession {
    private static final int SUPPORTED = 1;
    private static final int NOT_SUPPORTED = 2;
    private static final int LOGIN_ONLY = 0;
    private static final byte[] COLLATION = {0x09, 0x04, (byte) 0xD0, 0x00, 0x34};
    private static final int PACKET = 8000;
    private static final Message GONE = new Message(-1, ByteBuffer.allocate(0));

    private final TdsPeer peer;
    private final Socket socket;
    private final Encryption encryption;
    private final SSLContext tls;
    private final List<Request> prepared = new ArrayList<>();
    private final BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
    private final AtomicInteger attentions = new AtomicInteger();
    private Packets packets;

    TdsSession(TdsPeer peer, Socket socket, Encryption encryption, SSLContext tls) {
        this.peer = peer;
        this.socket = socket;
        this.encryption = encryption;
        this.tls = tls;
    }

    void run() throws IOException, InterruptedException {
        if (login()) {
            packets.size(PACKET);
            Thread.ofVirtual().start(this::hear);
            for (Message m = heard.take(); m != GONE; m = heard.take()) {
                new Reply(this, peer, packets).to(m);
            }
        }
    }

    private static Packets over(InputStream in, OutputStream out) {
        return new Packets(in, new BufferedOutputStream(out, 1 << 16));
    }

    private static Packets over(Socket socket) throws IOException {
        return over(socket.getInputStream(), socket.getOutputStream());
    }

    /** Says hello, begins TLS and reads who is there; false if that is none of ours. */
    private boolean login() throws IOException, InterruptedException {
        Packets plain = over(encryption == Encryption.STRICT ? strict() : socket);
        packets = plain;
        Message first = packets.read();
        boolean secured = encryption == Encryption.STRICT;
        boolean loginOnly = false;
        if (first.type() == Packets.PRELOGIN) {
            int asked = encryptionAsked(first.body());
            int agreed = agreed(asked);
            greet(agreed);
            if (encryption == Encryption.OFFERED && asked != NOT_SUPPORTED) {
                packets = over(HandshakeSocket.secure(socket, tls));
                secured = true;
                loginOnly = agreed == LOGIN_ONLY;
            }
            first = packets.read();
        }
        if (first.type() != Packets.LOGIN7) {
            throw new IllegalStateException("no login but " + first.type());
        }
        packets = loginOnly ? plain : packets;
        return admit(Login.of(first.body(), secured));
    }

    private Socket strict() throws IOException {
        var secured =
                (SSLSocket)
                        tls.getSocketFactory()
                                .createSocket(socket, "client", socket.getPort(), true);
        secured.setUseClientMode(false);
        var parameters = secured.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"tds/8.0"});
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    private int agreed(int asked) {
        return switch (encryption) {
            case NONE -> NOT_SUPPORTED;
            case STRICT -> SUPPORTED;
            case OFFERED -> asked == LOGIN_ONLY ? LOGIN_ONLY : SUPPORTED;
        };
    }

    /** PRELOGIN's options are a list of kind, offset and length (MS-TDS 2.2.6.5). */
    private static int encryptionAsked(ByteBuffer body) {
        for (int at = 0; (body.get(at) & 0xFF) != 0xFF; at += 5) {
            if (body.get(at) == 1) {
                return body.get((body.get(at + 1) & 0xFF) << 8 | body.get(at + 2) & 0xFF);
            }
        }
        return NOT_SUPPORTED;
    }

    private void greet(int agreed) throws IOException {
        var hello = new Bytes();
        hello.u8(0).u16(11 << 8).u16(6 << 8); // Version, at 11, of 6 bytes.
        hello.u8(1).u16(17 << 8).u16(1 << 8); // Encryption, at 17, of 1 byte.
        hello.u8(0xFF).u8(16).u8(0).u16(0x10).u16(0).u8(agreed);
        packets.write(hello);
        packets.end();
    }

    private boolean admit(Login login) throws IOException, InterruptedException {
        peer.loggedIn(login);
        if (peer.keepsSilent()) {
            packets.read();
        }
        Optional<Answer.Failure> refusal = peer.refusal();
        if (refusal.isPresent()) {
            refuse(refusal.get());
            return false;
        }
        packets.write(Tokens.changed(Tokens.DATABASE, login.database(), "master"));
        packets.write(Tokens.message(5701, 0, "Changed database context."));
        packets.write(Tokens.changed(Tokens.COLLATION, COLLATION, new byte[0]));
        packets.write(Tokens.loggedIn(encryption == Encryption.STRICT));
        packets.write(Tokens.changed(Tokens.PACKET_SIZE, Integer.toString(PACKET), "4096"));
        packets.write(Tokens.done(Tokens.DONE, 0, 0));
        packets.end();
        return true;
    }

    /** As a server does, which says of each further reason that the login failed. */
    private void refuse(Answer.Failure refusal) throws IOException {
        packets.write(Tokens.message(refusal.number(), refusal.severity(), refusal.message()));
        if (refusal.number() == 4060) {
            packets.write(Tokens.message(18456, 14, "Login failed for user."));
        }
        packets.write(Tokens.done(Tokens.DONE, Tokens.ERROR, 0));
        packets.end();
    }

    private void hear() {
        try {
            while (true) {
                Message message = packets.read();
                if (message.type() == Packets.ATTENTION) {
                    attentions.incrementAndGet();
                    peer.called();
                }
                heard.add(message);
            }
        } catch (IOException _) {
            heard.add(GONE);
        }
    }

    boolean isGone() {
        return heard.contains(GONE);
    }

    boolean isCalled() {
        return attentions.get() > 0;
    }

    /** Waits for a call for attention, or for the client to be gone. */
    void awaitCall() throws InterruptedException {
        while (!isCalled() && !isGone()) {
            Message message = heard.take();
            heard.add(message);
        }
    }

    /** That the client was heard. */
    void heard() {
        attentions.decrementAndGet();
        heard.removeIf(message -> message.type() == Packets.ATTENTION);
    }

    Request prepared(int handle) {
        return prepared.get(handle - 1);
    }

    int prepare(Request request) {
        prepared.add(request);
        return prepared.size();
    }

    void cut() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }
}

package io.tidegate.agent.source.sql.tds;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import javax.net.ssl.SSLContext;

/**
 * Speaks TDS 7.4 and 8.0 as a SQL Server does, as far as its clients ask: answers what a script
 * says, and keeps what it was asked. Written after Microsoft's public document MS-TDS. Knows no
 * SQL: a statement is met by a piece of its text. Thread-safe.
 */
public final class TdsPeer implements AutoCloseable {
    /** Whether and when TLS begins. */
    public enum Encryption {
        /** Never: the server has no certificate. */
        NONE,
        /** Within the handshake of TDS 7.4, for all or for the login alone, as the client asks. */
        OFFERED,
        /** Before the first word: TDS 8.0. */
        STRICT
    }

    private final ServerSocket listener;
    private final Encryption encryption;
    private final SSLContext tls;
    private final BlockingDeque<Line> script = new LinkedBlockingDeque<>();
    private final ConcurrentLinkedQueue<Socket> open = new ConcurrentLinkedQueue<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Login> logins = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private volatile Optional<Answer.Failure> refusal = Optional.empty();
    private final AtomicInteger attentions = new AtomicInteger();
    private volatile boolean silentLogin;

    private TdsPeer(Encryption encryption, SSLContext tls) throws IOException {
        this.encryption = encryption;
        this.tls = tls;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        DefaultAnswers.write(this);
        Thread.ofVirtual().start(this::accept);
    }

    /** Without TLS. */
    public static TdsPeer plain() throws IOException {
        return new TdsPeer(Encryption.NONE, null);
    }

    public static TdsPeer secure(Encryption encryption, SSLContext tls) throws IOException {
        return new TdsPeer(encryption, tls);
    }

    /** A line of the script. */
    private record Line(Predicate<Request> when, Answer answer, AtomicBoolean unused) {
        boolean fits(Request request) {
            return when.test(request) && (unused == null || unused.compareAndSet(true, false));
        }
    }

    /** From now on a statement with that text is answered so, whatever was said before. */
    public TdsPeer when(String piece, Answer answer) {
        return when(request -> request.text().contains(piece), answer);
    }

    TdsPeer when(Predicate<Request> which, Answer answer) {
        script.addFirst(new Line(which, answer, null));
        return this;
    }

    /** The next statement with that text is answered so. */
    public TdsPeer once(String piece, Answer answer) {
        Predicate<Request> fits = request -> request.text().contains(piece);
        script.addFirst(new Line(fits, answer, new AtomicBoolean(true)));
        return this;
    }

    /** What the server says that placeholders are compared with, in order. */
    public void placeholders(String... types) {
        when("sp_describe_undeclared_parameters", DefaultAnswers.placeholders(types));
    }

    /** Every login is refused so; empty: none is. */
    public void refuse(Answer.Failure failure) {
        refusal = Optional.ofNullable(failure);
    }

    /** Logins are not answered any more. */
    public void ignoreLogins() {
        silentLogin = true;
    }

    public int port() {
        return listener.getLocalPort();
    }

    public List<Login> logins() {
        return logins;
    }

    /** Everything that was asked, in order. */
    public List<Request> requests() {
        return requests;
    }

    public List<String> texts() {
        return requests.stream().map(Request::text).toList();
    }

    /** How often the texts of statements held this. */
    public long count(String piece) {
        return texts().stream().filter(text -> text.contains(piece)).count();
    }

    /** Connections that are open. */
    public long connections() {
        return open.stream().filter(socket -> !socket.isClosed()).count();
    }

    /** What the peer itself did not understand. */
    public List<Throwable> failures() {
        return failures;
    }

    Answer answer(Request request) {
        requests.add(request);
        return script.stream()
                .filter(line -> line.fits(request))
                .findFirst()
                .map(Line::answer)
                .orElse(Answer.error(208, "Invalid object name: " + request.text()));
    }

    Optional<Answer.Failure> refusal() {
        return refusal;
    }

    boolean keepsSilent() {
        return silentLogin;
    }

    /** How often a client called for attention: that what runs should end. */
    public int attentions() {
        return attentions.get();
    }

    void called() {
        attentions.incrementAndGet();
    }

    void loggedIn(Login login) {
        logins.add(login);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                // It was closed.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            new TdsSession(this, socket, encryption, tls).run();
        } catch (IOException _) {
            // The client is gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failures.add(e);
        }
    }

    /** Cuts every connection. */
    public void cutAll() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cutAll();
    }
}

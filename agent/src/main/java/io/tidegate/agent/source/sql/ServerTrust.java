package io.tidegate.agent.source.sql;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.stream.Stream;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Decides whether a SQL Server is the right one: by the authority that signed its certificate
 * (those of a file, or those Java trusts) and by the name it is for; or, if one certificate is
 * pinned, by that alone. Remembers what was shown in what it throws. The driver makes it by name
 * and hands it one text, and looks at no name itself then, so that is done here. Thread-safe.
 */
public final class ServerTrust extends X509ExtendedTrustManager {
    private static final String PIN = "pin";
    private static final String ROOTS = "roots";
    private static final String NAME = "name";
    private static final String OUT_OF_DATE =
            "is out of date, or not good yet by the clock of this machine";

    private final Optional<String> pin;
    private final Optional<Path> roots;
    private final Optional<String> name;

    /**
     * For the driver.
     *
     * @param argument what {@link #argument} gave
     */
    public ServerTrust(String argument) {
        pin = part(argument, PIN);
        roots = part(argument, ROOTS).map(Path::of);
        name = part(argument, NAME);
    }

    /**
     * @param name the certificate's, if it is not the host's
     */
    static String argument(Optional<String> pin, Optional<Path> roots, Optional<String> name) {
        return line(PIN, pin) + line(ROOTS, roots.map(Path::toString)) + line(NAME, name) + "end";
    }

    private static String line(String key, Optional<String> value) {
        return value.map(v -> key + '=' + v + '\n').orElse("");
    }

    private static Optional<String> part(String argument, String key) {
        return argument.lines()
                .filter(line -> line.startsWith(key + '='))
                .map(line -> line.substring(key.length() + 1))
                .findFirst();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket)
            throws CertificateException {
        check(
                chain,
                kind,
                socket instanceof SSLSocket secure ? secure.getHandshakeSession() : null);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine)
            throws CertificateException {
        check(chain, kind, engine.getHandshakeSession());
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind)
            throws CertificateException {
        check(chain, kind, null);
    }

    private void check(X509Certificate[] chain, String kind, SSLSession session)
            throws CertificateException {
        var shown = ServerCertificates.of(chain);
        if (pin.isPresent()) {
            if (!pin.get().equals(ServerCertificates.fingerprint(chain[0]))) {
                throw new UntrustedServerException("is not the one that is pinned", shown);
            }
            return;
        }
        checkSigned(chain, kind, shown);
        checkDays(chain[0], shown);
        checkName(chain[0], session, shown);
    }

    private void checkSigned(X509Certificate[] chain, String kind, ServerCertificates shown)
            throws CertificateException {
        X509TrustManager authorities = authorities();
        try {
            authorities.checkServerTrusted(chain, kind);
        } catch (CertificateException _) {
            throw new UntrustedServerException(why(chain), shown);
        }
    }

    private String why(X509Certificate... chain) {
        if (!Stream.of(chain).allMatch(ServerTrust::isInItsDays)) {
            return OUT_OF_DATE;
        }
        return roots.isPresent()
                ? "is signed by no authority of ca-file"
                : "is signed by no authority that is known here";
    }

    /** Java does not look at the days of a certificate that is a root itself. */
    private static void checkDays(X509Certificate own, ServerCertificates shown)
            throws UntrustedServerException {
        if (!isInItsDays(own)) {
            throw new UntrustedServerException(OUT_OF_DATE, shown);
        }
    }

    private static boolean isInItsDays(X509Certificate certificate) {
        try {
            certificate.checkValidity();
            return true;
        } catch (CertificateException _) {
            return false;
        }
    }

    private void checkName(X509Certificate own, SSLSession session, ServerCertificates shown)
            throws UntrustedServerException {
        String host =
                name.orElseGet(() -> session == null ? "" : String.valueOf(session.getPeerHost()));
        if (!ServerName.fits(own, host)) {
            throw new UntrustedServerException(
                    "is for %s, not for %s"
                            .formatted(String.join(", ", ServerName.names(own)), host),
                    shown);
        }
    }

    private X509TrustManager authorities() throws CertificateException {
        try {
            var factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(roots.isPresent() ? read(roots.get()) : null);
            return (X509TrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new CertificateException("ca-file cannot be read as PEM certificates", e);
        }
    }

    private static KeyStore read(Path file) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(file)) {
            for (Certificate root :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("root" + store.size(), root);
            }
        }
        if (store.size() == 0) {
            throw new IOException("no certificate");
        }
        return store;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind)
            throws CertificateException {
        throw new CertificateException("nobody connects to the agent here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, kind);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, kind);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}

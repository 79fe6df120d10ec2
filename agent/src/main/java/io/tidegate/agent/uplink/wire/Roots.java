package io.tidegate.agent.uplink.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Whom we trust to vouch for the ingest: the runtime's own roots, the operating system's, and those
 * of {@code ingest.ca-file}. Read anew each time, so that a changed file counts at the next
 * connection. Blocks.
 */
final class Roots {
    /** Where Debian and Red Hat keep the system's roots, those an administrator added included. */
    private static final List<Path> SYSTEM =
            List.of(
                    Path.of("/etc/ssl/certs/ca-certificates.crt"),
                    Path.of("/etc/pki/tls/certs/ca-bundle.crt"));

    private Roots() {}

    /**
     * @throws GeneralSecurityException if the file holds anything but certificates
     */
    static X509ExtendedTrustManager trusted(Optional<Path> caFile)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        add(store, List.of(manager(null).getAcceptedIssuers()));
        add(store, windows());
        for (Path bundle : SYSTEM) {
            add(store, Files.isReadable(bundle) ? lenient(bundle) : List.of());
        }
        if (caFile.isPresent()) {
            add(store, pem(caFile.get()));
        }
        return manager(store);
    }

    private static X509ExtendedTrustManager manager(KeyStore store)
            throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager) {
                return (X509ExtendedTrustManager) manager;
            }
        }
        throw new GeneralSecurityException("the runtime has no trust manager");
    }

    private static void add(KeyStore store, Collection<? extends Certificate> certificates)
            throws GeneralSecurityException {
        for (Certificate certificate : certificates) {
            store.setCertificateEntry("root-" + store.size(), certificate);
        }
    }

    private static Collection<? extends Certificate> pem(Path file)
            throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            var found = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new GeneralSecurityException("it holds no certificate");
            }
            return found;
        }
    }

    /** The system's bundle is not ours to judge. */
    private static Collection<? extends Certificate> lenient(Path file) {
        try {
            return pem(file);
        } catch (GeneralSecurityException | IOException _) {
            return List.of();
        }
    }

    private static Collection<Certificate> windows() throws GeneralSecurityException, IOException {
        if (!System.getProperty("os.name", "").startsWith("Windows")) {
            return List.of();
        }
        KeyStore roots = KeyStore.getInstance("Windows-ROOT");
        roots.load(null, null);
        var certificates = new ArrayList<Certificate>();
        for (String alias : Collections.list(roots.aliases())) {
            certificates.add(roots.getCertificate(alias));
        }
        return certificates;
    }
}

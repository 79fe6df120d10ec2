package io.tidegate.ingest;

import io.tidegate.ingest.http.TlsIdentity;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for 127.0.0.1 that trusts itself, made by the JDK's keytool. */
final class TestCertificate {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path folder;
    private final KeyStore store = KeyStore.getInstance("PKCS12");

    TestCertificate(Path folder)
            throws IOException, GeneralSecurityException, InterruptedException {
        this.folder = folder;
        Path file = folder.resolve("store.p12");
        run(
                "-genkeypair -alias ingest -keyalg EC -groupname secp256r1 -dname CN=ingest"
                        + " -validity 30 -ext san=ip:127.0.0.1 -storetype PKCS12 -storepass changeit"
                        + " -keystore "
                        + file);
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
    }

    private static void run(String arguments) throws IOException, InterruptedException {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder((keytool + " " + arguments).split(" ")).start();
        if (process.waitFor() != 0) {
            throw new IOException(new String(process.getInputStream().readAllBytes()));
        }
    }

    /** Writes certificate and key as PEM. */
    TlsIdentity identity() throws IOException, GeneralSecurityException {
        Path certificate = folder.resolve("ingest.pem");
        Path key = folder.resolve("ingest.key");
        Files.writeString(
                certificate, pem("CERTIFICATE", store.getCertificate("ingest").getEncoded()));
        Files.writeString(key, pem("PRIVATE KEY", store.getKey("ingest", PASSWORD).getEncoded()));
        return new TlsIdentity(certificate, key);
    }

    /** What a client needs to trust it. */
    SSLContext trust() throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                .formatted(what, Base64.getMimeEncoder().encodeToString(bytes), what);
    }
}

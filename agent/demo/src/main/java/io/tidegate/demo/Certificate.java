package io.tidegate.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/** A certificate of its own for loopback, made anew for each demo and valid for a month. */
final class Certificate {
    private static final String PASSWORD = "demonstration";

    private Certificate() {}

    /** Writes {@code certificate} and {@code key} as PEM. */
    static void make(Path certificate, Path key)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path store = Files.createTempDirectory("tidegate").resolve("demo.p12");
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var process =
                new ProcessBuilder(
                                keytool,
                                "-genkeypair",
                                "-alias",
                                "demo",
                                "-keyalg",
                                "EC",
                                "-groupname",
                                "secp256r1",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "SAN=DNS:localhost,IP:127.0.0.1",
                                "-validity",
                                "30",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                PASSWORD)
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException("keytool could not make a certificate: " + said);
        }
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        write(certificate, "CERTIFICATE", keys.getCertificate("demo").getEncoded());
        write(key, "PRIVATE KEY", keys.getKey("demo", PASSWORD.toCharArray()).getEncoded());
        Files.delete(store);
    }

    private static void write(Path file, String what, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(
                file, "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
    }
}

package io.tidegate.agent.uplink.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A self-signed certificate with its key, as a key store and as PEM files. */
public record Pki(Path store, Path certificate, Path key) {
    public static final String PASSWORD = "testing";

    /** A good one for this machine. */
    public static Pki local(Path folder) throws Exception {
        return make(folder, "localhost", "SAN=DNS:localhost,IP:127.0.0.1", "-10d", "365");
    }

    public static Pki make(Path folder, String name, String names, String start, String days)
            throws Exception {
        Path store = folder.resolve(name + start + ".p12");
        keytool(
                "-genkeypair",
                "-alias",
                "own",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name + ",O=Tests",
                "-ext",
                names,
                "-startdate",
                start,
                "-validity",
                days,
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        var pki =
                new Pki(
                        store,
                        folder.resolve(name + start + ".pem"),
                        folder.resolve(name + start + ".key"));
        KeyStore keys = pki.keys();
        write(pki.certificate, "CERTIFICATE", keys.getCertificate("own").getEncoded());
        var key = (PrivateKey) keys.getKey("own", PASSWORD.toCharArray());
        write(pki.key, "PRIVATE KEY", key.getEncoded());
        return pki;
    }

    /** One for this machine that the other one signed, which has to be an authority; shows both. */
    public static Pki signed(Path folder, Pki authority) throws Exception {
        String names = "SAN=DNS:localhost,IP:127.0.0.1";
        Pki pki = make(folder, "signed", names, "-5d", "90");
        String request = folder.resolve("signed.csr").toString();
        String answer = folder.resolve("signed.crt").toString();
        keytool(pki.with("-certreq", "-alias", "own", "-file", request));
        keytool(
                authority.with(
                        "-gencert",
                        "-alias",
                        "own",
                        "-infile",
                        request,
                        "-outfile",
                        answer,
                        "-ext",
                        names));
        keytool(
                pki.with(
                        "-importcert",
                        "-noprompt",
                        "-alias",
                        "authority",
                        "-file",
                        authority.certificate.toString()));
        keytool(pki.with("-importcert", "-alias", "own", "-file", answer));
        write(pki.certificate, "CERTIFICATE", pki.keys().getCertificate("own").getEncoded());
        return pki;
    }

    private String[] with(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
        return all.toArray(String[]::new);
    }

    private KeyStore keys() throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    }

    /** For sockets of one's own. */
    public SSLContext context() throws Exception {
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys(), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static void keytool(String... arguments) throws Exception {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(said);
        }
    }

    private static void write(Path file, String what, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        String text = "-----BEGIN %s-----%n%s%n-----END %s-----%n";
        Files.writeString(file, text.formatted(what, body, what));
    }
}

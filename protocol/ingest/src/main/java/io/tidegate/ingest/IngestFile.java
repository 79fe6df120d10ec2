package io.tidegate.ingest;

import static io.tidegate.ingest.IngestSettings.BODY;
import static io.tidegate.ingest.IngestSettings.CATALOGUE;
import static io.tidegate.ingest.IngestSettings.CONNECTIONS;
import static io.tidegate.ingest.IngestSettings.DATABASE_CONNECTIONS;
import static io.tidegate.ingest.IngestSettings.DATABASE_PASSWORD;
import static io.tidegate.ingest.IngestSettings.DATABASE_URL;
import static io.tidegate.ingest.IngestSettings.DATABASE_USERNAME;
import static io.tidegate.ingest.IngestSettings.DECODED;
import static io.tidegate.ingest.IngestSettings.IDLE_TIME;
import static io.tidegate.ingest.IngestSettings.LISTEN;
import static io.tidegate.ingest.IngestSettings.LOCK_TIMEOUT;
import static io.tidegate.ingest.IngestSettings.REQUESTS;
import static io.tidegate.ingest.IngestSettings.REQUEST_TIME;
import static io.tidegate.ingest.IngestSettings.STATEMENT_TIMEOUT;
import static io.tidegate.ingest.IngestSettings.TLS_CERTIFICATE;
import static io.tidegate.ingest.IngestSettings.TLS_KEY;
import static io.tidegate.ingest.IngestSettings.TOKENS_FILE;

import io.tidegate.config.ConfigurationException;
import io.tidegate.config.Environment;
import io.tidegate.config.Setting;
import io.tidegate.config.Settings;
import io.tidegate.ingest.http.HttpLimits;
import io.tidegate.ingest.http.TlsIdentity;
import io.tidegate.ingest.store.DatabaseSettings;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads {@code ingest.properties}: everything in it is checked, and all that is wrong is told. */
final class IngestFile {
    private static final int PORTS = 65_536;

    private final Settings settings;

    private IngestFile(Settings settings) {
        this.settings = settings;
    }

    /**
     * Reads the file.
     *
     * @throws ConfigurationException with all problems, if there is any
     */
    static IngestConfig read(Path path, Environment environment) throws ConfigurationException {
        return new IngestFile(Settings.read(path, CATALOGUE, environment)).load();
    }

    private IngestConfig load() throws ConfigurationException {
        InetSocketAddress listen = listen();
        Optional<TlsIdentity> tls = tls(listen);
        DatabaseSettings database = database();
        Path tokens = file(TOKENS_FILE);
        HttpLimits limits = limits();
        long decoded = settings.get(DECODED);
        settings.unavailable().forEach(p -> settings.refuse(p.key(), p.what()));
        settings.check();
        return new IngestConfig(listen, tls, database, tokens, limits, decoded);
    }

    /** A file that must be named; what stands in for one that is not is never used. */
    private Path file(Setting<Path> setting) {
        Optional<Path> file = settings.find(setting);
        if (file.isEmpty() && !settings.isSet(setting)) {
            settings.missing(setting);
        }
        return file.orElse(settings.path());
    }

    private InetSocketAddress listen() {
        String text = settings.get(LISTEN);
        int colon = text.lastIndexOf(':');
        int port = Integer.parseInt(text.substring(colon + 1));
        if (port >= PORTS) {
            settings.refuse(LISTEN.pattern(), "ports go up to 65535");
            port = 0;
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(text.substring(0, colon)), port);
        } catch (UnknownHostException _) {
            settings.refuse(LISTEN.pattern(), "names no address of this machine");
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        }
    }

    private Optional<TlsIdentity> tls(InetSocketAddress listen) {
        if (settings.isSet(TLS_CERTIFICATE) || settings.isSet(TLS_KEY)) {
            return Optional.of(new TlsIdentity(file(TLS_CERTIFICATE), file(TLS_KEY)));
        }
        if (!listen.getAddress().isLoopbackAddress()) {
            settings.refuse(
                    LISTEN.pattern(),
                    "can be reached from other machines, so tls.certificate and tls.key are needed:"
                            + " set them, or listen on 127.0.0.1");
        }
        return Optional.empty();
    }

    private DatabaseSettings database() {
        return new DatabaseSettings(
                settings.get(DATABASE_URL),
                settings.find(DATABASE_USERNAME),
                settings.find(DATABASE_PASSWORD),
                settings.get(DATABASE_CONNECTIONS),
                settings.get(STATEMENT_TIMEOUT),
                settings.get(LOCK_TIMEOUT));
    }

    private HttpLimits limits() {
        return new HttpLimits(
                Math.toIntExact(settings.get(BODY)),
                settings.get(CONNECTIONS),
                settings.get(REQUESTS),
                settings.get(DATABASE_CONNECTIONS),
                settings.get(REQUEST_TIME),
                settings.get(IDLE_TIME));
    }
}

package io.tidegate.config;

import io.tidegate.config.AgentConfig.Ingest;
import io.tidegate.config.AgentConfig.Proxy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Reads {@code ingest.*}. */
final class IngestReader {
    private final Settings settings;

    IngestReader(Settings settings) {
        this.settings = settings;
    }

    /** Empty when there is no address: enough to check and to preview. */
    Optional<Ingest> read() {
        Optional<URI> url = settings.find(AgentSettings.INGEST_URL);
        Optional<Secret> token = settings.find(AgentSettings.INGEST_TOKEN);
        if (url.isPresent() && !settings.isSet(AgentSettings.INGEST_TOKEN)) {
            settings.missing(AgentSettings.INGEST_TOKEN);
        }
        var kind = settings.get(AgentSettings.INGEST_KIND);
        var compression = settings.get(AgentSettings.INGEST_COMPRESSION);
        Optional<Path> ca = settings.find(AgentSettings.INGEST_CA);
        Optional<Path> key = both(AgentSettings.INGEST_KEY, AgentSettings.INGEST_CERTIFICATE);
        Optional<Path> certificate =
                both(AgentSettings.INGEST_CERTIFICATE, AgentSettings.INGEST_KEY);
        Proxy proxy = proxy();
        return url.map(u -> new Ingest(u, kind, token, compression, ca, key, certificate, proxy));
    }

    private Optional<Path> both(Setting<Path> one, Setting<Path> other) {
        if (settings.isSet(one) && !settings.isSet(other)) {
            settings.missing(other);
        }
        return settings.find(one);
    }

    private Proxy proxy() {
        Optional<Secret> username = settings.find(AgentSettings.PROXY_USERNAME);
        Optional<Secret> password = settings.find(AgentSettings.PROXY_PASSWORD);
        Optional<Proxy> proxy = settings.find(AgentSettings.PROXY);
        if (proxy.isEmpty()) {
            return new Proxy.Environment(username, password);
        }
        return switch (proxy.get()) {
            case Proxy.Http http -> new Proxy.Http(http.host(), http.port(), username, password);
            case Proxy.None none -> none;
            case Proxy.Environment environment -> environment;
        };
    }
}

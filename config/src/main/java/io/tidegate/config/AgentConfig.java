package io.tidegate.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Everything {@code tidegate.properties} says, checked. Durations and sizes are positive unless a
 * component says otherwise; paths are absolute.
 *
 * @param file the file it was read from
 * @param name {@code agent.name}
 * @param dataDir {@code agent.data-dir}
 * @param ingest where to send; empty when {@code ingest.url} is absent (enough for {@code check}
 *     and {@code preview})
 * @param http the local HTTP server
 * @param spool how much may wait on disk
 * @param log how to log
 * @param rejectsKeep {@code rejects.keep}
 * @param controlAllow {@code control.allow}: commands that the cloud may give
 * @param databases by name
 * @param sources by name, only those without a problem of their own
 */
public record AgentConfig(
        Path file,
        String name,
        Path dataDir,
        Optional<Ingest> ingest,
        Http http,
        Spool spool,
        Log log,
        Duration rejectsKeep,
        Set<String> controlAllow,
        Map<String, Database> databases,
        SortedMap<String, SourceConfig> sources) {

    /**
     * @param bind an address; @param port 0 picks a free one
     */
    public record Http(String bind, int port) {}

    /** Sizes in bytes. */
    public record Spool(long maxSize, long minFreeDisk) {}

    /**
     * @param json {@code log.format = json}; @param level a logback level's name in lower
     *     case; @param maxSize bytes
     */
    public record Log(Duration keep, long maxSize, boolean json, String level) {}

    /**
     * @param url JDBC URL without credentials; @param caFile extra trust roots, PEM; @param
     *     certificate {@code sha256:...} of the one certificate that is trusted
     */
    public record Database(
            String name,
            String url,
            Optional<Secret> username,
            Optional<Secret> password,
            Optional<Path> caFile,
            Optional<String> certificate) {
        public Database(
                String name,
                String url,
                Optional<Secret> username,
                Optional<Secret> password,
                Optional<Path> caFile) {
            this(name, url, username, password, caFile, Optional.empty());
        }
    }

    /** {@code ingest.compression}. */
    public enum Compression {
        AUTO,
        ZSTD,
        GZIP
    }

    /**
     * @param kind {@code tidegate} or {@code injixo-api}
     */
    public record Ingest(
            java.net.URI url,
            String kind,
            Optional<Secret> token,
            Compression compression,
            Optional<Path> caFile,
            Optional<Path> clientKey,
            Optional<Path> clientCertificate,
            Proxy proxy) {}

    /** Where {@code ingest.proxy} points. */
    public sealed interface Proxy {
        /** Take {@code https_proxy} and {@code no_proxy} from the environment. */
        record Environment(Optional<Secret> username, Optional<Secret> password) implements Proxy {}

        record None() implements Proxy {}

        record Http(String host, int port, Optional<Secret> username, Optional<Secret> password)
                implements Proxy {}
    }
}

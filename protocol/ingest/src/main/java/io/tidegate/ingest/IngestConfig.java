package io.tidegate.ingest;

import io.tidegate.ingest.http.HttpLimits;
import io.tidegate.ingest.http.TlsIdentity;
import io.tidegate.ingest.store.DatabaseSettings;
import io.tidegate.protocol.Limits;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Everything that {@code ingest.properties} says, checked.
 *
 * @param listen where; port 0 picks one
 * @param tls empty: plain HTTP, only on a loopback address
 * @param tokensFile as {@link io.tidegate.ingest.api.Tokens}
 * @param decodedBytes the largest batch, decompressed
 */
public record IngestConfig(
        InetSocketAddress listen,
        Optional<TlsIdentity> tls,
        DatabaseSettings database,
        Path tokensFile,
        HttpLimits limits,
        long decodedBytes) {
    public IngestConfig {
        if (tls.isEmpty() && !listen.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException("plain HTTP is for loopback addresses only");
        }
    }

    /** An ingest on a free port of this machine, plain, with everything else as usual. */
    public static IngestConfig onLoopback(DatabaseSettings database, Path tokensFile) {
        return new IngestConfig(
                new InetSocketAddress("127.0.0.1", 0),
                Optional.empty(),
                database,
                tokensFile,
                new HttpLimits(
                        Limits.ENCODED_BYTES,
                        1_000,
                        64,
                        database.connections(),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(5)),
                Limits.DECODED_BYTES_REFUSED);
    }
}

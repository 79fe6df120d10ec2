package io.tidegate.agent.uplink.wire;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.tidegate.config.AgentConfig.Ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

import javax.net.ssl.SSLException;

/**
 * TLS 1.3 or 1.2 with forward secrecy and authenticated encryption, the host's name checked. By
 * BoringSSL, or by the runtime where that cannot be loaded.
 */
final class Tls {
    private Tls() {}

    /**
     * Reads roots, key and certificate anew. Blocks.
     *
     * @param http2 whether to offer it; without it no protocol is offered at all, which the oldest
     *     proxies understand best
     * @return to be released when the connection is gone
     * @throws SSLException with a sentence for a person
     */
    static SslContext context(Ingest ingest, boolean http2) throws SSLException {
        SslContextBuilder builder =
                SslContextBuilder.forClient()
                        .sslProvider(
                                OpenSsl.isAvailable()
                                        ? SslProvider.OPENSSL_REFCNT
                                        : SslProvider.JDK)
                        .protocols("TLSv1.3", "TLSv1.2")
                        .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                        .endpointIdentificationAlgorithm("HTTPS")
                        .trustManager(trust(ingest));
        if (http2) {
            builder.applicationProtocolConfig(
                    new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_2,
                            ApplicationProtocolNames.HTTP_1_1));
        }
        addKey(builder, ingest);
        return builder.build();
    }

    private static ExplainingTrust trust(Ingest ingest) throws SSLException {
        try {
            return new ExplainingTrust(Roots.trusted(ingest.caFile()));
        } catch (GeneralSecurityException | IOException e) {
            throw unreadable("ingest.ca-file", ingest.caFile().orElse(Path.of("")), e);
        }
    }

    private static void addKey(SslContextBuilder builder, Ingest ingest) throws SSLException {
        if (ingest.clientKey().isEmpty() || ingest.clientCertificate().isEmpty()) {
            return;
        }
        try {
            builder.keyManager(
                    ingest.clientCertificate().get().toFile(), ingest.clientKey().get().toFile());
        } catch (IllegalArgumentException e) {
            throw unreadable(
                    "ingest.client-key (PKCS#8) or ingest.client-certificate",
                    ingest.clientKey().get(),
                    e);
        }
    }

    private static SSLException unreadable(String what, Path file, Exception e) {
        return new SSLException(
                what + " cannot be used (" + file + "): it must be a readable PEM file", e);
    }
}

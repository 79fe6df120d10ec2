package io.tidegate.agent.uplink.wire;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Judges certificates as another trust manager does, and says in a sentence what is wrong with one,
 * and what to do.
 */
final class ExplainingTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager judge;

    ExplainingTrust(X509ExtendedTrustManager judge) {
        this.judge = judge;
    }

    /** A certificate that is not accepted; the message is for a person. */
    static final class UntrustedException extends CertificateException {
        private static final long serialVersionUID = 1;

        UntrustedException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        try {
            judge.checkServerTrusted(chain, type, engine);
            chain[0].checkValidity(); // A certificate that is trusted itself is not looked at.
        } catch (CertificateException e) {
            throw explained(chain, e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        try {
            judge.checkServerTrusted(chain, type, socket);
            chain[0].checkValidity();
        } catch (CertificateException e) {
            throw explained(chain, e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        try {
            judge.checkServerTrusted(chain, type);
            chain[0].checkValidity();
        } catch (CertificateException e) {
            throw explained(chain, e);
        }
    }

    private static UntrustedException explained(X509Certificate[] chain, CertificateException e) {
        X509Certificate server = chain[0];
        try {
            server.checkValidity();
        } catch (CertificateExpiredException _) {
            return new UntrustedException(
                    "the ingest's certificate ran out on " + server.getNotAfter().toInstant(), e);
        } catch (CertificateNotYetValidException _) {
            return new UntrustedException(
                    "the ingest's certificate is valid from "
                            + server.getNotBefore().toInstant()
                            + " on; check this machine's clock",
                    e);
        }
        return wrongName(e) ? misnamed(e) : unknownIssuer(chain, e);
    }

    /** A path that was built, and is refused after all, is one for another host. */
    private static boolean wrongName(CertificateException e) {
        return e.getCause() == null && String.valueOf(e.getMessage()).contains("subject alt");
    }

    private static UntrustedException misnamed(CertificateException e) {
        return new UntrustedException(
                "the certificate shown is not one for the host in ingest.url; check the address,"
                        + " or something in between answers in the ingest's place",
                e);
    }

    private static UntrustedException unknownIssuer(
            X509Certificate[] chain, CertificateException e) {
        return new UntrustedException(
                "the ingest's certificate was issued by \""
                        + chain[chain.length - 1].getIssuerX500Principal().getName()
                        + "\", which is not trusted here; if that is your company's own authority,"
                        + " name its certificate in ingest.ca-file",
                e);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("the agent is no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        throw new CertificateException("the agent is no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw new CertificateException("the agent is no server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return judge.getAcceptedIssuers();
    }
}

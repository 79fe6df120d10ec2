package io.tidegate.agent.source.sql;

import java.security.cert.CertificateException;

/**
 * A database showed certificates that are not trusted. The message says why, as a half sentence.
 */
public final class UntrustedServerException extends CertificateException {
    private static final long serialVersionUID = 1;
    private final transient ServerCertificates shown;

    UntrustedServerException(String why, ServerCertificates shown) {
        super(why);
        this.shown = shown;
    }

    /** What the database showed. */
    public ServerCertificates shown() {
        return shown;
    }
}

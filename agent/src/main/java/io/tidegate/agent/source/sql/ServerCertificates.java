package io.tidegate.agent.source.sql;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The certificates that a database showed, its own first, as far as a person needs them to decide
 * whether it is the right one. Holds no secret.
 */
public record ServerCertificates(List<Shown> chain) {
    private static final String FINGERPRINT = "sha256:";

    /**
     * One certificate.
     *
     * @param subject who shows it
     * @param issuer who signed it
     * @param from its first day in UTC
     * @param to its last day in UTC
     * @param fingerprint {@code sha256:} and the digest of the whole certificate
     */
    public record Shown(
            String subject, String issuer, LocalDate from, LocalDate to, String fingerprint) {
        static Shown of(X509Certificate certificate) {
            return new Shown(
                    plain(certificate.getSubjectX500Principal().getName()),
                    plain(certificate.getIssuerX500Principal().getName()),
                    day(certificate.getNotBefore()),
                    day(certificate.getNotAfter()),
                    ServerCertificates.fingerprint(certificate));
        }

        private static LocalDate day(Date date) {
            return LocalDate.ofInstant(date.toInstant(), ZoneOffset.UTC);
        }

        /** A stranger wrote these names: they must not write to the log on their own. */
        private static String plain(String name) {
            String shown = name.replaceAll("\\p{C}", "?");
            return shown.length() > 200 ? shown.substring(0, 200) + "..." : shown;
        }

        @Override
        public String toString() {
            return "%s, signed by %s, good from %s to %s, %s"
                    .formatted(
                            subject,
                            subject.equals(issuer) ? "itself" : issuer,
                            from,
                            to,
                            fingerprint);
        }
    }

    static ServerCertificates of(X509Certificate... chain) {
        return new ServerCertificates(Stream.of(chain).map(Shown::of).toList());
    }

    static String fingerprint(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return FINGERPRINT + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("every Java knows SHA-256 and what it has read", e);
        }
    }

    /** The setting that trusts the server's own certificate and no other. */
    public String pin(String database) {
        return "database.%s.server-certificate = %s"
                .formatted(database, chain.getFirst().fingerprint());
    }

    @Override
    public String toString() {
        return chain.stream().map(Shown::toString).collect(Collectors.joining("; "));
    }
}

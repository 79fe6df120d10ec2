package io.tidegate.agent.source.sql;

import java.net.IDN;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * Whether a certificate is for a host, by RFC 6125: by its alternative names, and only if it has
 * none by its common name, which is all that many a SQL Server's certificate has. A star stands for
 * the whole first label.
 */
final class ServerName {
    private static final int DNS = 2;
    private static final int ADDRESS = 7;

    private ServerName() {}

    static boolean fits(X509Certificate certificate, String host) {
        String wanted = ascii(host);
        return names(certificate).stream().anyMatch(name -> fits(ascii(name), wanted));
    }

    /** The names a certificate is for. */
    static List<String> names(X509Certificate certificate) {
        List<String> alternatives = alternatives(certificate);
        return alternatives.isEmpty() ? commonNames(certificate) : alternatives;
    }

    private static boolean fits(String name, String host) {
        if (!name.startsWith("*.")) {
            return name.equals(host);
        }
        int dot = host.indexOf('.');
        boolean several = name.indexOf('.', 2) > 0;
        return several && dot > 0 && host.substring(dot).equals(name.substring(1));
    }

    private static String ascii(String name) {
        String bare = name.replaceAll("^\\[|]$|\\.$", "").toLowerCase(Locale.ROOT);
        try {
            return bare.indexOf(':') >= 0 ? bare : IDN.toASCII(bare);
        } catch (IllegalArgumentException _) {
            return bare; // No name at all, so it fits none.
        }
    }

    private static List<String> alternatives(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(n -> n.get(0).equals(DNS) || n.get(0).equals(ADDRESS))
                            .map(n -> (String) n.get(1))
                            .toList();
        } catch (CertificateParsingException _) {
            return List.of("");
        }
    }

    private static List<String> commonNames(X509Certificate certificate) {
        try {
            var subject = new LdapName(certificate.getSubjectX500Principal().getName());
            return subject.getRdns().stream().flatMap(ServerName::commonName).toList();
        } catch (InvalidNameException _) {
            return List.of();
        }
    }

    private static Stream<String> commonName(Rdn part) {
        boolean common = part.getType().equalsIgnoreCase("CN") && part.getValue() instanceof String;
        return common ? Stream.of((String) part.getValue()) : Stream.empty();
    }
}

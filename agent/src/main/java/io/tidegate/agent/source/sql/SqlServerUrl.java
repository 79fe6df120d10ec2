package io.tidegate.agent.source.sql;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a URL of SQL Server may say. Everything is encrypted and every server proves who it is,
 * except on this machine itself; logins need no library that is not shipped.
 */
final class SqlServerUrl {
    private static final Pattern HOST = Pattern.compile("jdbc:sqlserver://(\\[[^]]*]|[^\\\\:;]*)");
    private static final Set<String> ENCRYPTED = Set.of("true", "mandatory", "strict");
    private static final Set<String> OPEN = Set.of("false", "optional", "no");
    private static final Set<String> SCHEMES = Set.of("javakerberos", "ntlm");

    /** The driver does not tell capitals. */
    static final Set<String> PARAMETERS = parameters();

    private SqlServerUrl() {}

    private static Set<String> parameters() {
        var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        Collections.addAll(
                names,
                "databaseName",
                "database",
                "instanceName",
                "portNumber",
                "encrypt",
                "trustServerCertificate",
                "hostNameInCertificate",
                "multiSubnetFailover",
                "integratedSecurity",
                "authenticationScheme",
                "domain",
                "realm",
                "serverSpn");
        return Collections.unmodifiableSet(names);
    }

    static Optional<String> refusal(String url, List<UrlParameter> parameters) {
        return parameters.stream()
                .flatMap(p -> refusal(url, p).stream())
                .findFirst()
                .or(() -> unshipped(parameters));
    }

    private static Optional<String> refusal(String url, UrlParameter parameter) {
        if (parameter.is("encrypt")) {
            return ofEncrypt(url, parameter);
        }
        if (parameter.is("trustServerCertificate") && !parameter.word().equals("false")) {
            return Optional.of(
                    "holds trustServerCertificate=true, so that anybody could answer in the server's place: leave it out; for a certificate of a private authority set ca-file, for one that the server made itself server-certificate, both beside the url");
        }
        if (parameter.is("authenticationScheme") && !SCHEMES.contains(parameter.word())) {
            return Optional.of(
                    "holds authenticationScheme=%s: JavaKerberos and NTLM are possible"
                            .formatted(parameter.value()));
        }
        return Optional.empty();
    }

    private static Optional<String> ofEncrypt(String url, UrlParameter parameter) {
        if (ENCRYPTED.contains(parameter.word())
                || isHere(url) && OPEN.contains(parameter.word())) {
            return Optional.empty();
        }
        return Optional.of(
                OPEN.contains(parameter.word())
                        ? "holds encrypt=%s, which is for a server on this machine alone: leave it out, and if the server's certificate is unknown here set ca-file or server-certificate beside the url"
                                .formatted(parameter.value())
                        : "holds encrypt=%s: true and strict are possible, and true is what holds without it"
                                .formatted(parameter.value()));
    }

    private static boolean isHere(String url) {
        Matcher host = HOST.matcher(url);
        return host.lookingAt() && Loopback.is(host.group(1));
    }

    /** Windows' own login is a library for Windows alone. */
    private static Optional<String> unshipped(List<UrlParameter> parameters) {
        boolean integrated =
                parameters.stream().anyMatch(p -> p.is("integratedSecurity") && isYes(p.word()));
        boolean scheme = parameters.stream().anyMatch(p -> p.is("authenticationScheme"));
        return integrated && !scheme
                ? Optional.of(
                        "holds integratedSecurity=true, whose library is not shipped: add authenticationScheme=JavaKerberos, or authenticationScheme=NTLM with domain=..., and set username and password beside the url")
                : Optional.empty();
    }

    private static boolean isYes(String word) {
        return word.equals("true") || word.equals("yes");
    }
}

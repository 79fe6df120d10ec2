package io.tidegate.agent.doctor;

import io.tidegate.agent.finding.Finding;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.Secret;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** As whom and where this runs, and who can read the configuration. Stateless. */
final class Machine {
    private static final Set<PosixFilePermission> OTHERS =
            Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    private Machine() {}

    /**
     * @param version of this program
     */
    static void account(String version, Consumer<Finding> out) {
        out.accept(
                Finding.ok(
                        "tidegate %s, Java %s, %s %s"
                                .formatted(
                                        version,
                                        Runtime.version().feature(),
                                        System.getProperty("os.name"),
                                        System.getProperty("os.arch"))));
        out.accept(
                Finding.ok(
                        "all of this is tried as the account %s on %s; the service may run as another, which may be allowed more or less"
                                .formatted(System.getProperty("user.name"), host())));
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "a machine that does not know its own name";
        }
    }

    /** Secrets in plain text are for the connector alone. */
    static void configuration(AgentConfig config, Consumer<Finding> out) {
        Path file = config.file();
        if (!holdsSecrets(config)) {
            out.accept(Finding.ok("%s holds no secret in plain text".formatted(file)));
        } else if (isOpen(file)) {
            out.accept(
                    Finding.warn(
                                    "%s holds secrets in plain text and can be read by others"
                                            .formatted(file),
                                    "let its owner alone read it, which must be the service's account, or write ${file:...} instead of a secret:")
                            .with(List.of("chmod 600 " + file)));
        } else {
            out.accept(
                    Finding.ok("%s holds secrets, and its owner alone reads it".formatted(file)));
        }
    }

    private static boolean holdsSecrets(AgentConfig config) {
        Stream<Optional<Secret>> ofDatabases =
                config.databases().values().stream().map(AgentConfig.Database::password);
        Stream<Optional<Secret>> ofIngest =
                config.ingest().stream().flatMap(i -> Stream.of(i.token(), password(i.proxy())));
        return Stream.concat(ofDatabases, ofIngest)
                .flatMap(Optional::stream)
                .anyMatch(Secret::isPlain);
    }

    private static Optional<Secret> password(AgentConfig.Proxy proxy) {
        return switch (proxy) {
            case AgentConfig.Proxy.Environment(_, var password) -> password;
            case AgentConfig.Proxy.Http(_, _, _, var password) -> password;
            case AgentConfig.Proxy.None _ -> Optional.empty();
        };
    }

    /** Where rights are kept in another way, nothing is claimed. */
    private static boolean isOpen(Path file) {
        try {
            return Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
        } catch (UnsupportedOperationException | IOException _) {
            return false;
        }
    }
}

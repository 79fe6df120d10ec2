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
import java.util.TreeMap;
import java.util.function.Consumer;

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

    /**
     * Secrets in plain text are for the connector alone.
     *
     * @param said keys that were given on the command line instead of in the file
     */
    static void configuration(AgentConfig config, Set<String> said, Consumer<Finding> out) {
        Path file = config.file();
        Set<String> plain = plainSecrets(config);
        List<String> onTheLine = plain.stream().filter(said::contains).toList();
        if (!onTheLine.isEmpty()) {
            out.accept(onTheCommandLine(onTheLine));
        }
        if (said.containsAll(plain)) {
            out.accept(
                    Finding.ok(
                            "%s holds no secret in plain text%s"
                                    .formatted(
                                            file,
                                            onTheLine.isEmpty() ? "" : " that is used here")));
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

    private static Finding onTheCommandLine(List<String> keys) {
        return Finding.warn(
                        "%s was given on the command line, in plain text: it stands in the shell's history, and this machine's list of processes shows it while this runs"
                                .formatted(String.join(", ", keys)),
                        "change it if others can see those, and give a reference instead, in quotes:")
                .with(
                        List.of(
                                "--set '%s=${file:/path/to/secret.txt}'".formatted(keys.getFirst()),
                                "--set '%s=${env:NAME}'".formatted(keys.getFirst())));
    }

    /** The keys of those that are no references. */
    private static Set<String> plainSecrets(AgentConfig config) {
        var secrets = new TreeMap<String, Optional<Secret>>();
        config.databases()
                .forEach((name, d) -> secrets.put("database." + name + ".password", d.password()));
        config.ingest()
                .ifPresent(
                        ingest -> {
                            secrets.put("ingest.token", ingest.token());
                            secrets.put("ingest.proxy.password", password(ingest.proxy()));
                        });
        secrets.values().removeIf(secret -> secret.filter(Secret::isPlain).isEmpty());
        return secrets.keySet();
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

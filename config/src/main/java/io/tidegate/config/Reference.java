package io.tidegate.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a secret is kept. Read anew each time; its value is never in a message. */
sealed interface Reference {
    Pattern SYNTAX = Pattern.compile("\\$\\{(\\w+):([^}]*)}");
    long LARGEST = 64 << 10;

    String read() throws UnavailableSecretException;

    /** Whether only another process can read it. */
    default boolean isElsewhere() {
        return false;
    }

    /** {@code ${env:NAME}}. */
    record Variable(String name, Environment environment) implements Reference {
        @Override
        public String read() throws UnavailableSecretException {
            return environment
                    .variable(name)
                    .filter(value -> !value.isEmpty())
                    .orElseThrow(() -> new UnavailableSecretException(unset(name)));
        }
    }

    /** {@code ${file:/path}}; the line end after the text is not part of it. */
    record Text(Path path) implements Reference {
        @Override
        public String read() throws UnavailableSecretException {
            try {
                return content(path);
            } catch (NoSuchFileException e) {
                throw new UnavailableSecretException("there is no file " + path);
            } catch (CharacterCodingException e) {
                throw new UnavailableSecretException(path + " is no text in UTF-8");
            } catch (IOException e) {
                throw new UnavailableSecretException("this account cannot read " + path);
            }
        }
    }

    /** {@code ${systemd:credential}}: a file in the folder that systemd tells the service of. */
    record Credential(String name, Environment environment) implements Reference {
        static final String FOLDER = "CREDENTIALS_DIRECTORY";

        @Override
        public String read() throws UnavailableSecretException {
            String folder =
                    environment
                            .variable(FOLDER)
                            .orElseThrow(() -> new UnavailableSecretException(NOT_A_SERVICE));
            return new Text(Path.of(folder).resolve(name)).read();
        }

        @Override
        public boolean isElsewhere() {
            return environment.variable(FOLDER).isEmpty();
        }
    }

    String NOT_A_SERVICE =
            "systemd gives credentials to the service alone (LoadCredential= in its unit), this"
                    + " process has none";

    private static String content(Path path) throws IOException, UnavailableSecretException {
        if (Files.isRegularFile(path) && Files.size(path) > LARGEST) {
            throw new UnavailableSecretException(path + " is too large for a secret");
        }
        String text = Files.readString(path).replaceFirst("\\r?\\n\\z", "");
        if (text.isEmpty()) {
            throw new UnavailableSecretException(path + " is empty");
        }
        return text;
    }

    private static String unset(String name) {
        return "the environment variable " + name + " is not set for this account";
    }

    /** Whether a text begins like a reference, also one that is not closed. */
    static boolean begins(String text) {
        return text.matches("\\$\\{\\w+:.*");
    }

    /** Whether a text holds a reference and something else. */
    static boolean isPart(String text) {
        return !isOne(text) && SYNTAX.matcher(text).find();
    }

    /** Whether a text is meant as a reference. */
    static boolean isOne(String text) {
        return SYNTAX.matcher(text).matches();
    }

    /**
     * The reference that a text is.
     *
     * @throws RefusedException if it can never be read by this process
     */
    static Reference parse(String text, Type.Place place) throws RefusedException {
        Matcher matcher = SYNTAX.matcher(text);
        matcher.matches();
        String name = matcher.group(2).strip();
        return switch (matcher.group(1)) {
            case "env" -> variable(name, place.environment());
            case "file" -> new Text(PathType.absolute(name, place));
            case "systemd" -> credential(name, place.environment());
            case "keystore", "dpapi" ->
                    throw new RefusedException(
                            "this version cannot read secrets from a keystore or from DPAPI: use"
                                    + " ${file:...} with a file that only this service's account can"
                                    + " read");
            default ->
                    throw new RefusedException(
                            "${"
                                    + matcher.group(1)
                                    + ":...} is unknown: there are env, file, systemd",
                            Optional.empty());
        };
    }

    private static Reference variable(String name, Environment environment)
            throws RefusedException {
        if (environment.variable(name).filter(value -> !value.isEmpty()).isEmpty()) {
            throw new RefusedException(unset(name));
        }
        return new Variable(name, environment);
    }

    private static Reference credential(String name, Environment environment)
            throws RefusedException {
        if (!name.matches("[\\w.-]+")) {
            throw new RefusedException("a systemd credential has a plain name, no path");
        }
        return new Credential(name, environment);
    }
}

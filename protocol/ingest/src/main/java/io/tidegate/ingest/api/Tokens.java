package io.tidegate.ingest.api;

import io.tidegate.ingest.event.IngestEvent;
import io.tidegate.ingest.store.AgentName;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which token belongs to which agent, by a file with a line {@code tenant agent sha256} for each;
 * what begins with # is a comment. The file holds no token, only their SHA-256. It is read again
 * when it changes. Thread-safe.
 */
public final class Tokens {
    private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
    private static final Duration LOOK_PERIOD = Duration.ofSeconds(1);
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final Pattern AGENT = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

    private final Path file;
    private final InstantSource clock;
    private Known known;
    private Instant looked;

    private record Token(AgentName agent, byte[] sha256) {}

    private record Known(FileTime modified, long size, List<Token> tokens) {}

    private Tokens(Path file, InstantSource clock) throws IOException {
        this.file = file;
        this.clock = clock;
        this.known = read(file);
        this.looked = clock.instant();
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read or a line is wrong; the message names the line
     */
    public static Tokens read(Path file, InstantSource clock) throws IOException {
        return new Tokens(file, clock);
    }

    /** Whose token that is; takes as long for a wrong one as for a right one. */
    Optional<AgentName> agent(String token) {
        byte[] sha256 = sha256(token);
        AgentName found = null;
        for (Token known : tokens()) {
            found = MessageDigest.isEqual(known.sha256(), sha256) ? known.agent() : found;
        }
        return Optional.ofNullable(found);
    }

    private synchronized List<Token> tokens() {
        Instant now = clock.instant();
        if (now.isAfter(looked.plus(LOOK_PERIOD)) || now.isBefore(looked)) {
            looked = now;
            look();
        }
        return known.tokens();
    }

    private void look() {
        try {
            if (!Files.getLastModifiedTime(file).equals(known.modified())
                    || Files.size(file) != known.size()) {
                known = read(file);
                IngestEvent.TOKENS_READ
                        .to(LOG)
                        .addKeyValue("tokens", known.tokens().size())
                        .log("Read the tokens file again");
            }
        } catch (IOException e) {
            IngestEvent.TOKENS_UNREADABLE
                    .to(LOG)
                    .log("Kept the tokens of before: {}", e.getMessage());
        }
    }

    private static Known read(Path file) throws IOException {
        FileTime modified = Files.getLastModifiedTime(file);
        List<String> lines = Files.readAllLines(file);
        List<Token> tokens = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                add(tokens, token(line, file, i + 1), file, i + 1);
            }
        }
        return new Known(modified, Files.size(file), List.copyOf(tokens));
    }

    private static void add(List<Token> tokens, Token token, Path file, int line)
            throws IOException {
        for (Token other : tokens) {
            if (MessageDigest.isEqual(other.sha256(), token.sha256())) {
                throw wrong(
                        file, line, "the same token stands there twice: each agent has its own");
            }
        }
        tokens.add(token);
    }

    private static Token token(String line, Path file, int number) throws IOException {
        String[] parts = BLANKS.split(line);
        if (parts.length != 3) {
            throw wrong(file, number, "a line is: tenant agent sha256-of-the-token");
        }
        if (!TENANT.matcher(parts[0]).matches() || !AGENT.matcher(parts[1]).matches()) {
            throw wrong(file, number, "that is no name of a tenant and an agent");
        }
        if (!SHA256.matcher(parts[2]).matches()) {
            throw wrong(
                    file,
                    number,
                    "the third word is no SHA-256 in 64 hexadecimal digits"
                            + " (printf %s TOKEN | sha256sum)");
        }
        return new Token(new AgentName(parts[0], parts[1]), HexFormat.of().parseHex(parts[2]));
    }

    private static IOException wrong(Path file, int line, String what) {
        return new IOException("%s:%d: %s".formatted(file, line, what));
    }

    static byte[] sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

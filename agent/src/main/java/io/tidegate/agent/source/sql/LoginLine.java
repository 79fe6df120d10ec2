package io.tidegate.agent.source.sql;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A line of the record of refused logins: {@code refused TIME WRITER SALT MARK PLACE,PLACE}, or
 * {@code good ...} when the same login was taken later. Holds neither names nor a secret.
 *
 * @param refused whether the login was refused
 * @param at when
 * @param writer what tells the process that wrote it from others
 * @param salt of the mark
 * @param mark tells user and password from others ({@link SecretMark})
 * @param places hashes of the server's places
 */
record LoginLine(
        boolean refused, Instant at, String writer, String salt, String mark, Set<String> places) {
    private static final Pattern FORM =
            Pattern.compile(
                    "(refused|good) (\\S{19,30}Z) ([0-9a-f]{8}) ([0-9a-f]{32}) ([0-9a-f]{3}) ([0-9a-f]{16}(?:,[0-9a-f]{16})*)");
    private static final int PLACE_BYTES = 8;

    /** Empty if it is none. */
    static Optional<LoginLine> of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new LoginLine(
                            form.group(1).equals("refused"),
                            Instant.parse(form.group(2)),
                            form.group(3),
                            form.group(4),
                            form.group(5),
                            Set.of(form.group(6).split(","))));
        } catch (DateTimeException | IllegalArgumentException _) {
            return Optional.empty(); // No time, or a place twice.
        }
    }

    String text() {
        return String.join(
                " ",
                List.of(
                        refused ? "refused" : "good",
                        at.toString(),
                        writer,
                        salt,
                        mark,
                        String.join(",", places.stream().sorted().toList())));
    }

    static Set<String> hashes(Places places) {
        return places.all().stream().map(LoginLine::hash).collect(Collectors.toUnmodifiableSet());
    }

    static String hash(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(hash, PLACE_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

package io.tidegate.agent.source.sql;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.spec.InvalidKeySpecException;
import java.util.HexFormat;

import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Tells user and password apart from others without keeping them: twelve bits of a salted, slow
 * hash (PBKDF2 of RFC 8018, a fifth of a second or so). Of 4,096 passwords one has the same mark,
 * so that whoever tries a list of passwords against it is left with hundreds and never knows.
 * Stateless.
 */
final class SecretMark {
    private static final String ALGORITHM = "PBKDF2WithHmacSHA512";
    private static final int ITERATIONS = 210_000;
    private static final int SALT_BYTES = 16;
    private static final int SHOWN_DIGITS = 3;
    private static final HexFormat HEX = HexFormat.of();

    private SecretMark() {}

    /** 32 hexadecimal digits. */
    static String salt(SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return HEX.formatHex(salt);
    }

    /** Three hexadecimal digits. */
    static String of(Credentials credentials, String salt) {
        String text = credentials.user().orElse("") + '\0' + credentials.password().orElse("");
        var spec =
                new PBEKeySpec(text.toCharArray(), HEX.parseHex(salt), ITERATIONS, Byte.SIZE * 2);
        try {
            byte[] hash = SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
            return HEX.formatHex(hash).substring(0, SHOWN_DIGITS);
        } catch (NoSuchAlgorithmException | InvalidKeySpecException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        } finally {
            spec.clearPassword();
        }
    }
}

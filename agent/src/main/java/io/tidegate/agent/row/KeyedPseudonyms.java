package io.tidegate.agent.row;

import io.tidegate.agent.disk.OwnerOnly;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Pseudonyms by HMAC-SHA-256 (RFC 2104), cut to 128 bits: {@code k1:} and 32 hexadecimal digits.
 * {@code k1} names the key, so that a second key could be told from the first. The key is made on
 * this machine at its first use and never leaves it: the receiver cannot find a phone number by
 * trying them all. Values are trimmed first, so that padding makes no second person. Thread-safe.
 */
public final class KeyedPseudonyms implements Pseudonyms {
    /** The key's file within the data folder. Losing it makes every pseudonym a new one. */
    public static final String FILE = "pseudonyms.key";

    private static final String PREFIX = "k1:";
    private static final String ALGORITHM = "SHA-256";
    private static final int BLOCK_BYTES = 64;
    private static final int KEY_BYTES = 32;
    private static final int SHIPPED_BYTES = 16;
    private static final HexFormat HEX = HexFormat.of();

    private final MessageDigest inner;
    private final MessageDigest outer;

    /**
     * The two digests have taken the key in once, and a copy of each goes on from there: half the
     * work of a {@link javax.crypto.Mac}, which takes it in for every value.
     */
    private KeyedPseudonyms(byte[] key) {
        inner = keyed(key, (byte) 0x36);
        outer = keyed(key, (byte) 0x5c);
    }

    private static MessageDigest keyed(byte[] key, byte pad) {
        byte[] block = Arrays.copyOf(key, BLOCK_BYTES);
        for (int i = 0; i < block.length; i++) {
            block[i] ^= pad;
        }
        try {
            MessageDigest digest = MessageDigest.getInstance(ALGORITHM);
            digest.update(block);
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /**
     * Those of the data folder, with the key that is there; where there is none, one is made.
     *
     * @throws IOException if the key cannot be read or kept; the message names the file and the
     *     remedy. A damaged key is never replaced: new pseudonyms would be new people.
     */
    public static KeyedPseudonyms open(Path dataDir, SecureRandom random) throws IOException {
        Optional<KeyedPseudonyms> existing = existing(dataDir);
        return existing.isPresent() ? existing.get() : create(dataDir.resolve(FILE), random);
    }

    /**
     * Those of the data folder, if it has a key: for a look that must leave nothing behind.
     *
     * @throws IOException as {@link #open}
     */
    public static Optional<KeyedPseudonyms> existing(Path dataDir) throws IOException {
        Path file = dataDir.resolve(FILE);
        try {
            return Optional.of(new KeyedPseudonyms(key(file, Files.readString(file))));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /** Pseudonyms that last as long as this object: for a look at data that will not be sent. */
    public static KeyedPseudonyms temporary(SecureRandom random) {
        return new KeyedPseudonyms(randomKey(random));
    }

    @Override
    public String of(String value) {
        byte[] text = value.strip().getBytes(StandardCharsets.UTF_8);
        byte[] full = copy(outer).digest(copy(inner).digest(text));
        return PREFIX + HEX.formatHex(full, 0, SHIPPED_BYTES);
    }

    private static MessageDigest copy(MessageDigest keyed) {
        try {
            return (MessageDigest) keyed.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's " + ALGORITHM + " can be copied", e);
        }
    }

    private static byte[] key(Path file, String text) throws IOException {
        String line = text.strip();
        if (!line.matches("k1:[0-9a-f]{64}")) {
            throw new IOException(
                    file
                            + " holds no key. Restore it from a backup: with a new key every caller"
                            + " and ACD agent would look like a new one. If that is wanted, delete"
                            + " the file.");
        }
        return HEX.parseHex(line.substring(PREFIX.length()));
    }

    private static KeyedPseudonyms create(Path file, SecureRandom random) throws IOException {
        byte[] key = randomKey(random);
        Path made = file.resolveSibling(FILE + ".new");
        Files.deleteIfExists(made);
        OwnerOnly.file(made);
        write(made, PREFIX + HEX.formatHex(key) + "\n");
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
        force(file.getParent());
        return new KeyedPseudonyms(key);
    }

    private static byte[] randomKey(SecureRandom random) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return key;
    }

    /** On the disk before the first pseudonym is: a power cut must not bring a second key. */
    private static void write(Path file, String text) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        }
    }

    /**
     * Makes the rename last through a power cut; Windows opens no folder and needs no such call.
     */
    private static void force(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (AccessDeniedException _) {
            // Windows.
        }
    }
}

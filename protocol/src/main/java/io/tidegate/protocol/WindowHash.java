package io.tidegate.protocol;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The content hash of a window: the sum modulo 2^256 of the SHA-256 of each row's canonical form,
 * beside the number of rows. It does not know the order of rows, and rows can be added while they
 * stream by.
 *
 * @param rows how many rows
 * @param sum 32 bytes, big-endian
 */
public record WindowHash(long rows, byte[] sum) {
    /** The hash of a window without rows. */
    public static final WindowHash EMPTY = new WindowHash(0, new byte[32]);

    public WindowHash {
        if (sum.length != 32) {
            throw new IllegalArgumentException("a sum has 32 bytes, not " + sum.length);
        }
    }

    /** The sum as 64 lower-case hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(sum);
    }

    public static WindowHash of(long rows, String hex) {
        return new WindowHash(rows, HexFormat.of().parseHex(hex));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WindowHash that
                && rows == that.rows
                && Arrays.equals(sum, that.sum);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sum);
    }

    @Override
    public String toString() {
        return rows + ":" + hex();
    }
}

package io.tidegate.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Adds rows to a {@link WindowHash} while they stream by. Makes no garbage per row. Used by one
 * thread.
 */
public final class WindowHasher {
    private static final int BYTES = 32;
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final Canonical canonical = new Canonical();
    private final MessageDigest sha256 = sha256();
    private final byte[] digest = new byte[BYTES];

    /** The sum in four words, the least first. */
    private final long[] sum = new long[4];

    private long rows;

    public void add(Row row) {
        canonical.clear();
        canonical.append(row);
        add(canonical);
    }

    /** Adds all rows that are spelled there. */
    public void add(Canonical spelled) {
        int begin = 0;
        for (int row = 0; row < spelled.rows(); row++) {
            int end = spelled.end(row);
            addRow(spelled.array(), begin, end);
            begin = end;
        }
    }

    private void addRow(byte[] bytes, int begin, int end) {
        sha256.update(bytes, begin, end - begin);
        try {
            sha256.digest(digest, 0, BYTES);
        } catch (DigestException e) {
            throw new IllegalStateException(e);
        }
        rows++;
        addWords(digest);
    }

    /** Adds what was hashed elsewhere, such as another part of the same window. */
    public void add(WindowHash part) {
        rows += part.rows();
        addWords(part.sum());
    }

    public WindowHash result() {
        byte[] bytes = new byte[BYTES];
        for (int i = 0; i < 4; i++) {
            LONGS.set(bytes, BYTES - 8 - 8 * i, sum[i]);
        }
        return new WindowHash(rows, bytes);
    }

    private void addWords(byte[] bytes) {
        long carry = 0;
        for (int i = 0; i < 4; i++) {
            long word = (long) LONGS.get(bytes, BYTES - 8 - 8 * i);
            long with = sum[i] + word;
            long next = Long.compareUnsigned(with, word) < 0 ? 1 : 0;
            sum[i] = with + carry;
            // A carry can overflow only a word of all ones, which no overflow before leaves behind.
            carry = next | (carry == 1 && sum[i] == 0 ? 1 : 0);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

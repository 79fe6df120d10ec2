package io.tidegate.agent.batch;

/**
 * One batch as it will travel. The bytes are made once; a retry sends the same.
 *
 * @param first whether it opens its window or file
 * @param last whether it makes its window or file take effect
 * @param rows how many rows
 * @param encoding {@code zstd} or {@code gzip}
 * @param body the compressed bytes
 * @param digest SHA-256 of the body
 */
public record EncodedPart(
        boolean first, boolean last, int rows, String encoding, byte[] body, byte[] digest) {}

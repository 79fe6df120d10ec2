package io.tidegate.agent.uplink;

import io.tidegate.agent.batch.EncodedPart;
import io.tidegate.agent.batch.Parts;
import io.tidegate.protocol.Limits;

import java.util.List;
import java.util.function.IntPredicate;

/** Makes other parts of one that the ingest will not have as it is. Stateless. */
final class Shrinking {
    private Shrinking() {}

    /** Two halves, or the part itself if it has fewer than two rows. */
    static List<EncodedPart> halves(EncodedPart part) {
        return Parts.halve(part).orElse(List.of(part));
    }

    /**
     * The same in bodies of a size that gets through: the part itself, or pieces of at least one
     * row each.
     *
     * @param gzip whether it must be under gzip
     * @param lets whether a body of so many bytes gets through
     */
    static List<EncodedPart> fit(EncodedPart part, boolean gzip, IntPredicate lets) {
        EncodedPart packed = gzip && isZstd(part) ? Parts.asGzip(part) : part;
        int bytes = packed.body().length;
        boolean fits = bytes <= Limits.ENCODED_BYTES && lets.test(bytes);
        return fits || part.rows() < 2
                ? List.of(packed)
                : halves(part).stream()
                        .map(half -> fit(half, gzip, lets))
                        .<EncodedPart>mapMulti(List::forEach)
                        .toList();
    }

    static boolean isZstd(EncodedPart part) {
        return part.encoding().equals("zstd");
    }
}

package io.tidegate.agent.uplink;

import io.tidegate.agent.batch.EncodedPart;
import io.tidegate.agent.batch.Parts;
import io.tidegate.protocol.Limits;

import java.util.List;

/** Makes other parts of one that the ingest will not have as it is. Stateless. */
final class Shrinking {
    private Shrinking() {}

    /** Two halves, or the part itself if it has fewer than two rows. */
    static List<EncodedPart> halves(EncodedPart part) {
        return Parts.halve(part).orElse(List.of(part));
    }

    /** The same under gzip: one part, or more where it has grown beyond what may travel. */
    static List<EncodedPart> gzip(EncodedPart part) {
        EncodedPart packed = Parts.asGzip(part);
        boolean fits = packed.body().length <= Limits.ENCODED_BYTES || part.rows() < 2;
        return fits
                ? List.of(packed)
                : halves(part).stream()
                        .map(Shrinking::gzip)
                        .<EncodedPart>mapMulti(List::forEach)
                        .toList();
    }
}

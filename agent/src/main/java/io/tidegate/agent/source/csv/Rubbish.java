package io.tidegate.agent.source.csv;

import java.util.Optional;

/** Tells from a file's first bytes that it is no text, and what it is instead. */
final class Rubbish {
    /** One byte in so many may be zero: that is a slip in a line, not another kind of file. */
    private static final int FEW = 100;

    private Rubbish() {}

    /**
     * @param wide whether the text is in UTF-16 or UTF-32, where zero bytes belong
     * @return what to say of it; empty if it may be text
     */
    static Optional<String> in(byte[] head, boolean wide) {
        Optional<String> known = known(head);
        return known.isPresent() || wide ? known : binary(head);
    }

    private static Optional<String> known(byte[] head) {
        if (begins(head, 'P', 'K', 3, 4)) {
            return Optional.of(
                    "is a zip archive or a spreadsheet (xlsx), not text; save it as CSV");
        }
        if (begins(head, 0xD0, 0xCF, 0x11, 0xE0)) {
            return Optional.of("is an old Office document (xls), not text; save it as CSV");
        }
        if (begins(head, 0x1F, 0x8B)) {
            return Optional.of("is compressed with gzip, not text; drop it uncompressed");
        }
        return begins(head, '%', 'P', 'D', 'F')
                ? Optional.of("is a PDF document, not text; export it as CSV")
                : Optional.empty();
    }

    private static Optional<String> binary(byte[] head) {
        int zeros = 0;
        for (int i = 0; i < head.length; i++) {
            zeros += head[i] == 0 ? 1 : 0;
            if (zeros * FEW > head.length) {
                return Optional.of(
                        "holds NUL bytes, the last at offset "
                                + i
                                + ": it is binary, was not written to its end, or is UTF-16"
                                + " (then set csv.encoding = UTF-16LE); export it as CSV text");
            }
            if (head[i] > 0 && head[i] < ' ' && "\t\n\r\f\u001A\u001B".indexOf(head[i]) < 0) {
                return Optional.of(
                        "holds the control character 0x%02X at offset %d: it is binary, not text; export it as CSV"
                                .formatted(head[i], i));
            }
        }
        return Optional.empty();
    }

    private static boolean begins(byte[] head, int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (i >= head.length || (head[i] & 0xFF) != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}

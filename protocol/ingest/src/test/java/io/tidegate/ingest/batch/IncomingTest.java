package io.tidegate.ingest.batch;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;

import io.tidegate.protocol.Limits;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

/** What a batch holds beside the heap is given back, and no hint costs more than it saves. */
public final class IncomingTest {
    private static final String HEADER =
            "{\"v\":1,\"agent\":\"berlin\",\"stream\":\"calls\",\"data\":\"contacts\","
                    + "\"zone\":\"UTC\",\"mode\":\"replace\",\"window\":{"
                    + "\"from\":\"2026-11-20T08:00:00Z\",\"to\":\"2026-11-20T09:00:00Z\","
                    + "\"revision\":1},\"first\":true,\"columns\":[\"queueidentifier\","
                    + "\"queuename\",\"timestamp\",\"answered\",\"duration\"]}\n";

    /** A batch that is streamed, since it is larger than agents make. */
    public static Body large() {
        String row = "[\"1\",\"%s\",\"2026-11-20T08:00:00Z\",1,1]\n".formatted("n".repeat(100_000));
        int rows = Limits.DECODED_BYTES / row.length() + 1;
        return body(
                HEADER
                        + row.repeat(rows)
                        + "{\"end\":true,\"rows\":%d,\"last\":true}\n".formatted(rows));
    }

    private static Body body(String text) {
        byte[] encoded = Zstd.compress(text.getBytes(StandardCharsets.UTF_8), 1);
        return new Body(encoded, Encoding.ZSTD, Limits.DECODED_BYTES_REFUSED);
    }

    @Test
    void whatWasClosedHoldsNoDecompressorAnyMore() throws Exception {
        try (Incoming open = Incoming.open(large())) {
            assertTrue(open.read((_, _) -> {}).last());
        }
        Incoming closed = Incoming.open(large());
        closed.close();
        closed.close();
        assertThrows(Refusal.class, () -> closed.read((_, _) -> {}));
    }

    @Test
    void aTrailerIsLookedAtAndALongLastLineIsNot() throws Exception {
        assertTrue(seemsLast("{\"end\":true,\"rows\":0,\"last\":true}\n"));
        assertFalse(seemsLast("{\"end\":true,\"rows\":0,\"last\":false}\n"));
        assertFalse(seemsLast("{\"end\":true,\"rows\":0,\"last\":true," + deep(200) + "}\n"));
        assertFalse(seemsLast("{\"end\":true,\"rows\":0,\"last\":true," + deep(4 << 20) + "}\n"));
    }

    private static boolean seemsLast(String trailer) throws Exception {
        Body body = body(HEADER + trailer);
        try (Incoming _ = Incoming.open(body)) {
            return body.seemsLast();
        }
    }

    private static String deep(int commas) {
        return "\"x\":[1" + ",1".repeat(commas) + "]";
    }
}

package io.tidegate.agent.source.sql.tds;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a client said of itself (MS-TDS 2.2.6.4).
 *
 * @param readOnly whether it declared that it only reads
 * @param secured whether it said so under TLS
 */
public record Login(
        String user,
        String password,
        String application,
        String server,
        String database,
        boolean readOnly,
        boolean secured) {
    private static final int READ_ONLY_INTENT = 0x20;
    private static final int TYPE_FLAGS = 26;

    static Login of(ByteBuffer body, boolean secured) {
        return new Login(
                text(body, 40),
                password(body),
                text(body, 48),
                text(body, 52),
                text(body, 68),
                (body.get(TYPE_FLAGS) & READ_ONLY_INTENT) != 0,
                secured);
    }

    private static String text(ByteBuffer body, int at) {
        return new String(bytes(body, at), StandardCharsets.UTF_16LE);
    }

    private static byte[] bytes(ByteBuffer body, int at) {
        byte[] bytes = new byte[2 * (body.getShort(at + 2) & 0xFFFF)];
        body.get(body.getShort(at) & 0xFFFF, bytes);
        return bytes;
    }

    /** Each byte has its halves swapped and is then turned by A5. */
    private static String password(ByteBuffer body) {
        byte[] bytes = bytes(body, 44);
        for (int i = 0; i < bytes.length; i++) {
            int turned = (bytes[i] ^ 0xA5) & 0xFF;
            bytes[i] = (byte) (turned << 4 | turned >> 4);
        }
        return new String(bytes, StandardCharsets.UTF_16LE);
    }
}

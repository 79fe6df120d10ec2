package io.tidegate.ingest.store;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.luben.zstd.RecyclingBufferPool;

import io.tidegate.ingest.batch.Incoming;
import io.tidegate.ingest.batch.IncomingTest;
import io.tidegate.ingest.batch.Refusal;
import io.tidegate.protocol.Lane;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.OptionalInt;

/**
 * Whatever becomes of a large batch, its decompressor is closed. Seen by the buffer that the
 * decompressors take from their pool: the only one there is in it again.
 */
class GivenBackTest {
    private static final int MORE_THAN_ARE_THERE = 100;

    private ByteBuffer buffer;

    @BeforeEach
    void emptyThePool() {
        for (int i = 0; i < MORE_THAN_ARE_THERE; i++) {
            buffer = takeOut();
        }
        RecyclingBufferPool.INSTANCE.release(buffer);
    }

    private static ByteBuffer takeOut() {
        return RecyclingBufferPool.INSTANCE.get(64 << 10);
    }

    @Test
    void aBatchThatIsRefusedAtItsHeader() {
        var ledger = new Ledger(null, null, InstantSource.system());
        var elsewhere = new BatchAddress(new AgentName("acme", "munich"), "calls", Lane.LIVE, 1, 1);
        assertThrows(
                Refusal.class, () -> ledger.take(elsewhere, new byte[32], IncomingTest.large()));
        assertSame(buffer, takeOut());
    }

    @Test
    void aPartThatFindsNoRoom() {
        var part = new Part(OptionalInt.empty(), () -> Incoming.open(IncomingTest.large()));
        Part.Room none =
                () -> {
                    throw new SQLException("the disk is full");
                };
        assertThrows(SQLException.class, () -> part.copy(none, (_, _) -> {}));
        assertSame(buffer, takeOut());
    }
}

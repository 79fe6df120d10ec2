package io.tidegate.agent.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.row.RawShape;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class FrozenShapeTest {
    private static final RawShape SHAPE =
            new RawShape(
                    List.of("Queue\tId", "offe\\red\n", "extra"), List.of("text", "int4", "x"));

    @Test
    void itIsTheSameAfterItWasStored() {
        String text = FrozenShape.of(SHAPE, List.of("extra")).text();
        assertEquals(text, FrozenShape.parse(text).text());
        assertEquals(Optional.empty(), FrozenShape.parse(text).difference(SHAPE, "acd1"));
    }

    @Test
    void onlyColumnsInUseMatter() {
        FrozenShape shape = FrozenShape.of(SHAPE, List.of("extra"));
        RawShape now = new RawShape(List.of("QUEUE\tID", "offe\\red\n"), List.of("text", "int4"));
        assertEquals(Optional.empty(), shape.difference(now, "acd1"));
    }

    @Test
    void allDifferencesAreNamedAtOnce() {
        FrozenShape shape = FrozenShape.of(SHAPE, List.of());
        RawShape now = new RawShape(List.of("Queue\tId"), List.of("int8"));
        String difference = shape.difference(now, "acd1").orElseThrow();
        assertTrue(difference.contains("was text and is int8"), difference);
        assertTrue(difference.contains("column extra is gone"), difference);
        assertTrue(difference.contains("tidegate accept acd1"), difference);
    }
}

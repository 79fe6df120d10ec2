package io.tidegate.agent.invariants;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.config.Columns;
import io.tidegate.protocol.Column;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Kind;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;

/** Settings and protocol know nothing of each other, but speak of the same columns. */
class ColumnsAgreeTest {
    @ParameterizedTest
    @EnumSource(DataType.class)
    void settingsKnowTheColumnsOfTheProtocol(DataType data) {
        List<String> ofProtocol = data.columns().stream().map(ColumnsAgreeTest::describe).toList();
        List<String> ofSettings =
                Columns.of(data.wireName()).entrySet().stream()
                        .map(e -> describe(e.getKey(), e.getValue()))
                        .toList();
        assertEquals(ofProtocol, ofSettings);
    }

    private static String describe(Column c) {
        String kind = c.kind() == Kind.INSTANT ? Columns.Kind.TIME.name() : c.kind().name();
        return c.name() + " " + kind + " " + c.required();
    }

    private static String describe(String name, Columns.Column c) {
        return name + " " + c.kind() + " " + c.required();
    }
}

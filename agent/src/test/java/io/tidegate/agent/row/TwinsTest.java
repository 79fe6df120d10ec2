package io.tidegate.agent.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.row.Twins.Found;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.DataType;
import io.tidegate.protocol.Row;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/** Which rows that come more than once are told from those that may. */
class TwinsTest {
    private static final SourceConfig CONTACTS = Sources.of(DataType.CONTACTS).sql();
    private static final SourceConfig INTERVALS = Sources.of(DataType.INTERVALS).sql();
    private static final SourceConfig STATUS = Sources.of(DataType.AGENT_STATUS).sql();

    private static Row row(DataType data, Map<String, Object> values) {
        long[] numbers = new long[data.columns().size()];
        String[] texts = new String[numbers.length];
        Arrays.fill(numbers, Row.NULL);
        values.forEach(
                (name, value) -> {
                    int at = data.column(name).orElseThrow().ordinal();
                    if (value instanceof String text) {
                        texts[at] = text;
                    } else {
                        numbers[at] = (Long) value;
                    }
                });
        return new Row(data, numbers, texts);
    }

    private static Row contact(String id, String queue, String name, long minute) {
        var values =
                new java.util.HashMap<String, Object>(
                        Map.of(
                                "queueidentifier",
                                queue,
                                "queuename",
                                name,
                                "timestamp",
                                minute * 60_000_000,
                                "answered",
                                1L));
        if (id != null) {
            values.put("contactidentifier", id);
        }
        return row(DataType.CONTACTS, values);
    }

    private static Twins reported(SourceConfig source) {
        return Twins.toBeReported(source).orElseThrow();
    }

    @Test
    void aSecondNameOfAQueueDoublesItsContactsAndIsNoticedHoweverSmallTheQueueIs() {
        Twins twins = reported(CONTACTS);
        for (int i = 0; i < 3_000; i++) {
            twins.see(contact("c" + i, "1", "Sales", i));
        }
        for (int i = 0; i < 12; i++) {
            twins.see(contact("d" + i, "2", "Support", i));
            twins.see(contact("d" + i, "2", "Support (old)", i));
        }
        Found found = twins.found();
        assertTrue(found.multiplied());
        assertEquals(1, found.groups());
        assertEquals(12, found.repeated());
        assertEquals(3_024, found.rows());
        assertEquals("1970-01-01T00:11:00Z", found.last().orElseThrow().toString());
    }

    @Test
    void aContactInEachOfItsQueuesAndAtEachOfItsTimesIsOneOfItsOwn() {
        Twins twins = reported(CONTACTS);
        for (int i = 0; i < 1_000; i++) {
            twins.see(contact("c" + i, "1", "Sales", i));
            twins.see(contact("c" + i, "2", "Support", i));
            twins.see(contact("c" + i, "1", "Sales", i + 2_000));
        }
        assertFalse(twins.found().seen());
    }

    @Test
    void aFewContactsThatComeTwiceAreShownAndNotReported() {
        Twins twins = reported(CONTACTS);
        for (int i = 0; i < 1_000; i++) {
            twins.see(contact("c" + i, "1", "Sales", i));
        }
        for (int i = 0; i < 9; i++) {
            twins.see(contact("c" + i, "1", "Sales", i));
        }
        assertTrue(twins.found().seen());
        assertFalse(twins.found().multiplied());
    }

    @Test
    void equalContactsWithoutAnIdentifierAreFineAsChanceMakesThem() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            Twins twins = reported(CONTACTS);
            for (int i = 0; i < 600; i++) { // About one to six a minute, in several queues.
                int queue = random.nextInt(4);
                twins.see(contact(null, "" + queue, "Q", random.nextInt(60 * (1 + queue))));
            }
            assertFalse(twins.found().multiplied(), "seed " + seed);
        }
    }

    @Test
    void aDoubledQueueIsNoticedWithoutIdentifiersToo() {
        for (int seed = 0; seed < 50; seed++) {
            var random = new Random(seed);
            Twins twins = reported(CONTACTS);
            for (int i = 0; i < 400; i++) {
                int minute = random.nextInt(600);
                twins.see(contact(null, "1", "Sales", minute));
                twins.see(contact(null, "2", "Support", minute));
                twins.see(contact(null, "2", "Support (old)", minute));
            }
            assertTrue(twins.found().multiplied(), "seed " + seed);
            assertTrue(twins.found().seen());
            assertEquals(1, twins.found().groups());
        }
    }

    private static Row interval(String queue, String name, long quarter, long offered) {
        return row(
                DataType.INTERVALS,
                Map.of(
                        "queueidentifier", queue,
                        "queuename", name,
                        "timestamp", quarter * 900_000_000,
                        "offered", offered,
                        "answered", offered,
                        "handlingtime", 60L * offered));
    }

    @Test
    void partsOfAnIntervalAreShownAndOnlyEqualOnesAreReported() {
        Twins parts = reported(INTERVALS);
        Twins shown = Twins.toBeShown(INTERVALS).orElseThrow();
        Twins equal = reported(INTERVALS);
        for (int i = 0; i < 96; i++) {
            for (int skill = 0; skill < 2; skill++) {
                Row part = interval("1", "Sales", i, i % 10 + 3 * skill);
                parts.see(part);
                shown.see(part);
                equal.see(interval("1", skill == 0 ? "Sales" : "Sales (old)", i, i % 10));
            }
        }
        assertFalse(parts.found().multiplied());
        assertTrue(shown.found().seen());
        assertEquals(96, shown.found().repeated());
        assertTrue(equal.found().multiplied());
    }

    @Test
    void statesOfOneAgentThatComeTwiceAreNoticedAndTheAgentIsNotNamed() {
        Twins twins = reported(STATUS);
        for (int i = 0; i < 20; i++) {
            Row state =
                    row(
                            DataType.AGENT_STATUS,
                            Map.of(
                                    "agentidentifier", "hugo",
                                    "starttime", i * 1_000_000L,
                                    "activity", "talks"));
            twins.see(state);
            twins.see(state);
        }
        assertTrue(twins.found().multiplied());
        String said = TwinWords.of(STATUS, twins.found()).orElseThrow().sentence();
        assertTrue(said.startsWith("20 of 40 rows have the agentidentifier, starttime"), said);
        assertFalse(said.contains("hugo"), said);
    }
}

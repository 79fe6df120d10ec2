package io.tidegate.agent.row;

import static io.tidegate.agent.row.Checked.row;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.config.SourceConfig.SameKey;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

/** Interval rows of one queue, channel and time. */
class SameKeyRowsTest {
    private static final Instant NINE = Instant.parse("2026-11-20T08:00:00Z");
    private static final String COLUMNS =
            "queueidentifier queuename timestamp offered answered handlingtime abandoned";

    @Test
    void countsAndTimesAddUpAndUnknownStaysUnknown() throws Exception {
        var result = combined(new SameKeyRows(SameKey.ADD));

        assertEquals(
                List.of(
                        "1 b 2026-11-20T08:00:00Z 7 5 15500 0 - - - - - - -",
                        "2 a 2026-11-20T08:00:00Z 9 9 9000 0 1 - - - - - -"),
                result.shown());
    }

    @Test
    void theLastOneStandsWhereOrderMeansSomething() throws Exception {
        var result = combined(new SameKeyRows(SameKey.LAST, true));

        assertEquals(
                "1 b 2026-11-20T08:00:00Z 2 1 5500 0 - - - - - - -", result.shown().getFirst());
    }

    @Test
    void withoutOrderTheSameRowsGiveTheSameResult() throws Exception {
        var rows = rows();
        var one = new SameKeyRows(SameKey.LAST);
        var other = new SameKeyRows(SameKey.LAST);
        rows.rows.forEach(one::add);
        rows.rows.reversed().forEach(other::add);

        assertEquals(drained(one).shown(), drained(other).shown());
    }

    @Test
    void rejectTakesNoneOfThem() throws Exception {
        var result = combined(new SameKeyRows(SameKey.REJECT));

        assertEquals(1, result.rows.size());
        assertEquals(2, result.rejections.size());
    }

    private static Checked combined(SameKeyRows same) throws Exception {
        rows().rows.forEach(same::add);
        return drained(same);
    }

    private static Checked drained(SameKeyRows same) throws Exception {
        var result = Checked.rows(Sources.of(DataType.INTERVALS).sql(), COLUMNS);
        same.drain(result);
        assertEquals(1, same.combined());
        assertEquals(0, same.size());
        return result;
    }

    private static Checked rows() throws Exception {
        return Checked.rows(
                Sources.of(DataType.INTERVALS).sql(),
                COLUMNS,
                row("1", "a", NINE, 5L, 4L, 10L, 1L),
                row("2", "a", NINE, 9L, 9L, 9L, 1L),
                row("1", "b", NINE, 2L, 1L, 5.5, null));
    }
}

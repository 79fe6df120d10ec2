package io.tidegate.agent.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/** What is made of two reads. */
class HistoryEstimateTest {
    private static final double THREE_YEARS = 1_096;

    private static Duration millis(long n) {
        return Duration.ofMillis(n);
    }

    @Test
    void aThinTableIsAskedForManyDaysAtOnceSoThatTheQuestionCountsFewTimes() {
        var thin = HistoryEstimate.of(1, millis(60), 10, millis(100));
        assertEquals(
                THREE_YEARS / 64 * 0.1 + THREE_YEARS * 0.000_1, thin.reading(THREE_YEARS), 0.01);
        assertEquals("less than a minute", thin.words(THREE_YEARS, 0.2));
        assertEquals("about 3 min", thin.words(THREE_YEARS, 0.01));
    }

    @Test
    void aDenseTableIsReadAtTheSpeedOfItsRows() {
        var dense = HistoryEstimate.of(1_000, millis(120), 11_000, millis(320));
        assertEquals(0.000_02, dense.row(), 1e-9);
        assertEquals(0.1, dense.question(), 1e-9);
        double queries = THREE_YEARS / (0.9 / 0.22);
        assertEquals(queries * 0.1 + THREE_YEARS * 0.22, dense.reading(THREE_YEARS), 0.01);
        assertEquals("about 22 min", dense.words(THREE_YEARS, 0.2));
    }

    @Test
    void aSlowQuestionIsPutForEachDay() {
        var slow = HistoryEstimate.of(1, millis(4_000), 24, millis(4_000));
        assertEquals(THREE_YEARS * 4, slow.reading(THREE_YEARS), 1);
        assertEquals("about 6 h", slow.words(THREE_YEARS, 0.2));
    }

    @Test
    void withoutADayItIsTwentyFourHours() {
        var hours = HistoryEstimate.of(500_000, millis(9_000));
        assertEquals(12_000_000, hours.rows());
        assertEquals(THREE_YEARS * (216 + 120), hours.reading(THREE_YEARS), 1);
    }

    @Test
    void anEmptyDayAndAQuickerOneMakeNoHistoryLongerThanTheirHourDoes() {
        assertEquals(0.05, HistoryEstimate.of(5, millis(50), 0, millis(20)).question(), 1e-9);
        var warm = HistoryEstimate.of(10, millis(50), 5_000, millis(20));
        assertEquals(0.000_01, warm.row(), 1e-9);
        assertEquals(0.0499, warm.question(), 1e-9);
    }
}

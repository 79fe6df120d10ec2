package io.tidegate.agent.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

/** Lengths of time as people read them. */
class WordsTest {
    @ParameterizedTest
    @CsvSource({
        "PT-5S, 0 s",
        "PT119.9S, 119 s",
        "PT149S, 2 min",
        "PT150S, 3 min",
        "PT2H59M59S, 3 h",
        "PT25H, 25 h",
        "P2D, 2 days",
        "PT59H, 2 days",
        "PT60H, 3 days"
    })
    void aLengthOfTimeIsRoundedToItsUnit(Duration time, String words) {
        assertEquals(words, Words.duration(time));
    }
}

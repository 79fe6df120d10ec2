package io.tidegate.agent.source.csv;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

/** The fuzz targets over what they began with and what they have found. */
class CsvFuzzTest {
    @FuzzTest
    void anyBytesAreReadAlikeHoweverTheyCome(byte[] input) throws Exception {
        CsvFileFuzz.fuzzerTestOneInput(input);
    }

    @FuzzTest
    void whatIsWrittenByTheStandardIsReadAlike(byte[] input) throws Exception {
        RecordFuzz.fuzzerTestOneInput(input);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 6, 8, 9})
    void usualFilesAreReadAlikeHoweverTheyCome(int settings) throws Exception {
        CsvFileFuzz.fuzzerTestOneInput(
                CsvFileFuzz.seed(
                        settings,
                        "queueidentifier;queuename;timestamp;offered;answered;handlingtime\r\n"
                                + "1;Süd;31.03.2026 10:15;12;9;75:10\n"
                                + "2;\"a;\"\"b\"\"\";01.04.2026 10:30;1.234;7;12,5\r"));
        CsvFileFuzz.fuzzerTestOneInput(
                CsvFileFuzz.seed(
                        settings,
                        "queueidentifier,queuename,timestamp,answered,duration,talktime\n"
                                + "1,Nord \uD83D\uDE00,2026-03-31 10:15:00,1,0:23,7.25\n"
                                + "2,\"offen,2026-03-31T10:15:00Z,0,1e3,-1\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\1b\2c\1\"d\"", "\2\1\2", "x\r\ny\1z,\2 q \1\"", "\1\2\1\2"})
    void fieldsOfAllSortsComeBack(String text) throws Exception {
        RecordFuzz.fuzzerTestOneInput(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}

package io.tidegate.agent.source.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** How bytes become characters. */
class StrictDecoderTest {
    private static String decode(byte[] bytes, String configured) throws Exception {
        var decoder =
                new StrictDecoder(new ByteArrayInputStream(bytes), new Paste("drops"), configured);
        var text = new StringBuilder();
        var chars = new char[5];
        for (int read = decoder.read(chars, 1, 4); read >= 0; read = decoder.read(chars, 1, 4)) {
            text.append(chars, 1, read);
        }
        return text.toString();
    }

    private static String refusal(byte[] bytes, String configured) {
        return assertThrows(UnfitFileException.class, () -> decode(bytes, configured)).getMessage();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void aByteOrderMarkTellsTheEncodingAndIsNoText(String name) throws Exception {
        assertEquals(
                "Grüße 😀;1", decode("\uFEFFGrüße 😀;1".getBytes(Charset.forName(name)), null));
    }

    @Test
    void withoutAMarkItIsUtf8() throws Exception {
        String text = "aü€😀".repeat(40_000);
        assertEquals(text, decode(text.getBytes(StandardCharsets.UTF_8), null));
        assertEquals("", decode(new byte[0], null));
        assertEquals("a", decode(new byte[] {'a'}, null));
    }

    @Test
    void aConfiguredEncodingIsUsed() throws Exception {
        assertEquals(
                "Grüße", decode("Grüße".getBytes(Charset.forName("windows-1252")), "windows-1252"));
    }

    @Test
    void aMalformedByteIsNamedWithItsOffsetAndTheLineToPaste() {
        byte[] bytes = ("x".repeat(100_000) + "ü").getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(
                "byte 0xFC at offset 100000 is not UTF-8; if this is Windows text, add:"
                        + "  source.drops.csv.encoding = windows-1252",
                refusal(bytes, null));
    }

    @Test
    void aCharacterThatIsCutAtTheEndIsMalformed() {
        assertEquals(
                "byte 0xC3 at offset 3 is not UTF-8; set csv.encoding to what the file is written in",
                refusal(new byte[] {'a', 'b', 'c', (byte) 0xC3}, "UTF-8"));
    }

    @Test
    void anEncodingThatNobodyKnowsIsSaid() {
        assertEquals(
                "csv.encoding = klingon names no encoding that Java knows; write for example windows-1252",
                refusal(new byte[] {'a'}, "klingon"));
    }
}

package io.tidegate.agent.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;

class KeyedPseudonymsTest {
    @TempDir Path folder;

    /**
     * RFC 4231, test case 2, cut to 128 bits; its key filled up with zeros, as HMAC does itself.
     */
    @Test
    void theyAreHmacSha256() throws Exception {
        String key = "4a656665" + "0".repeat(56);
        Files.writeString(folder.resolve(KeyedPseudonyms.FILE), "k1:" + key + "\n");

        assertEquals(
                "k1:5bdcc146bf60754e6a042426089575c7", open().of("what do ya want for nothing?"));
    }

    @Test
    void theSameValueGivesTheSamePseudonymAfterARestart() throws Exception {
        String before = open().of("+49301234567");

        assertEquals(before, open().of(" +49301234567 "));
        assertNotEquals(before, open().of("+49301234568"));
        assertTrue(before.matches("k1:[0-9a-f]{32}"));
    }

    @Test
    void theKeyIsItsOwnersAlone() throws Exception {
        open();

        assertEquals(
                PosixFilePermissions.fromString("rw-------"),
                Files.getPosixFilePermissions(folder.resolve(KeyedPseudonyms.FILE)));
    }

    @Test
    void aDamagedKeyIsNotReplaced() throws Exception {
        Path file = folder.resolve(KeyedPseudonyms.FILE);
        Files.write(file, new byte[70]);

        assertTrue(assertThrows(IOException.class, this::open).getMessage().contains("Restore it"));
        assertEquals(70, Files.size(file));
    }

    @Test
    void aKeyThatWasBeingWrittenWhenThePowerWentIsMadeAnew() throws Exception {
        Files.writeString(folder.resolve(KeyedPseudonyms.FILE + ".new"), "k1:12");

        assertEquals(open().of("a"), open().of("a"));
    }

    @Test
    void aLookLeavesNoKeyBehind() throws Exception {
        assertEquals(Optional.empty(), KeyedPseudonyms.existing(folder));
        assertTrue(KeyedPseudonyms.temporary(new SecureRandom()).of("a").startsWith("k1:"));
        assertEquals(0, folder.toFile().list().length);
    }

    private KeyedPseudonyms open() throws IOException {
        return KeyedPseudonyms.open(folder, new SecureRandom());
    }
}

package io.tidegate.config;

import static io.tidegate.config.ConfigFile.SQL;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;

/** Secrets are read where they are kept, anew each time, and shown nowhere. */
class SecretsTest {
    private static final String PLANTED = "PLANTED-s3cret";

    @TempDir Path folder;
    private ConfigFile file;

    @BeforeEach
    void file() {
        file = new ConfigFile(folder);
    }

    @Test
    void aSecretInAFileIsReadAnewEachTimeWithoutItsLineEnd() throws Exception {
        file.file("secret.txt", "one\n");
        Secret secret = password("${file:secret.txt}");
        assertEquals("one", secret.reveal());
        file.file("secret.txt", "two\r\n");
        assertEquals("two", secret.reveal());
    }

    @Test
    void aSecretInTheEnvironment() throws Exception {
        file.variable("ACD_PASSWORD", "one");
        assertEquals("one", password("${env:ACD_PASSWORD}").reveal());
    }

    @Test
    void aCredentialOfSystemd() throws Exception {
        file.variable("CREDENTIALS_DIRECTORY", folder.toString()).file("acd", "one");
        assertEquals("one", password("${systemd:acd}").reveal());
    }

    @Test
    void aCredentialOfSystemdCannotBeCheckedOutsideTheService() {
        Loaded loaded = file.load(SQL + "database.acd.password = ${systemd:acd}\n");
        assertEquals("", ConfigFile.show(loaded));
        Secret secret =
                loaded.config().orElseThrow().databases().get("acd").password().orElseThrow();
        assertThrows(UnavailableSecretException.class, secret::reveal);
    }

    @Test
    void aMissingFileFailsTheCheckButNotTheRunSinceItMayCome() {
        Loaded loaded = file.load(SQL + "database.acd.password = ${file:later.txt}\n");
        assertTrue(loaded.sources().isEmpty());
        assertTrue(loaded.config().isPresent());
        assertEquals(1, loaded.unavailable().size());
        assertEquals(7, loaded.all().getFirst().line());
        assertTrue(loaded.all().getFirst().what().contains("later.txt"));
    }

    @Test
    void aSecretNeverPrintsItself() {
        assertEquals("***", Secret.of(PLANTED).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ingest.token = %s",
                "ingest.proxy.password = %s",
                "ingest.proxy.username = %s",
                "database.acd.username = %s",
                "database.acd.password = %s",
            })
    void aPlantedSecretIsNotInWhatIsRead(String line) {
        Loaded loaded = file.load(SQL + line.formatted(PLANTED) + "\n");
        assertFalse(loaded.toString().contains(PLANTED), loaded.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Under a secret's own key, in every way to be wrong.
                "ingest.token = %s\ningest.token = %s",
                "ingest.token %s = x",
                "ingest. token = %s",
                "ingest.token = ${%s}x${env:A}",
                "ingest.token = ${vault:%s}",
                "database.acd.password = a\\b%s",
                "database.acd.password = C:\\%s\\",
                "database.acd.password = a\\\n  b\\%s",
                "database.acd .password = %s",
                "database.acd.pasword = %s",
                "database.acd.kennwort = %s",
                "ingest.proxy.passwort = %s",
                "ingest.tokn = %s",
                "ingest.tokn = a\\b%s",
                "nothing.like.it = %s",
                "nothing like it = %s",
                "ingest.proxy.password = %s\nagent.name = %s",
                // Inside addresses.
                "ingest.url = https://u:%s@host",
                "ingest.url = https://%s@host",
                "ingest.proxy = http://u:%s@proxy:3128",
                "database.acd.url = jdbc:postgresql://u:%s@h/d",
                "database.acd.url = jdbc:postgresql://h/d?password=%s",
                "database.acd.url = jdbc:sqlserver://h;password=%s",
                "database.acd.url = jdbc:oracle:thin:u/%s@h",
                "databse.acd.url = jdbc:postgresql://h/d?user=u&password=%s",
                "database.acd.url = jdbc:postgresql://h\\x/d?password=%s",
                // Where one line runs into the next.
                "agent.data-dir = x\\\ndatabase.acd.password = %s",
                "log.level = debug\\\n ingest.token = %s",
            })
    void aPlantedSecretIsInNoMessage(String lines) {
        String text = lines.replace("%s", PLANTED);
        String key = text.substring(0, text.indexOf(' '));
        Loaded loaded = file.load(ConfigFile.without(SQL, key) + text + "\n");
        assertFalse(loaded.all().isEmpty(), "something is wrong with " + text);
        assertFalse(loaded.toString().contains("PLANTED"), loaded.toString());
        for (Problem problem : loaded.all()) {
            assertFalse(problem.show(loaded.file()).contains("PLANTED"), problem.toString());
        }
    }

    private Secret password(String text) {
        Loaded loaded = file.load(SQL + "database.acd.password = " + text + "\n");
        assertEquals("", ConfigFile.show(loaded));
        return loaded.config().orElseThrow().databases().get("acd").password().orElseThrow();
    }
}

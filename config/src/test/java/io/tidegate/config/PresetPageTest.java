package io.tidegate.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The page of presets, made from their comments. {@code mvn test -Dtidegate.generate=true} writes
 * it anew.
 */
class PresetPageTest {
    private static final Path PAGE = Path.of("../agent/docs/PRESETS.md");
    private static final Pattern CALLER =
            Pattern.compile(
                    "\\b(callerid|caller_id\\w*|cid_\\w+|phone_number|phone|ani|src|"
                            + "originatordn|caller_name)\\b");

    static List<String> names() {
        return Preset.names();
    }

    @Test
    void isUpToDate() throws IOException {
        if (Boolean.getBoolean("tidegate.generate")) {
            Files.writeString(PAGE, page());
        }
        assertEquals(page(), Files.readString(PAGE), PAGE + " is stale: -Dtidegate.generate=true");
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyPresetSaysWhatAReaderMustKnow(String name) {
        var head = PresetHead.of(name);
        for (String what : PresetHead.ALWAYS) {
            assertFalse(head.get(what).isBlank(), name + " says nothing of " + what);
        }
        if (!name.endsWith(".agent-status")) {
            for (String what : List.of("Offered", "Answered", "Handling time")) {
                assertFalse(head.get(what).isBlank(), name + " says nothing of " + what);
            }
        }
        assertEquals(name.substring(name.indexOf('.') + 1), head.get("Data"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void noPresetReadsACallersNumber(String name) throws RefusedException {
        String sql =
                Preset.parse(Preset.text(name + ".sql").orElseThrow())
                        .query()
                        .toLowerCase(Locale.ROOT);
        assertFalse(CALLER.matcher(sql).find(), sql);
        assertTrue(CALLER.matcher("select callerid from calls").find());
    }

    private static String page() {
        var page =
                new StringBuilder(
                        """
                        # Presets: what is known of your ACD's tables

                        Made from the heads of the files in `presets/`; each says more, and is a query that you can read.

                        - `source.acd1.preset = asterisk` takes the file of that name and of the source's `data`: its query and settings. What you set yourself stays.
                        - To change one, copy it, write its path, such as `./my-asterisk.sql`, instead of its name, and edit the copy. Lines that begin with `--:` are settings.
                        - No preset reads a caller's number. `contactidentifier` is the ACD's id of a call, `agentidentifier` its log-in or name of a person.
                        - Before you trust one, hold a day of it against your ACD's own report: `tidegate preview`, then `tidegate verify --totals`. "Never on a customer's" below means what it says.

                        | preset | data | ACD | database | where the tables come from | what was run | times |
                        | --- | --- | --- | --- | --- | --- | --- |
                        """);
        for (String name : Preset.names()) {
            var head = PresetHead.of(name);
            page.append("| `%s` | `%s` |".formatted(head.preset(), head.get("Data")));
            for (String what : List.of("ACD", "Database", "Tables", "Run", "Times")) {
                page.append(' ').append(head.get(what).replace("|", "\\|")).append(" |");
            }
            page.append('\n');
        }
        page.append("\n## What counts as what\n");
        Preset.names().stream().map(PresetHead::of).forEach(head -> counts(page, head));
        return page.toString();
    }

    private static void counts(StringBuilder page, PresetHead head) {
        page.append("\n### %s, %s\n\n".formatted(head.preset(), head.get("Data")));
        for (String what :
                List.of(
                        "Interval",
                        "Offered",
                        "Answered",
                        "Handling time",
                        "Waiting time",
                        "States",
                        "Gone",
                        "Left out",
                        "Not confirmed",
                        "Login",
                        "Indexes")) {
            if (!head.get(what).isEmpty()) {
                page.append("- %s: %s\n".formatted(what, head.get(what)));
            }
        }
    }
}

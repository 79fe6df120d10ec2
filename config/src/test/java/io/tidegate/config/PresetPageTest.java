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
        return Preset.names(PresetForm.QUERY);
    }

    @Test
    void isUpToDate() throws IOException {
        if (Boolean.getBoolean("tidegate.generate")) {
            Files.writeString(PAGE, page());
        }
        assertEquals(page(), Files.readString(PAGE), PAGE + " is stale: -Dtidegate.generate=true");
    }

    static List<String> layouts() {
        return Preset.names(PresetForm.LAYOUT);
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyPresetSaysWhatAReaderMustKnow(String name) {
        mustSay(PresetForm.QUERY, name, PresetHead.ALWAYS);
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void everyPresetForFilesSaysWhatAReaderMustKnow(String name) {
        mustSay(PresetForm.LAYOUT, name, PresetHead.ALWAYS_OF_FILES);
    }

    private static void mustSay(PresetForm form, String name, List<String> all) {
        var head = PresetHead.of(form, name);
        for (String what : all) {
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
                PresetForm.QUERY
                        .parse(Preset.text(name + ".sql").orElseThrow())
                        .query()
                        .toLowerCase(Locale.ROOT);
        assertFalse(CALLER.matcher(sql).find(), sql);
        assertTrue(CALLER.matcher("select callerid from calls").find());
    }

    private static String page() {
        var page =
                new StringBuilder(
                        """
                        # Presets: what is known of your ACD's tables and exports

                        Made from the heads of the files in `presets/`; each says more, and is a query, or settings, that you can read. Those for files are [below](#files).

                        - `source.acd1.preset = asterisk` takes the file of that name and of the source's `data`: its query and settings. What you set yourself stays.
                        - To change one, copy it, write its path, such as `./my-asterisk.sql`, instead of its name, and edit the copy. Lines that begin with `--:` are settings.
                        - No preset reads a caller's number. `contactidentifier` is the ACD's id of a call, `agentidentifier` its log-in or name of a person.
                        - Before you trust one, hold a day of it against your ACD's own report: `tidegate preview`, then `tidegate verify --totals`. "Never on a customer's" below means what it says.

                        | preset | data | ACD | database | where the tables come from | what was run | times |
                        | --- | --- | --- | --- | --- | --- | --- |
                        """);
        for (String name : Preset.names(PresetForm.QUERY)) {
            var head = PresetHead.of(PresetForm.QUERY, name);
            page.append("| `%s` | `%s` |".formatted(head.preset(), head.get("Data")));
            for (String what : List.of("ACD", "Database", "Tables", "Run", "Times")) {
                page.append(' ').append(head.get(what).replace("|", "\\|")).append(" |");
            }
            page.append('\n');
        }
        page.append("\n## What counts as what\n");
        names().stream()
                .map(name -> PresetHead.of(PresetForm.QUERY, name))
                .forEach(head -> counts(page, head));
        files(page);
        return page.toString();
    }

    private static void files(StringBuilder page) {
        page.append(
                """

                ## Files

                - `source.csv1.preset = cisco-cuic` beside `csv.directory` takes the settings of `presets/cisco-cuic.intervals.csv.properties`. What you set yourself stays.
                - What a layout does not say is asked for: `tidegate check` names each line that you have to add, and why. Nothing is guessed.
                - To change one, copy it, write its path, such as `./my.csv.properties`, instead of its name, and edit the copy.

                | preset | data | ACD | layout | what was run | times |
                | --- | --- | --- | --- | --- | --- |
                """);
        var heads = layouts().stream().map(name -> PresetHead.of(PresetForm.LAYOUT, name)).toList();
        for (PresetHead head : heads) {
            page.append("| `%s` | `%s` |".formatted(head.preset(), head.get("Data")));
            for (String what : List.of("ACD", "Layout", "Run", "Times")) {
                page.append(' ').append(head.get(what).replace("|", "\\|")).append(" |");
            }
            page.append('\n');
        }
        page.append(
                """

                No preset can read these:

                - Asterisk's file `queue_log`: it has events, several lines per call, and no mapping turns them into calls. Send it to a database (`extconfig.conf`) and take preset `asterisk`.
                - Genesys Cloud's export of agent status: it has how long an agent was in each status per interval, not when.
                """);
        heads.forEach(head -> counts(page, head));
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

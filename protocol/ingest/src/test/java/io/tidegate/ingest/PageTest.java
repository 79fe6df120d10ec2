package io.tidegate.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidegate.config.ReferencePage;
import io.tidegate.ingest.event.IngestEvent;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What README.md says of settings and events is generated. {@code -Dpages.write=true} writes it
 * anew.
 */
class PageTest {
    private static final Path PAGE = Path.of("README.md");
    private static final String MARK = "<!-- Below: written by PageTest. -->\n";

    @Test
    void settingsAndEventsAreThoseOfTheProgram() throws IOException {
        String page = Files.readString(PAGE);
        String expected =
                page.substring(0, page.indexOf(MARK)) + MARK + "\n" + settings() + events();
        if (Boolean.getBoolean("pages.write")) {
            Files.writeString(PAGE, expected);
        }
        assertEquals(
                expected,
                Files.readString(PAGE),
                "run the test with -Dpages.write=true and commit README.md");
    }

    private static String settings() {
        return ReferencePage.of(
                IngestSettings.CATALOGUE,
                "# Settings\n\nDurations are written `10s` `2m` `1h`, sizes `1MiB`; secrets may be references: `${env:NAME}`,"
                        + " `${file:/path}`.");
    }

    private static String events() {
        StringBuilder page =
                new StringBuilder("\n# Events\n\n| id | means | to do |\n| --- | --- | --- |\n");
        for (IngestEvent event : IngestEvent.values()) {
            page.append(
                    "| %s | %s | %s |%n".formatted(event.id(), event.meaning(), event.remedy()));
        }
        return page.toString();
    }
}

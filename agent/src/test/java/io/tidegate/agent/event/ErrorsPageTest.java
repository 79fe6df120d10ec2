package io.tidegate.agent.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** ERRORS.md says what the enums of events say. {@code -Dpages.write=true} writes it anew. */
class ErrorsPageTest {
    private static final Path PAGE = Path.of("docs/ERRORS.md");

    @Test
    void everyEventIsExplainedOnThePage() throws IOException, ClassNotFoundException {
        String page = page(events());
        if (Boolean.getBoolean("pages.write")) {
            Files.writeString(PAGE, page);
        }
        assertEquals(
                page,
                Files.readString(PAGE),
                "run the test with -Dpages.write=true and commit docs/ERRORS.md");
    }

    @Test
    void noIdIsGivenTwice() throws ClassNotFoundException {
        Set<String> seen = new HashSet<>();
        for (Event event : events()) {
            assertTrue(event.id().matches("TG-\\d{4}"), event.id());
            assertTrue(seen.add(event.id()), "given twice: " + event.id());
        }
        assertTrue(seen.size() > 10, "the events were found");
    }

    private static String page(List<Event> events) {
        var page = new StringBuilder("# Errors and events\n\n");
        page.append(
                "Every line of the log carries one of these ids; they never change their meaning. Written by `ErrorsPageTest`.\n");
        for (Event event : events) {
            page.append("\n## ").append(event.id()).append(' ').append(title(event)).append("\n\n");
            page.append(event.meaning()).append("\n\n");
            page.append("- **Your data:** ").append(event.effect()).append('\n');
            page.append("- **To do:** ").append(event.remedy()).append('\n');
        }
        return page.toString();
    }

    private static String title(Event event) {
        return ((Enum<?>) event).name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    private static List<Event> events() throws ClassNotFoundException {
        List<Event> events = new ArrayList<>();
        var classes =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.tidegate.agent");
        for (var found :
                classes.that(
                        com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo(
                                Event.class))) {
            if (found.isEnum()) {
                Arrays.stream(Class.forName(found.getName()).getEnumConstants())
                        .map(Event.class::cast)
                        .forEach(events::add);
            }
        }
        events.sort(Comparator.comparing(Event::id));
        return events;
    }
}

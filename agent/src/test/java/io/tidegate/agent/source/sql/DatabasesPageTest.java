package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** DATABASES.md and the README of the drivers folder say what the code does. */
class DatabasesPageTest {
    private static final Path PAGE = Path.of("docs/DATABASES.md");
    private static final Path README = Path.of("dist/src/layout/drivers/README.txt");
    private static final String BEGIN = "<!-- parameters: written by DatabasesPageTest -->\n";
    private static final String END = "<!-- end -->";

    @Test
    void thePageNamesTheParametersThatAreAllowed() throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        String written = page.substring(0, from) + table() + page.substring(page.indexOf(END));
        if (Boolean.getBoolean("pages.write")) {
            Files.writeString(PAGE, written);
        }
        assertEquals(
                written,
                Files.readString(PAGE),
                "run the test with -Dpages.write=true and commit docs/DATABASES.md");
    }

    private static String table() {
        var lines = new ArrayList<>(List.of("", "| URL | allowed parameters |", "| --- | --- |"));
        lines.add(line("jdbc:postgresql:", new Postgres().urlParameters()));
        lines.add(line("jdbc:sqlserver:", new SqlServer().urlParameters()));
        lines.add(
                line(
                        "jdbc:mariadb:`, `jdbc:mysql:",
                        new MariaDb("jdbc:mariadb://h/").urlParameters()));
        Products.known().forEach(p -> lines.add(line(p.prefix(), p.parameters())));
        lines.add("| any other | none |");
        return String.join("\n", lines) + "\n\n";
    }

    private static String line(String prefix, Set<String> parameters) {
        String names =
                parameters.isEmpty()
                        ? "none"
                        : '`' + String.join("`, `", new TreeSet<>(parameters)) + '`';
        return "| `%s` | %s |".formatted(prefix, names);
    }

    @Test
    void everyKnownProductIsOnThePageAndInTheFolder() throws IOException {
        String page = Files.readString(PAGE);
        String readme = Files.readString(README);
        for (Product product : Products.known()) {
            assertTrue(readme.contains(product.jar()), product.jar());
            assertTrue(readme.contains(product.prefix()), product.prefix());
            assertTrue(page.contains(product.name().split(" ")[0]), product.name());
        }
    }

    @Test
    void everyExampleIsOfTheFormThatIsRead() {
        for (Product product : Products.known()) {
            assertTrue(DroppedIn.refusal(product, product.example()).isEmpty(), product.example());
            assertEquals(product, Products.of(product.example()));
        }
    }
}

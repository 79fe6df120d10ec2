package io.tidegate.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.config.CsvValues.LengthUnit;
import io.tidegate.config.CsvValues.RowFilter;
import io.tidegate.config.CsvValues.Unpivot;
import io.tidegate.config.SourceConfig.Csv;
import io.tidegate.config.SourceConfig.Mapping;
import io.tidegate.config.SourceConfig.Mapping.Term;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a source may say of the values in its files. */
class CsvValuesTest {
    private static final String CSV =
            """
            agent.name = a1
            source.csv1.data = contacts
            source.csv1.csv.directory = drop
            source.csv1.csv.mode = append
            source.csv1.time-zone = Europe/Berlin
            """;

    @TempDir private Path folder;

    private SourceConfig source(String... lines) {
        return new ConfigFile(folder).source(CSV + String.join("\n", lines));
    }

    private String refused(String line) {
        return ConfigFile.show(new ConfigFile(folder).load(CSV + line));
    }

    @Test
    void everythingOfValuesArrives() {
        var source =
                source(
                        "source.csv1.csv.nulls = leer, \"k,A\"",
                        "source.csv1.csv.duration = minutes",
                        "source.csv1.csv.duration.waittime = h:mm",
                        "source.csv1.map.timestamp = Date + Start",
                        "source.csv1.csv.half-day-from = StopTime",
                        "source.csv1.csv.only.CALL\\ TYPE = Inbound, \"Queue, all\", ''",
                        "source.csv1.csv.not.Anruf-Nr. = x",
                        "source.csv1.csv.unpivot = Queue, \"Calls, in\" from * without Date, Start",
                        "source.csv1.values.answered = Angenommen -> 1, \"Lost, early\" -> 0, '' -> 0,"
                                + " * -> 1");
        assertEquals(
                new CsvValues(
                        new TreeSet<>(Set.of("leer", "k,a")),
                        Optional.of(LengthUnit.MINUTES),
                        new TreeMap<>(Map.of("waittime", LengthUnit.H_MM)),
                        Optional.of("StopTime"),
                        List.of(
                                new RowFilter(
                                        "CALL TYPE", true, Set.of("inbound", "queue, all", "")),
                                new RowFilter("Anruf-Nr.", false, Set.of("x"))),
                        Optional.of(
                                new Unpivot(
                                        "Queue",
                                        "Calls, in",
                                        List.of(),
                                        List.of("Date", "Start")))),
                ((Csv) source.origin()).values());
        var table = source.tables().get("answered");
        assertEquals("1", table.of(" ANGENOMMEN "));
        assertEquals("0", table.of("lost, early"));
        assertEquals("0", table.of(null));
        assertEquals("1", table.of("anna"));
    }

    @Test
    void whatShapesRowsIsPartOfTheRecipe() {
        var recipes = new TreeSet<String>();
        recipes.add(source().recipe());
        recipes.add(source("source.csv1.csv.nulls = none").recipe());
        recipes.add(source("source.csv1.csv.duration = hours").recipe());
        recipes.add(source("source.csv1.csv.duration.duration = hours").recipe());
        recipes.add(source("source.csv1.csv.only.Type = In").recipe());
        recipes.add(source("source.csv1.csv.not.Type = In").recipe());
        recipes.add(source("source.csv1.csv.unpivot = A, B from C, D").recipe());
        recipes.add(source("source.csv1.values.answered = x -> 1").recipe());
        assertEquals(8, recipes.size());
    }

    @Test
    void withoutAStarWhatIsNotListedStays() {
        var table = source("source.csv1.values.queuename = a -> Sales").tables().get("queuename");
        assertEquals("Sales", table.of("A"));
        assertEquals("other", table.of("other"));
        assertEquals(null, table.of(" "));
    }

    @Test
    void aFormulaHasOneGrammar() throws Exception {
        Term talk = new Term.Name("Talk (s)");
        Term wrap = new Term.Name("Wrap - up");
        Term calls = new Term.Name("calls");
        assertEquals(
                new Mapping.Formula(
                        new Term.Operation(new Term.Operation(talk, '+', wrap), '*', calls)),
                MappingText.parse("(Talk (s) + \"Wrap - up\") * calls"));
        assertEquals(
                new Mapping.Formula(
                        new Term.Operation(
                                new Term.Operation(talk, '*', calls),
                                '+',
                                new Term.Operation(wrap, '*', calls))),
                MappingText.parse("Talk (s) * calls + \"Wrap - up\" * calls"));
        assertEquals(
                new Mapping.Formula(
                        new Term.Operation(new Term.Operation(calls, '-', talk), '-', wrap)),
                MappingText.parse("calls - Talk (s) - \"Wrap - up\""));
        assertEquals(new Mapping.Computed("a", '-', "b"), MappingText.parse("(a - b)"));
        assertEquals(new Mapping.From("Talk (s)"), MappingText.parse("Talk (s)"));
        assertEquals(new Mapping.From("a + b"), MappingText.parse("\"a + b\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a + b",
                "a + (b - c",
                "a ++ b +",
                "a + \"b",
                "\"a\" \"b\"",
                "(a) b",
                "'a' + b",
                "a + + b"
            })
    void whatIsNoFormulaIsRefused(String text) {
        assertThrows(RefusedException.class, () -> MappingText.parse(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "csv.nulls = 0, -|a number is a value",
                "csv.nulls = a,,b|is no list",
                "csv.duration = weeks|none of",
                "csv.duration.queuename = hours|no length of time",
                "csv.half-day-from = Stop|two columns",
                "csv.only.Type = \"In|is no list",
                "csv.unpivot = Queue from *|columns become rows",
                "csv.unpivot = Queue, Calls|columns become rows",
                "csv.unpivot = Q, q from *|two names",
                "csv.unpivot = Q, C from A without B|columns become rows",
                "csv.date-format = hhmm|counts to 12",
                "values.answered = x -> maybe|0 or 1"
            })
    void whatCannotBeMeantIsRefused(String line, String why) {
        String shown = refused("source.csv1." + line);
        assertTrue(shown.contains(why), shown);
    }

    @Test
    void hhmmIsATimeOfDay() {
        var csv = (Csv) source("source.csv1.csv.time-format = hhmm").origin();
        assertEquals(Optional.of("hhmm"), csv.timeFormat());
        assertNotEquals(csv.timeFormat(), csv.dateFormat());
    }
}

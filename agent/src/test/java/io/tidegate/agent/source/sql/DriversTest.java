package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidegate.agent.loop.Clock;
import io.tidegate.agent.row.Sources;
import io.tidegate.agent.source.SourceException.Kind;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.util.ArrayList;
import java.util.List;

/** What is made of the files in a drivers folder. */
class DriversTest {
    private static final String H2 = "jdbc:h2:tcp://h/acd";
    private static final String HSQLDB = "jdbc:hsqldb:hsql://h/acd";

    @TempDir Path folder;

    @Test
    void aDriverIsFoundByItsUrlAndSeesNothingOfOurs() throws Exception {
        drop("h2", "h2.jar");
        drop("hsqldb", "hsqldb/any name.jar");

        Driver h2 = driver(H2);
        Driver hsqldb = driver(HSQLDB);

        assertEquals("org.h2.Driver", h2.getClass().getName());
        assertEquals("org.hsqldb.jdbc.JDBCDriver", hsqldb.getClass().getName());
        assertNotSame(h2.getClass().getClassLoader(), hsqldb.getClass().getClassLoader());
        assertThrows(
                ClassNotFoundException.class,
                () -> h2.getClass().getClassLoader().loadClass(Drivers.class.getName()));
        assertThrows(ClassNotFoundException.class, () -> Class.forName("org.h2.Driver"));
    }

    @Test
    void aFolderIsLookedThroughAnewUntilADriverServes() throws Exception {
        var drivers = new Drivers(folder);
        assertThrows(BadQueryException.class, () -> drivers.of("acd", H2, Products.of(H2)));
        drop("h2", "h2.jar");

        Driver first = drivers.of("acd", H2, Products.of(H2));
        assertEquals(first, drivers.of("acd", H2, Products.of(H2)));
    }

    @Test
    void whatIsMissingIsSaidWithItsFolder() {
        assertEquals(
                "database.acd.url needs a driver that is not built in: put h2.jar for jdbc:h2: into "
                        + folder,
                refusal(H2));
        assertEquals(
                "database.acd.url needs a driver that is not built in: put h2.jar for jdbc:h2: into "
                        + folder.resolve("none"),
                assertThrows(
                                BadQueryException.class,
                                () ->
                                        new Drivers(folder.resolve("none"))
                                                .of("acd", H2, Products.of(H2)))
                        .getMessage());
    }

    @Test
    void rubbishIsNamedAndDoesNotKeepAGoodDriverFromServing() throws Exception {
        Files.writeString(folder.resolve("rubbish.jar"), "<html>404</html>");
        drop("hsqldb", "hsqldb.jar");
        Files.createDirectory(folder.resolve("empty"));
        Files.writeString(folder.resolve("README.txt"), "not a jar");

        String said = refusal(H2);
        assertTrue(said.contains("rubbish.jar cannot be read as a jar"), said);
        assertTrue(said.contains("empty holds no JDBC driver"), said);
        assertFalse(said.contains("README"), said);
        assertEquals("org.hsqldb.jdbc.JDBCDriver", driver(HSQLDB).getClass().getName());
    }

    /** Else Windows would not let anybody take it out of the folder. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void onlyTheFilesOfTheDriverThatServesStayOpen() throws Exception {
        drop("hsqldb", "hsqldb.jar");
        drop("h2", "h2.jar");
        Files.createDirectory(folder.resolve("empty"));

        Driver used = driver(H2);
        assertEquals(List.of("h2.jar"), open());
        drop("h2", "h2-too.jar");
        refusal(H2);
        assertEquals(List.of("h2.jar"), open());
        assertEquals("org.h2.Driver", used.getClass().getName());
    }

    /** What this process holds open in the folder. */
    private List<String> open() throws IOException {
        List<String> open = new ArrayList<>();
        try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                try {
                    Path file = Files.readSymbolicLink(descriptor);
                    if (file.startsWith(folder)) {
                        open.add(file.getFileName().toString());
                    }
                } catch (IOException _) {
                    // Closed meanwhile.
                }
            }
        }
        return open;
    }

    @Test
    void twoDriversForOneUrlAreNotChosenBetween() throws Exception {
        drop("h2", "h2-old.jar");
        drop("h2", "h2-new.jar");

        assertEquals(
                "database.acd.url is served by more than one driver in %s: leave only one of h2-new.jar, h2-old.jar there"
                        .formatted(folder),
                refusal(H2));
    }

    /** Else the mistake of a driver would end the process, and with it all other sources. */
    @Test
    void aDriverThatFailsAsNoDriverShouldIsAFaultOfItsDatabaseAlone() throws Exception {
        DriverJar.make(folder, "throw new NullPointerException(\"4711\");");
        var database = AcdDatabase.config("jdbc:broken://h/acd", "reader", "secret");
        var source = Sources.of(DataType.CONTACTS).query("SELECT 1 AS timestamp").sql();
        try (var opened =
                new SqlDatabase(
                                database,
                                Clock.system(),
                                new Accounts(Clock.system()),
                                new Drivers(folder))
                        .open(source)) {
            String said = Reads.fault(opened, Kind.PASSING);
            assertTrue(said.contains("the driver in drivers/ failed"), said);
            assertTrue(said.contains("NullPointerException"), said);
            assertFalse(said.contains("4711"), said);
        }
    }

    /** Db2's driver takes URLs of Informix for its own. */
    @Test
    void aKnownProductIsServedByItsOwnDriverAlone() throws Exception {
        DriverJar.make(folder, "return null;");
        assertTrue(refusal(H2).contains("put h2.jar"));
        drop("h2", "h2.jar");

        assertEquals("org.h2.Driver", driver(H2).getClass().getName());
    }

    private void drop(String driver, String as) throws Exception {
        Path to = folder.resolve(as);
        Files.createDirectories(to.getParent());
        Files.copy(DriverServer.jar(driver), to);
    }

    private Driver driver(String url) throws BadQueryException {
        return new Drivers(folder).of("acd", url, Products.of(url));
    }

    private String refusal(String url) {
        return assertThrows(BadQueryException.class, () -> driver(url)).getMessage();
    }
}

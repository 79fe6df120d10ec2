package io.tidegate.agent.source.sql;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * The JDBC drivers in a folder: a jar is one driver, and so are all jars of a subfolder. Each has a
 * class loader of its own, which sees Java and nothing of ours, so that no two get in each other's
 * way. Looked through anew until a driver serves; that one is kept, and the others' files are
 * closed. Thread-safe.
 */
final class Drivers {
    private static final String SERVICES = "META-INF/services/java.sql.Driver";

    /** Begins the names of our class loaders. */
    private static final String LOADER = "driver ";

    private final Path folder;
    private Found kept;

    Drivers(Path folder) {
        this.folder = folder;
    }

    /** Beside {@code lib/} of the installed program, unless the system property says where. */
    static Drivers ofProgram() {
        String said = System.getProperty("tidegate.drivers");
        Path home = Path.of(System.getProperty("tidegate.home", ""));
        return new Drivers(
                (said == null ? home.resolve("drivers") : Path.of(said)).toAbsolutePath());
    }

    /**
     * The driver for that URL.
     *
     * @throws BadQueryException if there is none, or more than one
     */
    synchronized Driver of(String database, String url, Product product) throws BadQueryException {
        if (kept != null && kept.serves(url, product)) {
            return kept.driver;
        }
        var unusable = new ArrayList<String>();
        List<Found> all = entries().stream().flatMap(e -> found(e, unusable).stream()).toList();
        List<Found> serving = all.stream().filter(f -> f.serves(url, product)).toList();
        closeAllBut(serving.size() == 1 ? serving : List.of(), all);
        if (serving.isEmpty()) {
            throw none(database, product, unusable);
        }
        if (serving.size() > 1) {
            throw new BadQueryException(
                    "database.%s.url is served by more than one driver in %s: leave only one of %s there"
                            .formatted(
                                    database,
                                    folder,
                                    String.join(
                                            ", ", serving.stream().map(Found::place).toList())));
        }
        kept = serving.getFirst();
        return kept.driver;
    }

    /** A jar may hold more than one driver, of which one serves. */
    private static void closeAllBut(List<Found> kept, List<Found> all) {
        Set<URLClassLoader> needed = kept.stream().map(Found::loader).collect(Collectors.toSet());
        all.stream().map(Found::loader).filter(l -> !needed.contains(l)).forEach(Drivers::close);
    }

    private static void close(URLClassLoader loader) {
        try {
            loader.close();
        } catch (IOException _) {
            // Its files stay open until the process ends, no worse than that.
        }
    }

    private BadQueryException none(String database, Product product, List<String> unusable) {
        String also =
                unusable.isEmpty()
                        ? ""
                        : " (not usable there: %s)".formatted(String.join("; ", unusable));
        return new BadQueryException(
                "database.%s.url needs a driver that is not built in: put %s for %s into %s%s"
                        .formatted(database, product.jar(), product.prefix(), folder, also));
    }

    /** Jars and folders of jars, by name. */
    private List<Path> entries() {
        return sorted(folder).stream()
                .filter(p -> Files.isDirectory(p) || isJar(p) && Files.isRegularFile(p))
                .toList();
    }

    private static List<Path> sorted(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException _) {
            return List.of(); // No folder, no drivers.
        }
    }

    private static boolean isJar(Path path) {
        return path.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".jar");
    }

    private static List<Found> found(Path entry, List<String> unusable) {
        String place = entry.getFileName().toString();
        try {
            List<Path> jars =
                    isJar(entry)
                            ? List.of(entry)
                            : sorted(entry).stream()
                                    .filter(p -> isJar(p) && Files.isRegularFile(p))
                                    .toList();
            List<Found> found = load(place, jars);
            if (found.isEmpty()) {
                unusable.add(place + " holds no JDBC driver");
            }
            return found;
        } catch (IOException _) {
            unusable.add(place + " cannot be read as a jar");
        } catch (UnsupportedClassVersionError _) {
            unusable.add(place + " is for a newer Java than this one");
        } catch (ReflectiveOperationException | ClassCastException | LinkageError _) {
            unusable.add(
                    place
                            + " lacks something: put its driver with all its jars into a folder of its own there");
        }
        return List.of();
    }

    private static List<Found> load(String place, List<Path> jars)
            throws IOException, ReflectiveOperationException {
        var urls = new ArrayList<URL>();
        for (Path jar : jars) {
            new ZipFile(jar.toFile()).close(); // A class loader passes over rubbish in silence.
            urls.add(jar.toUri().toURL());
        }
        var loader =
                new URLClassLoader(
                        LOADER + place,
                        urls.toArray(URL[]::new),
                        ClassLoader.getPlatformClassLoader());
        List<Found> found = List.of();
        try {
            found = load(place, loader);
            return found;
        } finally {
            if (found.isEmpty()) {
                close(loader);
            }
        }
    }

    private static List<Found> load(String place, URLClassLoader loader)
            throws IOException, ReflectiveOperationException {
        var found = new ArrayList<Found>();
        for (String name : names(loader)) {
            Object driver = loader.loadClass(name).getDeclaredConstructor().newInstance();
            found.add(new Found(place, (Driver) driver, loader));
        }
        return found;
    }

    /**
     * Whether a dropped-in driver failed as no driver should. Java's own classes may stand above it
     * in the trace, ours may not.
     */
    static boolean threw(Throwable e) {
        return Arrays.stream(e.getStackTrace())
                .filter(frame -> frame.getModuleName() == null)
                .findFirst()
                .map(StackTraceElement::getClassLoaderName)
                .filter(name -> name.startsWith(LOADER))
                .isPresent();
    }

    private static List<String> names(URLClassLoader loader) throws IOException {
        var names = new ArrayList<String>();
        for (URL services : Collections.list(loader.findResources(SERVICES))) {
            URLConnection connection = services.openConnection();
            connection.setUseCaches(false); // A cached jar stays open for ever.
            try (var lines =
                    new BufferedReader(
                            new InputStreamReader(
                                    connection.getInputStream(), StandardCharsets.UTF_8))) {
                lines.lines()
                        .map(line -> line.split("#", 2)[0].strip())
                        .filter(line -> !line.isEmpty())
                        .forEach(names::add);
            }
        }
        return names;
    }

    /** A driver and where it was found. */
    private record Found(String place, Driver driver, URLClassLoader loader) {
        boolean serves(String url, Product product) {
            try {
                return driver.getClass().getName().startsWith(product.classes())
                        && driver.acceptsURL(url);
            } catch (SQLException _) {
                return false;
            }
        }
    }
}

package io.tidegate.agent.source.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import javax.tools.ToolProvider;

/** Makes the jar of a driver that believes it serves every URL. */
final class DriverJar {
    private static final String SOURCE =
            """
            public class Broken implements java.sql.Driver {
                public java.sql.Connection connect(String url, java.util.Properties info) { %s }
                public boolean acceptsURL(String url) { return true; }
                public java.sql.DriverPropertyInfo[] getPropertyInfo(String url, java.util.Properties info) { return null; }
                public int getMajorVersion() { return 1; }
                public int getMinorVersion() { return 0; }
                public boolean jdbcCompliant() { return false; }
                public java.util.logging.Logger getParentLogger() { return null; }
            }
            """;

    private DriverJar() {}

    /**
     * @param connect what it does to connect
     */
    static void make(Path folder, String connect) throws IOException {
        Path source = Files.writeString(folder.resolve("Broken.java"), SOURCE.formatted(connect));
        assertEquals(
                0,
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", folder.toString(), source.toString()));
        try (var jar = new JarOutputStream(Files.newOutputStream(folder.resolve("broken.jar")))) {
            jar.putNextEntry(new JarEntry("Broken.class"));
            jar.write(Files.readAllBytes(folder.resolve("Broken.class")));
            jar.putNextEntry(new JarEntry("META-INF/services/java.sql.Driver"));
            jar.write("# ours\nBroken\n".getBytes(StandardCharsets.UTF_8));
        }
    }
}

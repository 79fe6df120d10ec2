package io.tidegate.agent.cli;

import io.tidegate.config.AgentConfig;
import io.tidegate.config.AgentFile;
import io.tidegate.config.ConfigurationException;
import io.tidegate.config.Environment;
import io.tidegate.config.Loaded;
import io.tidegate.config.Problem;
import io.tidegate.config.SourceConfig;

import picocli.CommandLine.Option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Which configuration, and reading it. */
final class ConfigOption {
    private static final String FILE = "tidegate.properties";

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description =
                    "The configuration. Default: tidegate.properties here, then in /etc/tidegate/ (Windows: %%ProgramData%%\\Tidegate\\).")
    private Path file;

    Loaded load() {
        try {
            return AgentFile.read(path(), Environment.system());
        } catch (ConfigurationException e) {
            throw new Stop(Exit.CONFIGURATION, e.getMessage());
        }
    }

    /** The configuration, as long as nothing is wrong with the whole of it. */
    AgentConfig config() {
        Loaded loaded = load();
        return loaded.config()
                .orElseThrow(() -> new Stop(Exit.CONFIGURATION, text(loaded, loaded.global())));
    }

    /** One source, as long as nothing is wrong with it. */
    SourceConfig source(String name) {
        Loaded loaded = load();
        if (loaded.sources().containsKey(name)) {
            throw new Stop(Exit.CONFIGURATION, text(loaded, loaded.sources().get(name)));
        }
        AgentConfig config =
                loaded.config()
                        .orElseThrow(
                                () -> new Stop(Exit.CONFIGURATION, text(loaded, loaded.global())));
        SourceConfig source = config.sources().get(name);
        if (source == null) {
            throw new Stop(
                    Exit.USAGE,
                    "there is no source '%s'; the sources are: %s"
                            .formatted(name, String.join(", ", config.sources().keySet())));
        }
        return source;
    }

    static String text(Loaded loaded, List<Problem> problems) {
        return problems.stream().map(p -> p.show(loaded.file())).collect(Collectors.joining("\n"));
    }

    private Path path() {
        if (file != null) {
            return file;
        }
        List<Path> usual = List.of(Path.of(FILE), system().resolve(FILE));
        return usual.stream()
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(
                        () ->
                                new Stop(
                                        Exit.CONFIGURATION,
                                        "there is no configuration: neither %s nor %s exists; name one with -c"
                                                .formatted(
                                                        usual.get(0).toAbsolutePath(),
                                                        usual.get(1))));
    }

    private static Path system() {
        String programData = System.getenv("ProgramData");
        return programData == null ? Path.of("/etc/tidegate") : Path.of(programData, "Tidegate");
    }
}

package io.tidegate.agent.cli;

import io.tidegate.config.AgentConfig;
import io.tidegate.config.AgentFile;
import io.tidegate.config.ConfigurationException;
import io.tidegate.config.Environment;
import io.tidegate.config.Loaded;
import io.tidegate.config.Problem;

import picocli.CommandLine.Option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

    /** As the command line's library makes it, which then sets the file. */
    ConfigOption() {}

    ConfigOption(Path file) {
        this.file = file;
    }

    Loaded load() {
        return load(Map.of());
    }

    /** As if those lines stood in it. */
    Loaded load(Map<String, String> changes) {
        try {
            return AgentFile.read(path(), Environment.system(), changes);
        } catch (ConfigurationException e) {
            throw new Stop(Exit.CONFIGURATION, e.getMessage());
        }
    }

    /** The folder of the connector that runs, whatever else is wrong with its settings. */
    Path dataDir() {
        Loaded loaded = load();
        return loaded.dataDir().orElseThrow(() -> faulty(loaded, loaded.global()));
    }

    /** What is needed to read that source, as long as nothing is wrong with it. */
    AgentConfig toRead(String source) {
        return toRead(load(), source);
    }

    static AgentConfig toRead(Loaded loaded, String source) {
        if (loaded.sources().containsKey(source)) {
            throw faulty(loaded, loaded.sources().get(source));
        }
        AgentConfig config = usable(loaded);
        if (!config.sources().containsKey(source)) {
            throw new Stop(
                    Exit.USAGE,
                    "there is no source '%s'; the sources are: %s"
                            .formatted(source, String.join(", ", config.sources().keySet())));
        }
        return config;
    }

    /** What can be read, unless something concerns the whole. */
    static AgentConfig usable(Loaded loaded) {
        return loaded.toRead().orElseThrow(() -> faulty(loaded, loaded.global()));
    }

    private static Stop faulty(Loaded loaded, List<Problem> problems) {
        return new Stop(Exit.CONFIGURATION, text(loaded, problems));
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

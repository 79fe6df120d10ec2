package io.tidegate.config;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A properties file cannot be used. Carries all its problems at once; holds no secret. */
public final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    public ConfigurationException(Path file, List<Problem> problems) {
        super(problems.stream().map(p -> p.show(file)).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** In the order of their lines. */
    public List<Problem> problems() {
        return problems;
    }
}

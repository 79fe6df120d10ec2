package io.tidegate.agent.service;

import java.nio.file.Path;
import java.util.OptionalLong;

/** Another process holds the data folder. Maps to exit code 75. */
public final class AlreadyRunningException extends Exception {
    private static final long serialVersionUID = 1;

    AlreadyRunningException(Path dataDir, OptionalLong pid) {
        super(
                "another tidegate%s runs on %s already; stop it, or set agent.data-dir to another folder"
                        .formatted(
                                pid.isPresent() ? " (process " + pid.getAsLong() + ")" : "",
                                dataDir));
    }
}

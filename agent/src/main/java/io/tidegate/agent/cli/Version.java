package io.tidegate.agent.cli;

import io.tidegate.agent.Daemon;

import picocli.CommandLine;

/** The version for {@code --version}. */
final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"tidegate " + Daemon.version() + " (Java " + Runtime.version() + ")"};
    }
}

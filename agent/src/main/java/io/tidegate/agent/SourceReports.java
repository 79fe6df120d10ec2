package io.tidegate.agent;

import io.tidegate.agent.file.FileReport;
import io.tidegate.agent.store.Tx;
import io.tidegate.agent.window.StreamReport;
import io.tidegate.config.AgentConfig;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.StateReport;

import java.util.Optional;

/** State reports by the kind of source. Stateless. */
final class SourceReports implements StateReports {
    private final AgentConfig config;

    SourceReports(AgentConfig config) {
        this.config = config;
    }

    @Override
    public Optional<StateReport> of(Tx tx, SourceConfig source) {
        return switch (source.origin()) {
            case SourceConfig.Sql _ -> StreamReport.of(tx, source);
            case SourceConfig.Csv _ -> FileReport.of(tx, source);
        };
    }

    /** By the stream's name; empty for a stream that is configured no more. */
    Optional<StateReport> of(Tx tx, String stream) {
        return Optional.ofNullable(config.sources().get(stream)).flatMap(source -> of(tx, source));
    }
}

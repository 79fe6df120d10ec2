package io.tidegate.agent;

import io.tidegate.agent.store.Tx;
import io.tidegate.config.SourceConfig;
import io.tidegate.protocol.StateReport;

import java.util.Optional;

/** What the cloud is told of a stream. */
interface StateReports {
    Optional<StateReport> of(Tx tx, SourceConfig source);
}

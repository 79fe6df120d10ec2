package io.tidegate.ingest.store;

import io.tidegate.protocol.Lane;

/** Where a batch stands: what its path says. */
public record BatchAddress(AgentName agent, String stream, Lane lane, long epoch, long seq) {}

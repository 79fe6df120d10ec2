package io.tidegate.ingest.store;

/** An agent; its name is unique within its tenant. */
public record AgentName(String tenant, String agent) {}

package io.tidegate.agent.store;

import java.util.Optional;

/**
 * What the data folder knows of itself.
 *
 * @param instance made at random when the folder was made
 * @param epoch the ingest's epoch this folder sends under; 0 before the first contact
 * @param fenced why nothing is sent until a person says so; empty when all is well
 * @param machine a mark of the machine the folder belongs to; empty where the machine tells none
 */
public record AgentRecord(
        String instance, long epoch, Optional<String> fenced, Optional<String> machine) {}

/**
 * Moves batches from the store to the cloud and turns each answer into what follows from it. Knows
 * no source.
 */
package io.tidegate.agent.uplink;

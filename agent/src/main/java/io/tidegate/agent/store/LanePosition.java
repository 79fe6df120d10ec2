package io.tidegate.agent.store;

import io.tidegate.protocol.Lane;

/**
 * How far a lane has come in the present epoch.
 *
 * @param acked the highest sequence number that the ingest has committed; 0 if none
 * @param attempted the highest that was ever attempted; 0 if none
 */
public record LanePosition(String stream, Lane lane, long acked, long attempted) {}

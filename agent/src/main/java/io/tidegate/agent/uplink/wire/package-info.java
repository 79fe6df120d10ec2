/**
 * HTTP to the ingest over netty: one HTTP/2 connection, or up to four of HTTP/1.1. Knows nothing of
 * batches and what an answer means.
 */
package io.tidegate.agent.uplink.wire;

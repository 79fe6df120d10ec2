/** The protocol's requests: who asks, for what, and the answer. */
package io.tidegate.ingest.api;

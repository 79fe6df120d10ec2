/**
 * PostgreSQL behind the ingest: one transaction per batch, and nothing is said before it is
 * durable.
 */
package io.tidegate.ingest.store;

/** The reference ingest endpoint: puts together HTTP, the protocol's requests and PostgreSQL. */
package io.tidegate.ingest;

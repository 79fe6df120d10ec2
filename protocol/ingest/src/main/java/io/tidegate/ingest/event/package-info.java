/** What the ingest says: events with stable ids, each explained on its page, README.md. */
package io.tidegate.ingest.event;

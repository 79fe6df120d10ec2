/** Holds source, ledger and ingest against one another for days that a person names. */
package io.tidegate.agent.verify;

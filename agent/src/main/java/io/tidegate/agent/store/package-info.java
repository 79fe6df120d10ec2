/**
 * What must survive a crash, in one SQLite file: spool, ledger, files, rejects, positions. One
 * transaction is the one commit unit.
 */
package io.tidegate.agent.store;

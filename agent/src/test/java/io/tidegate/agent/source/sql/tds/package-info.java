/** A test peer that speaks TDS, the protocol of SQL Server, from a script. */
package io.tidegate.agent.source.sql.tds;

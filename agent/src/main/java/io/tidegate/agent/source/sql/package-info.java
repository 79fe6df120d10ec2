/** Rows from a database, over JDBC: streaming, read-only, one statement. */
package io.tidegate.agent.source.sql;
